//! The table of rules: name, check, and what a finding of it means.

use super::report::Report;
use super::{
    catalogue_pages, catalogue_rates, catalogue_titles, example_actions, example_fields,
    example_nulls, example_required, example_types, explorer_links, history, missing_facts,
    structure_links, unknown_types, unreadable_examples, unused_structures, used_by,
};
use conform::Context;
use extract::ActionPage;

/// A rule of the lint.
pub struct Rule {
    /// Its name, as findings carry it.
    pub name: &'static str,
    /// What a finding of it means, and what to do about it.
    pub explanation: &'static str,
    pub(super) check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub(super) enum Check {
    /// One page, as it was read.
    Page(fn(&ActionPage, &mut Report<'_>)),
    /// A service, as it was merged.
    Spec(fn(&Context<'_>, &mut Report<'_>)),
    /// Nothing: reading, extraction or merging finds it.
    Elsewhere,
}

/// What a finding of a rule means; `None` where there is no such rule.
pub fn explanation(rule: &str) -> Option<&'static str> {
    let found = RULES.iter().find(|known| known.name == rule)?;
    Some(found.explanation)
}

const fn rule(name: &'static str, check: Check, explanation: &'static str) -> Rule {
    Rule {
        name,
        explanation,
        check,
    }
}

/// All rules, sorted by name.
pub const RULES: &[Rule] = &[
    rule(
        "action-name-differs",
        Check::Elsewhere,
        "The places of a page that name its action contradict each other. The name that most of them give is taken.",
    ),
    rule(
        "catalogue-pages",
        Check::Spec(catalogue_pages::check),
        "The overview and the action pages name different actions: a page is missing, or the overview is old.",
    ),
    rule(
        "catalogue-rates",
        Check::Spec(catalogue_rates::check),
        "The overview states another rate limit than the page. The page's is used.",
    ),
    rule(
        "catalogue-titles",
        Check::Spec(catalogue_titles::check),
        "The overview calls the action otherwise than its page. The page's title is used.",
    ),
    rule(
        "chapter-of-no-version",
        Check::Elsewhere,
        "A chapter names no API version and no action page of its service does. The chapter is left out.",
    ),
    rule(
        "cut-row",
        Check::Elsewhere,
        "A page ends within a table. Its last row may be incomplete and is left out.",
    ),
    rule(
        "damaged-row",
        Check::Elsewhere,
        "A table row has lost its cells or their order. What it says is left out.",
    ),
    rule(
        "editions-differ",
        Check::Elsewhere,
        "Two pages for one thing state different facts. The page that was updated last is believed.",
    ),
    rule(
        "error-lists-differ",
        Check::Elsewhere,
        "Two lists of error codes disagree whether a code is a common one. The newer list is believed.",
    ),
    rule(
        "error-not-in-list",
        Check::Elsewhere,
        "An action lists an error code that the product's own list lacks. The code is added to the list.",
    ),
    rule(
        "example-actions",
        Check::Spec(example_actions::check),
        "An example's request names another action than its page: mostly copied from there.",
    ),
    rule(
        "example-fields",
        Check::Spec(example_fields::check),
        "An example uses a field that no table declares: a hidden parameter, or a table that lost a row.",
    ),
    rule(
        "example-nulls",
        Check::Spec(example_nulls::check),
        "An example shows null where the text does not say that the value may be null. Replies are read all the same.",
    ),
    rule(
        "example-required",
        Check::Spec(example_required::check),
        "An example's request lacks a parameter that the table calls required: one of the two is wrong.",
    ),
    rule(
        "example-types",
        Check::Spec(example_types::check),
        "A value in an example is of another kind than its declared type, a number written as text for instance.",
    ),
    rule(
        "explorer-links",
        Check::Page(explorer_links::check),
        "The link to the API Explorer contradicts the page's own service, version or action. The page is believed.",
    ),
    rule(
        "glued-cells",
        Check::Elsewhere,
        "A text has nothing between the cells of its tables. They are told apart by what they hold.",
    ),
    rule(
        "history",
        Check::Spec(history::check),
        "The release history and the pages disagree on whether something exists: it was hidden since, or a row was lost.",
    ),
    rule(
        "inferred-structure",
        Check::Elsewhere,
        "No page describes a structure that a table names. Its members come from an example, and more may exist.",
    ),
    rule(
        "inferred-types-differ",
        Check::Elsewhere,
        "Examples show one member of an undocumented structure with different types. The first is kept.",
    ),
    rule(
        "legacy-generation",
        Check::Elsewhere,
        "A manual holds pages of API generations before 3.0, which are left aside.",
    ),
    rule(
        "missing-domain",
        Check::Elsewhere,
        "A page states no request domain, so its service is unknown. The page is left out.",
    ),
    rule(
        "missing-facts",
        Check::Spec(missing_facts::check),
        "A page lacks something that every page has: it is damaged or cut, or our reading lost it.",
    ),
    rule(
        "missing-section",
        Check::Elsewhere,
        "A page has no table of input or output parameters: it is cut, or its layout is unknown.",
    ),
    rule(
        "missing-version",
        Check::Elsewhere,
        "A page states no API version. The page is left out.",
    ),
    rule(
        "no-facts",
        Check::Elsewhere,
        "Nothing on a page was understood. It is none of the API's, or it is read in the wrong format.",
    ),
    rule(
        "only-in-one-edition",
        Check::Elsewhere,
        "One of two pages for one thing has more members, error codes or notes. Across editions all are kept.",
    ),
    rule(
        "repeated-member",
        Check::Elsewhere,
        "A table has two rows for one member. The first counts.",
    ),
    rule(
        "structure-links",
        Check::Page(structure_links::check),
        "The structures that a page links to are not those that its tables use: a type cell was lost or misread.",
    ),
    rule(
        "supporting-chapter",
        Check::Elsewhere,
        "A page is a chapter that all products share, signature for instance. It holds nothing to generate.",
    ),
    rule(
        "unknown-types",
        Check::Spec(unknown_types::check),
        "A table names a structure that no page describes. The member holds any JSON.",
    ),
    rule(
        "unreadable-examples",
        Check::Spec(unreadable_examples::check),
        "An example's request or response is no valid JSON or query. It is kept as printed and not tested.",
    ),
    rule(
        "unreadable-page",
        Check::Elsewhere,
        "A file can't be read at all: it is empty, binary, too large, or in another encoding.",
    ),
    rule(
        "unreadable-type",
        Check::Elsewhere,
        "A table names a type that is none. The member holds any JSON.",
    ),
    rule(
        "unsafe-name",
        Check::Elsewhere,
        "A page gives a name that can't become a file or an identifier. The page is left out.",
    ),
    rule(
        "unused-structures",
        Check::Spec(unused_structures::check),
        "A structure is described, but no table uses it: its users are hidden, or a type cell was misread.",
    ),
    rule(
        "used-by",
        Check::Spec(used_by::check),
        "A structure's list of users is not what the tables say: a row was lost, or the list is old.",
    ),
];
