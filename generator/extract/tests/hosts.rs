//! An action is sent to the host that its own page documents, and stays an action of its service.

use document::Format;
use merge::{SourceFacts, merge};
use sources::SourceEntry;

/// A page of a service that answers one of its actions at a host for models.
fn page(action: &str, host: &str) -> SourceFacts {
    let file = format!("{action}.md");
    let yaml = format!("{{file: {file}, service: es, language: en, format: markdown, sha256: x}}");
    let entry: SourceEntry = serde_yaml::from_str(&yaml).unwrap();
    let text = format!(
        "## 1. API Description

Domain name for API request: {host}.

This API is used to talk.

A maximum of 20 requests can be initiated per second for this API.

## 2. Input Parameters

| Parameter Name | Required | Type | Description |
|---------|---------|---------|---------|
| Action | Yes | String | Common Params. The value used for this API: {action}. |
| Version | Yes | String | Common Params. The value used for this API: 2025-01-01. |
| Question | Yes | String | The question. |

## 3. Output Parameters

| Parameter Name | Type | Description |
|---------|---------|---------|
| RequestId | String | The unique request ID. |
"
    );
    let document = document::read(&file, text.as_bytes(), Some(Format::Markdown)).unwrap();
    SourceFacts {
        entry,
        facts: extract::extract(&document),
    }
}

#[test]
fn a_host_of_models_is_the_actions_own_and_not_the_services() {
    let merged = merge(vec![
        page("ListModels", "es.tencentcloudapi.com"),
        page("ListFiles", "es.tencentcloudapi.com"),
        page("ChatCompletions", "es.ai.tencentcloudapi.com"),
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
        let text = &crate_files[&format!("src/es/v20250101/actions/{action}.rs")];
        // The service is what the signature is for.
        assert!(text.contains("service: \"es\","), "{text}");
        assert!(text.contains(&format!("endpoint: \"{host}\",")), "{text}");
    }
}

#[test]
fn a_service_known_by_its_host_of_models_alone_keeps_its_name() {
    let merged = merge(vec![page(
        "ChatCompletions",
        "es.ai.internal.tencentcloudapi.com",
    )]);
    assert_eq!(merged.specs[0].service.name, "es");
}
