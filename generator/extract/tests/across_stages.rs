//! Checks that deprecations and hosts of pages reach the merged spec and the generated crate.

use document::Format;
use merge::{Merged, SourceFacts, merge};
use sources::SourceEntry;
use spec::{Action, Deprecated, DeprecationSource, Language, Localized};

/// Returns the facts of a Markdown file of the service `lake`.
fn source(file: &str, language: &str, updated: &str, text: &str) -> SourceFacts {
    source_of("lake", file, language, updated, text)
}

/// Returns the facts of a Markdown file of a service.
fn source_of(service: &str, file: &str, language: &str, updated: &str, text: &str) -> SourceFacts {
    let yaml = format!(
        "{{file: {file}, service: {service}, language: {language}, format: markdown, \
         updated: {updated}, sha256: x}}"
    );
    let entry: SourceEntry = serde_yaml::from_str(&yaml).unwrap();
    let document = document::read(file, text.as_bytes(), Some(Format::Markdown)).unwrap();
    let facts = extract::extract(&document);
    SourceFacts { entry, facts }
}

/// Returns an action page with these inputs, each a name and its description.
fn page(purpose: &str, inputs: &[(&str, &str)]) -> String {
    page_at("lake.tencentcloudapi.com", "DescribeLakes", purpose, inputs)
}

/// Returns an action page that states this host.
fn page_at(host: &str, action: &str, purpose: &str, inputs: &[(&str, &str)]) -> String {
    let rows: String = inputs
        .iter()
        .map(|(name, doc)| format!("| {name} | No | String | {doc} |\n"))
        .collect();
    format!(
        "## 1. API Description

Domain name for API request: {host}.

{purpose}

A maximum of 20 requests can be initiated per second for this API.

## 2. Input Parameters

| Parameter Name | Required | Type | Description |
|---------|---------|---------|---------|
| Action | Yes | String | Common Params. The value used for this API: {action}. |
| Version | Yes | String | Common Params. The value used for this API: 2021-05-20. |
{rows}
## 3. Output Parameters

| Parameter Name | Type | Description |
|---------|---------|---------|
| RequestId | String | The unique request ID. |
"
    )
}

/// Merges pages of one action.
fn merge_pages(pages: Vec<SourceFacts>) -> (Action, Merged) {
    let merged = merge(pages);
    let actions = &merged.specs[0].actions;
    assert_eq!(actions.len(), 1, "{:?}", merged.findings);
    (actions[0].clone(), merged)
}

fn marks(action: &Action) -> Vec<Option<Deprecated>> {
    let inputs = action.input.iter();
    inputs.map(|input| input.deprecated.clone()).collect()
}

fn prose(note: &str) -> Option<Deprecated> {
    Some(Deprecated {
        note: Localized::new(Language::En, note),
        since: None,
        inferred: Some(DeprecationSource::Prose),
    })
}

fn released(since: &str) -> Option<Deprecated> {
    Some(Deprecated {
        since: Some(since.to_owned()),
        inferred: Some(DeprecationSource::History),
        ..Deprecated::default()
    })
}

#[test]
fn sentences_mark_actions_and_members() {
    let text = page(
        "This API is used to query lakes. This API is deprecated. Please use `ListLakes` instead.",
        &[
            (
                "LakeId",
                "ID of the lake. This field is deprecated; use `LakeIds`.",
            ),
            (
                "State",
                "State. Valid values: `FULL`: full; `DEPRECATED`: deprecated",
            ),
        ],
    );
    let (action, merged) = merge_pages(vec![source("a.md", "en", "2024-01-01", &text)]);
    assert_eq!(
        action.deprecated,
        prose("This API is deprecated. Please use `ListLakes` instead")
    );
    assert_eq!(
        marks(&action),
        [prose("This field is deprecated; use `LakeIds`"), None]
    );
    let model = lower::lower(&merged.specs).unwrap();
    let lowered = &model.products[0].versions[0].actions[0];
    let note = Some("This API is deprecated. Please use `ListLakes` instead");
    assert_eq!(lowered.deprecated.as_deref(), note);
    assert_eq!(lowered.request.deprecated.as_deref(), note);
    assert_eq!(lowered.response.deprecated, None);
    let notes: Vec<_> = lowered
        .request
        .members
        .iter()
        .map(|member| &member.deprecated)
        .collect();
    assert!(notes[0].is_some() && notes[1].is_none(), "{notes:?}");
}

