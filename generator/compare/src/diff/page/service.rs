//! One service on the page: its changes by the page or chapter that they stand on.

use maud::{Markup, html};

use super::change::{change, consequence};
use super::verdict;
use crate::diff::note::{owner_words, section_of};
use crate::diff::{Change, Owner, ServiceDiff};
use html_page::{Fold, badge, fold, web_link};

pub(super) fn service(service: &ServiceDiff) -> Markup {
    let groups = service
        .changes
        .chunk_by(|one, other| one.on.owner() == other.on.owner());
    html! {
        div data-group {
            h3 class="service" {
                (service.service) " " span class="muted" { (service.version) } " " (verdict(service.verdict))
            }
            @for changes in groups { (group(service, changes)) }
            @if !service.consequences.is_empty() { (beyond(service)) }
        }
    }
}

/// The changes on one page or in one chapter; what breaks is open from the start.
fn group(service: &ServiceDiff, changes: &[Change]) -> Markup {
    let owner = changes
        .first()
        .map_or(Owner::Service, |change| change.on.owner());
    let url = changes
        .iter()
        .filter_map(|change| change.place.as_ref()?.url.as_deref())
        .next();
    let mut kinds: Vec<_> = changes.iter().map(section_of).collect();
    kinds.sort_unstable();
    let counts = kinds
        .chunk_by(|one, other| one == other)
        .filter_map(|same| {
            let (tone, word) = super::look(*same.first()?);
            Some(badge(tone, &format!("{} {word}", same.len())))
        });
    let inside = html! {
        @if let Some(url) = url {
            p class="source" { (web_link(url, "Page of the documentation")) }
        }
        @for one in worst_first(changes) { (change(&service.service, one)) }
    };
    html! {
        div data-group {
            (fold(&Fold {
                id: None,
                summary: html! {
                    span class="grow" { (super::change::words(&owner_words(owner))) }
                    @for count in counts { (count) }
                },
                inside,
                open: true,
            }))
        }
    }
}

fn worst_first(changes: &[Change]) -> Vec<&Change> {
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sorted.sort_by_key(|change| section_of(change));
    sorted
}

/// What happens to items of the crate whose own documentation did not change.
fn beyond(service: &ServiceDiff) -> Markup {
    html! {
        div data-group {
            (fold(&Fold {
                id: None,
                summary: html! { span class="grow" { "In the crate, as a consequence" } },
                inside: html! {
                    @for impact in &service.consequences { (consequence(&service.service, impact)) }
                },
                open: true,
            }))
        }
    }
}
