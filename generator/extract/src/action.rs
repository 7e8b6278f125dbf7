//! An action page: its sections become an [`Action`].

use spec::finding::Finding;
use spec::{Action, Language, Localized, Member, RegionRule, Required, Source};

use super::deprecation::{Thing, deprecated, deprecated_title};
use super::description::{Description, describe};
use super::errors::error_rows;
use super::examples::read_examples;
use super::facts::{ActionPage, ExplorerLink};
use super::known_types::{KnownTypes, is_identifier, looks_like_structure};
use super::links::{explorer_link, linked_structures};
use super::member::member_of_row;
use super::parameters::parameter_rows;
use super::row::{DamagedRow, ParameterRow};
use super::sections::{Sections, split_into_sections};
use super::unit::Unit;
use super::vocabulary::{Section, language_of, region_rule};

/// Reads a page as an action; `None` if it describes none.
pub(super) fn read_action(
    file: &str,
    unit: &Unit<'_>,
    known: &KnownTypes,
    findings: &mut Vec<Finding>,
) -> Option<ActionPage> {
    let sections = split_into_sections(unit.blocks);
    let description = describe(&sections);
    let explorer = explorer_link(unit.blocks);
    let (mut input_rows, mut damaged) = parameter_rows(&sections, Section::Input, known);
    let (mut output_rows, damaged_output) = parameter_rows(&sections, Section::Output, known);
    damaged.extend(damaged_output);
    let cut = take_cut_row(&sections, &mut input_rows, &mut output_rows);
    let language = page_language(&sections, &input_rows);
    let common = CommonParameters::take(&input_rows);
    let names = ActionNames::new(&common, explorer.as_ref(), unit, &description);
    let name = names.elected()?;

    let mut page = ActionPage {
        language: Some(language),
        linked_structures: linked_structures(unit.blocks).into_keys().collect(),
        errors: error_rows(&sections, language),
        ..ActionPage::default()
    };
    page.action = Action {
        service: service_of(description.domain.as_deref(), explorer.as_ref()),
        version: common
            .version
            .clone()
            .or_else(|| explorer.as_ref().map(|link| link.version.clone()))
            .unwrap_or_default(),
        title: Localized::new(language, unit.title_text()),
        deprecated: deprecated(&description.text, Thing::Action(&name), language)
            .or_else(|| deprecated_title(unit.title_text(), language)),
        doc: Localized::new(language, &description.text),
        domain: description.domain,
        rate_limit: description.rate_limit,
        region: common.region,
        regions: common.regions,
        input: members(&input_rows, language)
            .filter(|member| !is_common(&member.name))
            .collect(),
        output: members(&output_rows, language).collect(),
        errors: page.errors.iter().map(|error| error.code.clone()).collect(),
        examples: read_examples(&sections, &name, language),
        sources: vec![Source {
            file: file.to_owned(),
            line: unit.line,
            updated: unit.updated(),
            url: None,
            truncated: is_truncated(&sections),
        }],
        name,
    };
    if let Some(contradictions) = names.contradictions(&page.action.name) {
        let finding = Finding::warning(
            file,
            unit.line,
            "action-name-differs",
            &page.action.name,
            contradictions,
        );
        findings.push(finding.help("the name that most places of the page give was taken"));
    }
    page.explorer = explorer;
    if let Some(row) = cut {
        findings.push(cut_row(file, &page.action.name, &row));
    }
    report(
        file,
        &page,
        &sections,
        &input_rows,
        &output_rows,
        &damaged,
        findings,
    );
    Some(page)
}

fn members<'r>(
    rows: &'r [ParameterRow<'_>],
    language: Language,
) -> impl Iterator<Item = Member> + 'r {
    rows.iter().map(move |row| member_of_row(row, language))
}

/// What the rows Action, Version and Region say; they are no members.
#[derive(Debug, Default)]
struct CommonParameters {
    action: Option<String>,
    version: Option<String>,
    region: Option<RegionRule>,
    regions: Vec<String>,
}

