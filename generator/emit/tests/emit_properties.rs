//! Emitted files are valid Rust for any page: text stays in comments and literals, and names are
//! distinct identifiers.

use std::collections::BTreeSet;

use proptest::prelude::*;

/// Names and texts: any characters, and pieces with a meaning in Rust or Markdown.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[A-Za-z0-9_.-]{0,8}",
        prop::sample::select(vec![
            "*/",
            "/*",
            "\"#",
            "`",
            "```",
            "#[test]",
            "[x](y)",
            "<b>",
            "../",
            "\\",
            "\n",
            "\r",
            "- ",
            "type",
            "Self",
            "Type",
            "{}",
            "https://a.b/",
            "\u{202e}",
            "//!",
            "r#\"",
            "'",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn localized() -> impl Strategy<Value = spec::Localized> {
    (words(), any::<bool>()).prop_map(|(text, english)| {
        let language = if english {
            spec::Language::En
        } else {
            spec::Language::Zh
        };
        spec::Localized::new(language, text)
    })
}

fn type_name() -> impl Strategy<Value = spec::TypeName> {
    let scalar = prop::sample::select(spec::Scalar::ALL.to_vec()).prop_map(spec::TypeName::Scalar);
    let element = prop_oneof![scalar, words().prop_map(spec::TypeName::Structure)];
    (element, 0..3).prop_map(|(element, lists)| {
        (0..lists).fold(element, |element, _| {
            spec::TypeName::Array(Box::new(element))
        })
    })
}

fn member() -> impl Strategy<Value = spec::Member> {
    let texts = (words(), localized(), words(), words(), words());
    (texts, type_name(), any::<bool>()).prop_map(
        |((name, doc, example, default, value_text), type_name, required)| {
            let deprecated = required.then(|| spec::Deprecated {
                note: doc.clone(),
                since: Some(default.clone()),
                inferred: None,
            });
            let value = |value| spec::Value {
                value,
                doc: doc.clone(),
                deprecated: deprecated.clone(),
            };
            spec::Member {
                required: Some(spec::Required::Known(required)),
                nullable: required,
                values: vec![value(value_text), value("A".to_owned())],
                doc: doc.clone(),
                example: Some(example),
                default: Some(default),
                deprecated,
                ..spec::Member::new(name, type_name)
            }
        },
    )
}

fn members() -> impl Strategy<Value = Vec<spec::Member>> {
    prop::collection::vec(member(), 0..4)
}

fn action() -> impl Strategy<Value = spec::Action> {
    let texts = (words(), localized(), words(), words(), words());
    (texts, members(), members()).prop_map(|((name, doc, domain, error, sent), input, output)| {
        let body = input
            .iter()
            .map(|member| (member.name.clone(), sent.clone().into()));
        let body = serde_json::Value::Object(body.collect());
        let example = spec::Example {
            title: doc.clone(),
            request: Some(body.clone()),
            response: Some(body),
            ..spec::Example::default()
        };
        spec::Action {
            name,
            doc,
            domain: Some(domain),
            errors: vec![error],
            input,
            output,
            examples: vec![example],
            ..spec::Action::default()
        }
    })
}

fn structure() -> impl Strategy<Value = spec::Structure> {
    (words(), localized(), members()).prop_map(|(name, doc, members)| spec::Structure {
        name,
        doc,
        members,
        ..spec::Structure::default()
    })
}

fn service() -> impl Strategy<Value = spec::ServiceSpec> {
    let actions = prop::collection::vec(action(), 0..3);
    let structures = prop::collection::vec(structure(), 0..4);
    (words(), localized(), actions, structures).prop_map(|(name, title, actions, structures)| {
        let entry = |action: &spec::Action| spec::CatalogueEntry {
            name: action.name.clone(),
            title: action.doc.clone(),
            ..spec::CatalogueEntry::default()
        };
        // Two groups, so that the last action may be in none.
        let group = |actions: &[spec::Action]| spec::Catalogue {
            group: title.clone(),
            actions: actions.iter().map(entry).collect(),
        };
        let catalogue = actions.chunks(1).take(2).map(group).collect();
        spec::ServiceSpec {
            service: spec::Service {
                name,
                version: "2017-03-12".to_owned(),
                title: title.clone(),
                doc: title,
                catalogue,
                ..spec::Service::default()
            },
            actions,
            structures,
            ..spec::ServiceSpec::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_spec_becomes_rust(spec in service()) {
        let model = lower::lower(&[spec]).unwrap();
        let files = emit::emit(&model);
        let mut seen = BTreeSet::new();
        for (path, text) in &files {
            let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
            prop_assert!(path.chars().all(plain) && !path.contains(".."), "{path}");
            prop_assert!(seen.insert(path.to_lowercase()), "{path} differs from another path only in case");
            if path.ends_with(".rs") {
                let file = syn::parse_file(text);
                prop_assert!(file.is_ok(), "{path}: {:?}\n{text}", file.err());
            }
        }
        prop_assert!(files == emit::emit(&model));
    }
}
