//! The same page gives the same facts in every format, except for the parts that a format loses.

use std::path::Path;

use extract::{ActionPage, Facts, extract};
use spec::{Localized, Lost, Member, Required};

fn facts(file: &str) -> Facts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../document/tests/documents")
        .join(file);
    let bytes = std::fs::read(path).unwrap();
    extract(&document::read(file, &bytes, None).unwrap())
}

fn page(file: &str) -> ActionPage {
    let mut facts = facts(file);
    assert_eq!(facts.actions.len(), 1, "{file}: {:#?}", facts.findings);
    facts.actions.remove(0)
}

/// A part of the page that a format has lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Loss {
    /// The title of the page.
    Title,
    /// The items of lists.
    Items,
    /// The line breaks inside cells, which separate values from text.
    Breaks,
    /// The cells of the "required" column.
    Flags,
    /// A row whose name equals its type.
    TwinRow,
    /// The request domain.
    Domain,
}

use Loss::{Breaks, Domain, Flags, Items, Title, TwinRow};

const ENGLISH: [(&str, &[Loss]); 15] = [
    ("en/international.html", &[]),
    ("en/fragment.html", &[Title]),
    ("en/l-source.md", &[Title]),
    ("en/l-source-bold.md", &[Title]),
    ("en/a-pipe-trailing.txt", &[Title, Items, Breaks]),
    ("en/b-pipe-leading.txt", &[Title, Breaks]),
    ("en/d-flat.txt", &[]),
    ("en/e-indented.txt", &[]),
    ("en/f-leak.txt", &[]),
    ("en/h-exploded.txt", &[Title]),
    ("en/i-bare-lines.txt", &[Title]),
    ("en/n-shell-ko.txt", &[]),
    ("en/n-shell-twice.txt", &[]),
    ("en/o-2019.txt", &[]),
    ("en/o-2019-damaged.txt", &[Domain]),
];

const CHINESE: [(&str, &[Loss]); 7] = [
    ("zh/site.html", &[]),
    ("zh/k-turndown.md", &[]),
    ("zh/m-tabs.txt", &[]),
    ("zh/c-pipe-trailing.txt", &[Title, Breaks]),
    ("zh/c-request-twice.txt", &[Title, Breaks]),
    ("zh/g-flat.txt", &[Flags]),
    ("zh/i-bare-lines.txt", &[Title, Flags, TwinRow]),
];

#[test]
fn all_formats_give_the_same_facts() {
    for states in [&ENGLISH[..], &CHINESE[..]] {
        let whole = page(states[0].0);
        assert_eq!(whole.action.input.len(), 7);
        for (file, losses) in states {
            compare(file, losses, &page(file), &whole);
        }
    }
}

fn compare(file: &str, losses: &[Loss], page: &ActionPage, whole: &ActionPage) {
    let lost = |loss| losses.contains(&loss);
    let (action, expected) = (&page.action, &whole.action);
    assert_eq!(action.name, expected.name, "{file}");
    assert_eq!(action.version, expected.version, "{file}");
    assert_eq!(action.rate_limit, expected.rate_limit, "{file}");
    assert_eq!(action.region, expected.region, "{file}");
    assert_eq!(action.errors, expected.errors, "{file}");
    assert_eq!(page.language, whole.language, "{file}");
    if lost(Domain) {
        assert_eq!(action.domain, None, "{file}");
    } else {
        assert_eq!(action.service, expected.service, "{file}");
        assert_eq!(action.domain, expected.domain, "{file}");
    }
    if lost(Title) {
        assert!(action.title.is_empty(), "{file}: {:?}", action.title);
    } else {
        assert_eq!(action.title, expected.title, "{file}");
        let updated = |action: &spec::Action| action.sources[0].updated.clone();
        assert_eq!(updated(action), updated(expected), "{file}");
    }
    compare_members(file, losses, &action.input, &expected.input);
    compare_members(file, losses, &action.output, &expected.output);
    compare_examples(file, page, whole);
}

fn compare_members(file: &str, losses: &[Loss], members: &[Member], expected: &[Member]) {
    let lost = |loss| losses.contains(&loss);
    let is_twin = |member: &Member| lost(TwinRow) && member.name == member.type_name.to_string();
    let expected: Vec<&Member> = expected.iter().filter(|member| !is_twin(member)).collect();
    let names = |members: &[&Member]| {
        members
            .iter()
            .map(|member| member.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&members.iter().collect::<Vec<_>>()),
        names(&expected),
        "{file}"
    );
    for (member, expected) in members.iter().zip(expected) {
        let place = format!("{file}: {}", member.name);
        assert_eq!(member.type_name, expected.type_name, "{place}");
        assert_eq!(member.nullable, expected.nullable, "{place}");
        assert_eq!(member.default, expected.default, "{place}");
        if lost(Flags) {
            let lost_flag = expected.required.map(|_| Required::Lost(Lost::Unknown));
            assert_eq!(member.required, lost_flag, "{place}");
        } else {
            assert_eq!(member.required, expected.required, "{place}");
        }
        // The row above a lost twin row also has the twin's text.
        let is_above_twin = lost(TwinRow) && member.name == "Protocol";
        if !lost(Items) && !is_above_twin {
            assert_eq!(squeezed(&member.doc), squeezed(&expected.doc), "{place}");
        }
        if !lost(Items) && !lost(Breaks) {
            let values = |member: &Member| {
                member
                    .values
                    .iter()
                    .map(|value| value.value.clone())
                    .collect::<Vec<_>>()
            };
            assert_eq!(values(member), values(expected), "{place}");
        }
    }
}

