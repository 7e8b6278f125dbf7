//! Tests that specs survive a round trip through YAML, whatever their texts contain.

use proptest::prelude::*;
use spec::{
    Action, Asynchronous, Catalogue, CatalogueEntry, Change, ChangeKind, Deprecated,
    DeprecationSource, Envelope, ErrorCode, Example, Inferred, Language, Localized, Lost, Member,
    MemberChanges, Protocol, Region, RegionRule, Release, ReplacedBy, ReplacementSource,
    RequestForm, Required, Scalar, Sensitive, SensitivitySource, Service, ServiceSpec, Source,
    Structure, TypeName, Value, Wait, parse_tree, render_tree,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn parsed_specs_equal_rendered_specs(spec in service_spec()) {
        let files = render_tree(std::slice::from_ref(&spec)).unwrap();
        let again = parse_tree("specs", &files).unwrap();
        prop_assert_eq!(&again, &[spec]);
        prop_assert_eq!(render_tree(&again).unwrap(), files);
    }
}

/// Generates texts with all characters and words that have a meaning in YAML.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,20}",
        "\\PC{0,12}",
        "[ \t\r\n:#'\"|>*&!%@`{}\\[\\],?-]{0,8}",
        "(yes|no|null|~|true|1e3|0x1f|1_000|\\.inf|2020-01-01|- a|a: b|\u{a0}b |示例值：“x”\n\n  - y\n)",
        "[a-z\n ]{0,30}",
    ]
}

fn localized() -> impl Strategy<Value = Localized> {
    let language = proptest::sample::select(Language::ALL.to_vec());
    proptest::collection::btree_map(language, text(), 0..4).prop_map(|texts| {
        let mut localized = Localized::default();
        for (language, text) in texts {
            localized.set(language, text);
        }
        localized
    })
}

fn type_name() -> impl Strategy<Value = TypeName> {
    let leaf = prop_oneof![
        proptest::sample::select(Scalar::ALL.to_vec()).prop_map(TypeName::Scalar),
        "[A-Z][A-Za-z0-9_]{6,9}".prop_map(TypeName::Structure),
    ];
    leaf.prop_recursive(2, 3, 1, |inner| {
        inner.prop_map(|element| TypeName::Array(Box::new(element)))
    })
}

fn required() -> impl Strategy<Value = Option<Required>> {
    proptest::sample::select(vec![
        None,
        Some(Required::Known(true)),
        Some(Required::Known(false)),
        Some(Required::Lost(Lost::Unknown)),
    ])
}

fn inferred() -> impl Strategy<Value = Option<Inferred>> {
    proptest::sample::select(vec![None, Some(Inferred::Example), Some(Inferred::Prose)])
}

fn member() -> impl Strategy<Value = Member> {
    let facts = (type_name(), required(), any::<bool>(), localized());
    let extras = (
        proptest::option::of(text()),
        proptest::option::of(text()),
        proptest::collection::vec((text(), localized()), 0..3),
        inferred(),
    );
    let marks = (proptest::option::of(deprecated()), any::<Option<bool>>());
    (facts, extras, marks).prop_map(|(facts, extras, (deprecated, by_name))| {
        let (type_name, required, nullable, doc) = facts;
        let (example, default, values, inferred) = extras;
        let value = |(value, doc)| Value {
            value,
            doc,
            deprecated: deprecated.clone(),
        };
        Member {
            required,
            nullable,
            doc,
            example,
            default,
            values: values.into_iter().map(value).collect(),
            sensitive: by_name.map(|by_name| Sensitive {
                inferred: by_name.then_some(SensitivitySource::Name),
            }),
            inferred,
            deprecated,
            ..Member::new("", type_name)
        }
    })
}

fn deprecated() -> impl Strategy<Value = Deprecated> {
    let sources = vec![
        None,
        Some(DeprecationSource::Prose),
        Some(DeprecationSource::History),
    ];
    let facts = (
        localized(),
        proptest::option::of(text()),
        proptest::sample::select(sources),
    );
    facts.prop_map(|(note, since, inferred)| Deprecated {
        note,
        since,
        inferred,
    })
}

/// Generates members with distinct names.
fn members() -> impl Strategy<Value = Vec<Member>> {
    proptest::collection::vec(member(), 0..4).prop_map(|mut members| {
        for (index, member) in members.iter_mut().enumerate() {
            member.name = format!("Member{index}");
        }
        members
    })
}

/// Generates JSON with an outer object, as on every page.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<u64>().prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        text().prop_map(serde_json::Value::from),
    ];
    let tree = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            proptest::collection::btree_map(text(), inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    });
    tree.prop_map(|value| serde_json::json!({ "Response": value }))
}

fn source() -> impl Strategy<Value = Source> {
    (
        text(),
        any::<usize>(),
        proptest::option::of(text()),
        proptest::option::of(text()),
        any::<bool>(),
    )
        .prop_map(|(file, line, updated, url, truncated)| Source {
            file,
            line,
            updated,
            url,
            truncated,
        })
}

fn example() -> impl Strategy<Value = Example> {
    let texts = (localized(), localized());
    let request = (
        proptest::sample::select(vec![
            None,
            Some(RequestForm::Json),
            Some(RequestForm::Query),
        ]),
        proptest::option::of(json()),
        proptest::option::of(text()),
    );
    (texts, request, proptest::option::of(json()), text()).prop_map(
        |((title, doc), (request_form, request, request_raw), response, words)| Example {
            title,
            doc,
            request_form,
            request_action: None,
            request,
            request_raw,
            request_invalid: Some(words.clone()),
            response,
            response_raw: Some(words.clone()),
            response_invalid: Some(words),
            file: None,
            line: 7,
        },
    )
}

