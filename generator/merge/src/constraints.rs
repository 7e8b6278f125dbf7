//! Constraints and filters: those of two editions become one list.

use crate::edition::Pair;
use crate::members::merge_values;
use spec::{Constraint, Filter};

/// Merges the older constraints into the newer ones, aspect by aspect. They come from running text,
/// so editions may state more or fewer. `kept` says whether those of the older page count that the
/// newer one doesn't state.
pub(crate) fn merge(
    place: &str,
    newer: &mut Vec<Constraint>,
    older: Vec<Constraint>,
    kept: bool,
    pair: &mut Pair<'_>,
) {
    for constraint in older {
        let known = newer
            .iter_mut()
            .find(|known| known.limit.is_same_aspect(&constraint.limit));
        match known {
            Some(known) if known.limit == constraint.limit => {
                known.sentence.fill(constraint.sentence);
            }
            Some(known) => {
                let (kept, other) = (known.limit.to_string(), constraint.limit.to_string());
                pair.report_difference(&format!("limit of {place}"), &kept, &other);
            }
            None if kept => newer.push(constraint),
            None => {}
        }
    }
}

/// Merges the older filters into the newer ones, by name.
pub(crate) fn merge_filters(newer: &mut Vec<Filter>, older: Vec<Filter>, kept: bool) {
    for filter in older {
        match newer.iter_mut().find(|known| known.name == filter.name) {
            Some(known) => {
                known.doc.fill(filter.doc);
                known.type_name = known.type_name.take().or(filter.type_name);
                let kept = known.values.is_empty() || kept;
                merge_values(&mut known.values, filter.values, kept);
            }
            None if kept => newer.push(filter),
            None => {}
        }
    }
}
