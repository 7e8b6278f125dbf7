//! Rules about paging.

use crate::report::{Report, SpecRule, Spot};
use conform::Context;
use lower::{OffsetDoubt, OffsetUnit, documented_offset};
use spec::finding::{Nature, Rule};

pub(crate) const OFFSET: SpecRule = SpecRule {
    rule: Rule {
        name: "offset-of-pages",
        nature: Nature::Guess,
        explanation: "The text of `Offset` counts pages instead of items, or leaves open which. If \
                      it is clear, the paginator counts pages. If not, the action has no paginator \
                      until an override sets `paging`.",
    },
    check: check_offsets,
};

fn check_offsets(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        let spot = Spot::of_action(action);
        match documented_offset(action) {
            None | Some(OffsetUnit::Items) => {}
            Some(OffsetUnit::Pages { first }) => {
                let message = format!(
                    "the text of `Offset` says that it counts pages: the paginator counts them from {first}"
                );
                report.note(spot, &action.name, message);
            }
            Some(OffsetUnit::Unclear(doubt)) => {
                let message = format!(
                    "{}: the action has no paginator; set `paging` in overrides.yaml to the style \
                     `offset`, `page` or `none`",
                    reason(doubt)
                );
                report.warn(spot, &action.name, message);
            }
        }
    }
}

fn reason(doubt: OffsetDoubt) -> &'static str {
    match doubt {
        OffsetDoubt::Both => "the text of `Offset` may mean pages or items",
        OffsetDoubt::FirstPage => {
            "the text of `Offset` says that it counts pages, but not whether from 0 or 1"
        }
        OffsetDoubt::Example => {
            "the text of `Offset` says that it counts pages, but an example sends a number of items"
        }
        OffsetDoubt::Swapped => "the texts of `Offset` and `Limit` seem to be swapped",
    }
}