fn action() -> impl Strategy<Value = Action> {
    let rules = vec![
        None,
        Some(RegionRule::Required),
        Some(RegionRule::Optional),
        Some(RegionRule::Unused),
    ];
    let head = (
        localized(),
        localized(),
        proptest::option::of(text()),
        proptest::option::of(any::<u32>()),
        (proptest::sample::select(rules), inferred()),
    );
    let body = (
        members(),
        members(),
        proptest::collection::vec("[A-Z][a-z.]{0,9}|No|2017-03-12|_9|名称", 0..3),
        proptest::collection::vec(example(), 0..2),
        proptest::collection::vec(source(), 0..3),
    );
    (head, body).prop_map(
        |(
            (title, doc, domain, rate_limit, (region, inferred)),
            (input, output, errors, examples, sources),
        )| {
            let wait = Wait {
                id: domain.clone(),
                success: errors.clone(),
                inferred,
                sentence: doc.clone(),
                ..Wait::default()
            };
            Action {
                replaced_by: rate_limit.map(|_| Box::new(replaced_by(doc.clone(), inferred))),
                asynchronous: inferred.map(|source| match source {
                    Inferred::Example => Asynchronous::Single,
                    Inferred::Prose => Asynchronous::ByResource,
                }),
                wait: rate_limit.map(|_| Box::new(wait)),
                name: String::new(),
                service: "cvm".to_owned(),
                version: "2017-03-12".to_owned(),
                title,
                doc,
                domain,
                inferred,
                rate_limit,
                region,
                regions: errors.clone(),
                input,
                output,
                errors,
                examples,
                sources,
                deprecated: None,
            }
        },
    )
}

fn replaced_by(why: Localized, inferred: Option<Inferred>) -> ReplacedBy {
    ReplacedBy {
        service: "cvm".to_owned(),
        version: "2017-03-12".to_owned(),
        action: "RunInstances".to_owned(),
        why,
        inferred: inferred.map(|source| match source {
            Inferred::Example => ReplacementSource::Name,
            Inferred::Prose => ReplacementSource::Title,
        }),
    }
}

fn structure() -> impl Strategy<Value = Structure> {
    let facts = (localized(), members(), inferred(), source());
    (facts, proptest::option::of(deprecated())).prop_map(|(facts, deprecated)| {
        let (doc, members, inferred, source) = facts;
        Structure {
            name: String::new(),
            doc,
            members,
            deprecated,
            used_by: vec!["A".to_owned()],
            inferred,
            sources: vec![source],
        }
    })
}

fn service() -> impl Strategy<Value = Service> {
    let envelopes = vec![None, Some(Envelope::Response), Some(Envelope::Code)];
    let envelope = proptest::sample::select(envelopes);
    let facts = (localized(), text(), source(), envelope);
    facts.prop_map(|(words, text, source, envelope)| {
        let changes = MemberChanges {
            added: vec![text.clone()],
            ..MemberChanges::default()
        };
        Service {
            name: "cvm".to_owned(),
            version: "2017-03-12".to_owned(),
            title: words.clone(),
            doc: words.clone(),
            endpoint: Some(text.clone()),
            protocol: envelope.map_or(Protocol::Tc3, |_| Protocol::V2),
            path: envelope.map(|_| text.clone()),
            envelope,
            regions: vec![Region {
                id: text.clone(),
                name: words.clone(),
            }],
            catalogue: vec![Catalogue {
                group: words.clone(),
                actions: vec![CatalogueEntry {
                    name: text.clone(),
                    title: words,
                    rate_limit: Some(20),
                    url: None,
                    file: None,
                    line: 3,
                }],
            }],
            history: vec![Release {
                number: Some(1),
                date: Some(text.clone()),
                changes: vec![Change {
                    kind: ChangeKind::ChangedAction,
                    name: text,
                    input: changes.clone(),
                    output: MemberChanges::default(),
                    members: changes,
                }],
                file: None,
                line: 9,
            }],
            sources: vec![source],
        }
    })
}

fn service_spec() -> impl Strategy<Value = ServiceSpec> {
    (
        service(),
        proptest::collection::vec(action(), 0..3),
        proptest::collection::vec(structure(), 0..3),
        proptest::collection::vec((localized(), any::<bool>(), any::<Option<i64>>()), 0..3),
    )
        .prop_map(|(service, mut actions, mut structures, errors)| {
            for (index, action) in actions.iter_mut().enumerate() {
                action.name = format!("Action{index}");
            }
            for (index, structure) in structures.iter_mut().enumerate() {
                structure.name = format!("Structure{index}");
            }
            let errors = errors.into_iter().enumerate();
            ServiceSpec {
                service,
                actions,
                structures,
                errors: errors
                    .map(|(index, (doc, common, number))| ErrorCode {
                        code: format!("Code.{index}"),
                        number,
                        doc,
                        common,
                        ..ErrorCode::default()
                    })
                    .collect(),
                ..ServiceSpec::default()
            }
        })
}

#[test]
fn breaks_beyond_ascii_stay_inside_blocks() {
    for separator in ['\u{85}', '\u{2028}', '\u{2029}'] {
        for text in [
            format!("</\n{separator}\n</\n\"Cpu\": 32,\n\"Day\": 2020-01-01"),
            format!("a{separator}\nno: yes\n{separator}{separator}\n  on: 1"),
            format!("{separator}\n\nyes: no"),
        ] {
            let list = vec![text];
            let yaml = spec::yaml::print(&list).unwrap();
            let read: Vec<String> = serde_yaml::from_str(&yaml).unwrap();
            assert_eq!(read, list, "{yaml}");
        }
    }
}