fn compare_examples(file: &str, page: &ActionPage, whole: &ActionPage) {
    let (examples, expected) = (&page.action.examples, &whole.action.examples);
    assert_eq!(examples.len(), expected.len(), "{file}");
    for (example, expected) in examples.iter().zip(expected) {
        assert_eq!(
            squeezed(&example.title),
            squeezed(&expected.title),
            "{file}"
        );
        assert_eq!(squeezed(&example.doc), squeezed(&expected.doc), "{file}");
        assert_eq!(
            example.request, expected.request,
            "{file}: {:?}",
            example.request_invalid
        );
        assert_eq!(
            example.response, expected.response,
            "{file}: {:?}",
            example.response_invalid
        );
    }
}

/// Returns a text without white space, list and code marks, and with narrow punctuation.
fn squeezed(text: &Localized) -> String {
    let text = text.preferred().unwrap_or_default().replace("\n- ", "\n");
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '`')
        .map(|c| match c {
            '，' => ',',
            '：' => ':',
            c => c,
        })
        .collect()
}

#[test]
fn explorer_links_survive_with_links() {
    for file in [
        "en/international.html",
        "en/l-source.md",
        "zh/site.html",
        "zh/k-turndown.md",
    ] {
        let page = page(file);
        assert_eq!(
            page.explorer.map(|link| link.action).as_deref(),
            Some("DescribeBridges"),
            "{file}"
        );
        assert_eq!(page.linked_structures, ["Filter", "Bridge"], "{file}");
    }
}

#[test]
fn text_page_of_a_retired_api_is_read() {
    let facts = facts("zh/p-version-2.txt");
    let action = &facts.actions[0].action;
    assert_eq!(action.name, "DescribeBridges");
    assert_eq!(
        (action.service.as_str(), action.version.as_str()),
        ("bridge-v2", "unversioned")
    );
    assert_eq!(action.domain.as_deref(), Some("bridge.api.qcloud.com"));
    let names = |members: &[spec::Member]| -> Vec<String> {
        members
            .iter()
            .map(|member| format!("{}: {}", member.name, member.type_name))
            .collect()
    };
    assert_eq!(names(&action.input), ["bridgeId: String", "limit: Integer"]);
    assert_eq!(names(&action.output), ["code: Integer", "message: String"]);
    let request = action.examples[0].request.as_ref();
    assert_eq!(
        request.unwrap(),
        &serde_json::json!({"bridgeId": "brg-aaaa1111"})
    );
}

#[test]
fn glued_page_has_its_certain_rows_and_findings_about_the_others() {
    let facts = facts("en/j-glued.txt");
    let action = &facts.actions[0].action;
    let rows = |members: &[spec::Member]| -> Vec<String> {
        let show = |member: &spec::Member| format!("{}: {}", member.name, member.type_name);
        members.iter().map(show).collect()
    };
    assert_eq!(
        rows(&action.input),
        [
            "VpcId: String",
            "BridgeIds: Array of String",
            "Protocol: String",
            "Order: String",
            "Limit: Integer"
        ]
    );
    assert_eq!(
        rows(&action.output),
        ["TotalCount: Integer", "RequestId: String"]
    );
    let rules: Vec<&str> = facts
        .findings
        .iter()
        .map(|finding| finding.rule.name)
        .collect();
    assert!(
        rules.contains(&"glued-cells") && rules.contains(&"unread-text"),
        "{rules:?}"
    );
}

/// Truncates pages anywhere. Their facts must be true, but needn't be complete.
#[test]
fn truncated_pages_state_nothing_false() {
    for (file, _) in ENGLISH.iter().chain(&CHINESE) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../document/tests/documents")
            .join(file);
        let text = std::fs::read_to_string(path).unwrap();
        let format = document::format_of(&text);
        let whole = page(file);
        let cuts = text.char_indices().map(|(index, _)| index).step_by(173);
        let line_ends = text.match_indices('\n').map(|(index, _)| index).step_by(3);
        for end in cuts.chain(line_ends) {
            let Ok(document) = document::read(file, &text.as_bytes()[..end], Some(format)) else {
                continue;
            };
            if let Some(page) = extract(&document).actions.first() {
                assert_part_of(&format!("{file} truncated at {end}"), page, &whole);
            }
        }
    }
}

fn assert_part_of(context: &str, page: &ActionPage, whole: &ActionPage) {
    let (action, whole) = (&page.action, &whole.action);
    assert_eq!(action.name, whole.name, "{context}");
    for (members, whole) in [
        (&action.input, &whole.input),
        (&action.output, &whole.output),
    ] {
        assert!(members.len() <= whole.len(), "{context}");
        for (member, whole) in members.iter().zip(whole) {
            assert_eq!(member.name, whole.name, "{context}");
            assert_eq!(
                member.type_name, whole.type_name,
                "{context}: {}",
                member.name
            );
            assert_eq!(
                member.required, whole.required,
                "{context}: {}",
                member.name
            );
        }
    }
    // In some manuals a code fills its line, so the last one may be truncated.
    let sure = action.errors.len().saturating_sub(1);
    assert_eq!(action.errors[..sure], whole.errors[..sure], "{context}");
    for (example, whole) in action.examples.iter().zip(&whole.examples) {
        assert!(
            example.request.is_none() || example.request == whole.request || is_query(example),
            "{context}"
        );
        assert!(
            example.response.is_none() || example.response == whole.response,
            "{context}"
        );
    }
}

/// Returns whether the request is a query, which may be truncated anywhere and still parse.
fn is_query(example: &spec::Example) -> bool {
    example.request_form == Some(spec::RequestForm::Query)
}