#[test]
fn mark_survives_only_other_editions_silence() {
    let plain = page("", &[("LakeId", "ID")]);
    let marked = page("", &[("LakeId", "This field is deprecated.")]);
    let english = || source("en.md", "en", "2024-01-01", &marked);
    let mut newer = source("mainland.md", "en", "2025-01-01", &plain);
    newer.entry.url = Some("https://cloud.tencent.com/document/api/1/2".to_owned());
    let (action, merged) = merge_pages(vec![english(), newer]);
    assert_eq!(marks(&action), [prose("This field is deprecated")]);
    let findings: Vec<String> = merged.findings.iter().map(ToString::to_string).collect();
    let said = "says that input `LakeId` is deprecated";
    assert!(
        findings.iter().any(|one| one.contains(said)),
        "{findings:?}"
    );

    let (action, _) = merge_pages(vec![english(), source("b.md", "en", "2025-01-01", &plain)]);
    assert_eq!(marks(&action), [None]);
}

#[test]
fn history_deprecation_marks_documented_members() {
    let history = "## Release 3

Release time: 2023-03-03 08:00:00

Modified APIs:

* [DescribeLakes](/document/api/9001/70004)
	* New input parameters: Back

## Release 2

Release time: 2022-02-02 08:00:00

Modified APIs:

* [DescribeLakes](/document/api/9001/70004)
	* **Deprecated input parameters:** Hidden, Gone, Back, Said

## Release 1

Release time: 2021-01-01 08:00:00

New APIs:

* [DescribeLakes](/document/api/9001/70004)
";
    let text = page(
        "",
        &[
            ("Gone", ""),
            ("Back", ""),
            ("Said", "Deprecated."),
            ("Plain", ""),
        ],
    );
    let sources = vec![
        source("page.md", "en", "2024-01-01", &text),
        source("history.md", "en", "2024-01-01", history),
    ];
    let (action, merged) = merge_pages(sources);
    assert_eq!(merged.specs[0].service.history.len(), 3);
    let date = "2022-02-02 08:00:00";
    let said = prose("Deprecated").map(|mark| Deprecated {
        since: Some(date.to_owned()),
        ..mark
    });
    assert_eq!(marks(&action), [released(date), None, said, None]);
    assert_eq!(
        action.deprecated, None,
        "a changed action is not deprecated"
    );
}

/// Returns the page of an action that the service `es` answers at this host.
fn model_page(action: &str, host: &str) -> SourceFacts {
    let text = page_at(
        host,
        action,
        "This API is used to talk.",
        &[("Question", "The question.")],
    );
    source_of("es", &format!("{action}.md"), "en", "2025-01-01", &text)
}

#[test]
fn action_keeps_its_documented_host() {
    let merged = merge(vec![
        model_page("ListModels", "es.tencentcloudapi.com"),
        model_page("ListFiles", "es.tencentcloudapi.com"),
        model_page("ChatCompletions", "es.ai.tencentcloudapi.com"),
    ]);
    assert_eq!(merged.specs.len(), 1, "one service: {:?}", merged.findings);
    let service = &merged.specs[0].service;
    assert_eq!(service.name, "es");
    assert_eq!(service.endpoint.as_deref(), Some("es.tencentcloudapi.com"));

    let crate_files = emit::emit(&lower::lower(&merged.specs).unwrap());
    for (action, host) in [
        ("chat_completions", "es.ai.tencentcloudapi.com"),
        ("list_models", "es.tencentcloudapi.com"),
    ] {
        let text = &crate_files[&format!("es/src/v20210520/actions/{action}.rs")];
        // The signature needs the service's name.
        assert!(text.contains("service: \"es\","), "{text}");
        assert!(text.contains(&format!("endpoint: \"{host}\",")), "{text}");
    }
}

#[test]
fn first_host_label_names_the_service() {
    let merged = merge(vec![model_page(
        "ChatCompletions",
        "es.ai.internal.tencentcloudapi.com",
    )]);
    assert_eq!(merged.specs[0].service.name, "es");
}
