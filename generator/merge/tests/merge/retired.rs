//! Retired APIs: the pages and chapters of all parts of a product become one service beside it.

use crate::{of_chapters, of_pages, page};
use extract::{ActionPage, Content, Retired};
use merge::merge;
use spec::{Action, Envelope, Language, Localized, Protocol, Region, UNVERSIONED};

/// Returns a page of the part of a product that the label of its host names.
fn retired(label: &str, name: &str, version: &str, envelope: Envelope) -> ActionPage {
    let edit = |action: &mut Action| {
        action.name = name.to_owned();
        action.service = format!("{label}-v2");
        action.version = version.to_owned();
        action.domain = Some(format!("{label}.api.qcloud.com"));
    };
    ActionPage {
        retired: Some(Retired {
            path: "/v2/index.php".to_owned(),
            envelope,
        }),
        ..page("old.txt", Language::Zh, "2019-01-01", edit)
    }
}

#[test]
fn parts_of_a_product_become_one_service_beside_it() {
    let pages = vec![
        page("old.txt", Language::Zh, "2025-01-01", |_| ()),
        retired("cvm", "RunInstances", "2017-03-12", Envelope::Response),
        retired("image", "SyncImages", "2017-03-12", Envelope::Response),
        retired("cvm", "RunInstances", UNVERSIONED, Envelope::Code),
        retired("dfw", "CreateSecurityGroup", UNVERSIONED, Envelope::Code),
    ];
    let merged = merge(vec![of_pages("old.txt", Language::Zh, pages)]);
    let found: Vec<_> = merged
        .specs
        .iter()
        .map(|spec| {
            let service = &spec.service;
            let names: Vec<&str> = spec
                .actions
                .iter()
                .map(|action| action.name.as_str())
                .collect();
            let path = service.path.as_deref();
            assert!(
                spec.actions
                    .iter()
                    .all(|action| action.service == service.name)
            );
            (
                service.name.as_str(),
                service.version.as_str(),
                (service.protocol, path, service.envelope),
                names,
            )
        })
        .collect();
    let path = Some("/v2/index.php");
    let framed = (Protocol::V2, path, Some(Envelope::Response));
    let coded = (Protocol::V2, path, Some(Envelope::Code));
    assert_eq!(
        found,
        [
            (
                "cvm",
                "2017-03-12",
                (Protocol::Tc3, None, None),
                vec!["RunInstances"]
            ),
            (
                "cvm-v2",
                "2017-03-12",
                framed,
                vec!["RunInstances", "SyncImages"]
            ),
            (
                "cvm-v2",
                UNVERSIONED,
                coded,
                vec!["CreateSecurityGroup", "RunInstances"]
            ),
        ]
    );
}

#[test]
fn chapter_of_a_retired_api_does_not_reach_the_current_one() {
    let pages = vec![
        page("a.txt", Language::Zh, "2025-01-01", |_| ()),
        retired("cvm", "RunInstances", UNVERSIONED, Envelope::Code),
    ];
    let regions = Content::Regions(vec![Region {
        id: "gz".to_owned(),
        name: Localized::new(Language::Zh, "广州"),
    }]);
    let mut chapters = of_chapters("b.txt", vec![regions]);
    for chapter in &mut chapters.facts.chapters {
        chapter.retired = true;
        chapter.version = Some(UNVERSIONED.to_owned());
    }
    let merged = merge(vec![of_pages("a.txt", Language::Zh, pages), chapters]);
    let regions: Vec<(&str, usize)> = merged
        .specs
        .iter()
        .map(|spec| (spec.service.name.as_str(), spec.service.regions.len()))
        .collect();
    assert_eq!(regions, [("cvm", 0), ("cvm-v2", 1)]);
}

#[test]
fn service_of_a_source_with_retired_pages_alone_has_one_suffix() {
    let pages = vec![retired("eip", "DescribeEip", UNVERSIONED, Envelope::Code)];
    let mut source = of_pages("eip.txt", Language::Zh, pages);
    source.entry.service = "eip-v2".to_owned();
    let merged = merge(vec![source]);
    let services = merged.specs.iter().map(|spec| spec.service.name.as_str());
    assert_eq!(services.collect::<Vec<_>>(), ["eip-v2"]);
}