impl CommonParameters {
    fn take(rows: &[ParameterRow<'_>]) -> Self {
        let mut common = Self::default();
        for row in rows.iter().take_while(|row| is_common(&row.name)) {
            let text: String = row
                .text
                .iter()
                .map(|part| part.text())
                .collect::<Vec<_>>()
                .join(" ");
            match row.name.as_str() {
                "Action" => {
                    common.action = stated_value(&text).filter(|value| is_identifier(value))
                }
                "Version" => common.version = stated_value(&text).filter(|value| is_version(value)),
                _ => {
                    let required = match row.required {
                        Some(Required::Known(required)) => Some(required),
                        _ => None,
                    };
                    common.region = Some(region_rule(required, &text));
                    common.regions = only_regions(&text);
                }
            }
        }
        common
    }
}

fn is_common(name: &str) -> bool {
    matches!(name, "Action" | "Version" | "Region")
}

/// `公共参数，本接口取值：DescribeZones。`, `Common Params. The value used for this API: 2019- 07-19.`
fn stated_value(text: &str) -> Option<String> {
    let (_, value) = text.rsplit_once([':', '：'])?;
    let value: String = value
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '`')
        .collect();
    let value = value.trim_end_matches(['.', '。']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// `2017-03-12`.
fn is_version(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    parts.iter().map(|part| part.len()).eq([4, 2, 2])
        && value.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// `This API only supports: ap-guangzhou, ap-shanghai`.
fn only_regions(text: &str) -> Vec<String> {
    const LABELS: [&str; 4] = [
        "only supports:",
        "仅支持其中的:",
        "仅支持其中的：",
        "only supported in:",
    ];
    let Some(list) = LABELS
        .iter()
        .find_map(|label| text.split_once(label).map(|(_, list)| list))
    else {
        return Vec::new();
    };
    let words = list.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words
        .filter(|word| word.contains('-') && word.len() > 4)
        .map(str::to_owned)
        .collect()
}

/// The places of a page that name its action.
#[derive(Debug)]
struct ActionNames {
    /// Place and name, the surest first.
    named: Vec<(&'static str, String)>,
}

impl ActionNames {
    fn new(
        common: &CommonParameters,
        explorer: Option<&ExplorerLink>,
        unit: &Unit<'_>,
        description: &Description,
    ) -> Self {
        let mut named = Vec::new();
        named.extend(explorer.map(|link| ("API Explorer link", link.action.clone())));
        named.extend(common.action.clone().map(|action| ("Action row", action)));
        let title = unit.title_text();
        // Without a row or a link, a title counts only on a page that states a host.
        let is_action_page = !named.is_empty() || description.domain.is_some();
        if is_action_page && title.len() > 3 && looks_like_structure(title) {
            named.push(("title", title.to_owned()));
        }
        if named.is_empty() && is_action_page {
            named.extend(
                description
                    .action
                    .clone()
                    .map(|action| ("description", action)),
            );
        }
        Self { named }
    }

    /// The name that most places give; the surest one's where they are even.
    fn elected(&self) -> Option<String> {
        let votes = |name: &str| self.named.iter().filter(|(_, other)| other == name).count();
        let most = self.named.iter().map(|(_, name)| votes(name)).max()?;
        self.named
            .iter()
            .find(|(_, name)| votes(name) == most)
            .map(|(_, name)| name.clone())
    }

    fn contradictions(&self, elected: &str) -> Option<String> {
        let others = self.named.iter().filter(|(_, name)| name != elected);
        let named: Vec<String> = others
            .map(|(place, name)| format!("the {place} names `{name}`"))
            .collect();
        (!named.is_empty()).then(|| named.join(", "))
    }
}

/// The first label of the domain, without the edition's `intl`.
fn service_of(domain: Option<&str>, explorer: Option<&ExplorerLink>) -> String {
    let from_domain = domain
        .and_then(|domain| domain.split('.').next())
        .filter(|label| !label.is_empty());
    from_domain
        .map(str::to_owned)
        .or_else(|| explorer.map(|link| link.service.clone()))
        .unwrap_or_default()
}

fn page_language(sections: &Sections<'_>, rows: &[ParameterRow<'_>]) -> Language {
    let region = rows
        .iter()
        .filter(|row| is_common(&row.name))
        .flat_map(|row| &row.text);
    let common: String = region.map(|part| part.text()).collect();
    if !common.is_empty() {
        return language_of(&common);
    }
    let text: String = sections
        .lines(Section::Description)
        .iter()
        .map(|line| line.text)
        .collect();
    language_of(&text)
}

/// A page goes on to its error section; one that stops before was cut.
fn is_truncated(sections: &Sections<'_>) -> bool {
    !sections.has(Section::Errors)
}

/// A page that ends in a table ends within a row more often than not: its last row can't be trusted.
fn take_cut_row<'a>(
    sections: &Sections<'_>,
    input: &mut Vec<ParameterRow<'a>>,
    output: &mut Vec<ParameterRow<'a>>,
) -> Option<ParameterRow<'a>> {
    let later = [Section::Examples, Section::Resources, Section::Errors];
    if later.into_iter().any(|section| sections.has(section)) {
        return None;
    }
    let rows = if sections.has(Section::Output) {
        output
    } else {
        input
    };
    // Every output table ends with this row.
    let is_whole = rows
        .last()
        .is_some_and(|row| row.name == "RequestId" && row.type_words == "String");
    if is_whole { None } else { rows.pop() }
}

fn cut_row(file: &str, action: &str, row: &ParameterRow<'_>) -> Finding {
    let message = format!(
        "the page ends with the row `{}`, which may be incomplete and is left out",
        row.name
    );
    Finding::warning(file, row.line, "cut-row", action, message).help("scrape the page again")
}

fn report(
    file: &str,
    page: &ActionPage,
    sections: &Sections<'_>,
    input: &[ParameterRow<'_>],
    output: &[ParameterRow<'_>],
    damaged: &[DamagedRow],
    findings: &mut Vec<Finding>,
) {
    let name = &page.action.name;
    let at = page.action.sources.first().map_or(0, |source| source.line);
    for row in damaged {
        let message = format!("this table row can't be read: `{}`", row.text);
        findings.push(
            Finding::warning(file, row.line, "damaged-row", name, message)
                .help("compare with the live page"),
        );
    }
    for row in input
        .iter()
        .chain(output)
        .filter(|row| row.type_name.is_none())
    {
        let message = format!(
            "`{}` has the type `{}`, which is none",
            row.name, row.type_words
        );
        findings.push(
            Finding::warning(file, row.line, "unreadable-type", name, message)
                .help("set the type in overrides.yaml"),
        );
    }
    for (section, words) in [(Section::Input, "input"), (Section::Output, "output")] {
        if !sections.has(section) {
            let message = format!("the page has no {words} parameters section");
            findings.push(
                Finding::warning(file, at, "missing-section", name, message)
                    .help("the page is cut, or its layout is unknown"),
            );
        }
    }
    if page.action.version.is_empty() {
        findings.push(Finding::warning(
            file,
            at,
            "missing-version",
            name,
            "no API version is stated",
        ));
    }
    if page.action.service.is_empty() {
        findings.push(Finding::warning(
            file,
            at,
            "missing-domain",
            name,
            "no request domain is stated",
        ));
    }
}
