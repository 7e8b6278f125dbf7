//! Which service a file describes: its own actions tell, else those of its neighbours.

use super::Candidate;
use crate::page::majority;

/// The service of each file, as far as one is told.
///
/// A chapter takes the service of most actions in its folder, with all folders in it; where they disagree
/// or there are none, that of the folder above, up to the one that was named.
pub(super) fn of_all(candidates: &[Candidate], given: Option<&str>) -> Vec<Option<String>> {
    let own: Vec<(&[String], &str)> = candidates
        .iter()
        .filter_map(|of| Some((of.found.folders.as_slice(), of.page.service.as_deref()?)))
        .collect();
    let of_neighbours = |folders: &[String]| {
        (0..=folders.len()).rev().find_map(|depth| {
            let folder = folders.get(..depth)?;
            let near = own.iter().filter(|(of, _)| of.starts_with(folder));
            majority(near.map(|(_, service)| *service)).map(str::to_owned)
        })
    };
    let service = |candidate: &Candidate| {
        let own = candidate.page.service.clone();
        own.or_else(|| given.map(str::to_owned))
            .or_else(|| of_neighbours(&candidate.found.folders))
    };
    candidates.iter().map(service).collect()
}
