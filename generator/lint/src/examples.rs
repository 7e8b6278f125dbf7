//! Rules about documented requests and responses.

use serde_json::{Value, json};

use crate::patches::{Proposal, fitting_type, in_lists, shown_type};
use crate::report::{Report, SpecRule, Spot};
use conform::typed::{from_query, is_quoted};
use conform::{Context, Mismatch, MismatchKind, request_mismatches, response_mismatches};
use spec::finding::{Nature, Rule};
use spec::{Action, Example, ExampleSide, RequestForm, Thing, is_wire_name};

pub(crate) const ACTIONS: SpecRule = SpecRule {
    rule: Rule {
        name: "example-actions",
        nature: Nature::Contradiction,
        explanation: "An example's request names another action than its page. It was probably \
                      copied from that action's page.",
    },
    check: check_actions,
};

fn check_actions(context: &Context<'_>, report: &mut Report<'_>) {
    for half in halves(context, &[ExampleSide::Request]) {
        if let Some(other) = &half.example.request_action
            && *other != half.action.name
        {
            let message = format!("an example's request is for the action `{other}`");
            report
                .warn(half.spot(), &half.action.name, message)
                .propose(&context.spec.service, Some(half.patch().skip()));
        }
    }
}

pub(crate) const FIELDS: SpecRule = SpecRule {
    rule: Rule {
        name: "example-fields",
        nature: Nature::Contradiction,
        explanation: "An example uses a field that no table declares: a hidden parameter, or a \
                      table that lost a row.",
    },
    check: check_fields,
};

fn check_fields(context: &Context<'_>, report: &mut Report<'_>) {
    for half in halves(context, BOTH) {
        for mismatch in half.mismatches(context) {
            if mismatch.kind == MismatchKind::Undeclared {
                let message = format!(
                    "an example's {} has `{}`, which no table declares{}",
                    half.side,
                    mismatch.path,
                    mismatch.repetition()
                );
                report
                    .warn(half.spot(), &half.action.name, message)
                    .propose(&context.spec.service, missing_row(&half, &mismatch));
            }
        }
    }
}

/// Proposes the member that the table lacks, with the type that the example shows.
fn missing_row(half: &Half<'_>, mismatch: &Mismatch) -> Option<Proposal> {
    let type_name = shown_type(&mismatch.value, half.is_query())?;
    let thing = mismatch.thing.as_ref()?;
    let name = match thing {
        Thing::Input { member, .. }
        | Thing::Output { member, .. }
        | Thing::Member { member, .. } => member,
        _ => return None,
    };
    // A misprinted key such as `region ` can't be the name of a member.
    is_wire_name(name).then(|| Proposal::on(thing).add().set("type", type_name))
}

pub(crate) const NULLS: SpecRule = SpecRule {
    rule: Rule {
        name: "example-nulls",
        nature: Nature::Contradiction,
        explanation: "An example shows null for a member that isn't documented as nullable. \
                      Decoding a reply accepts null anyway.",
    },
    check: check_nulls,
};

fn check_nulls(context: &Context<'_>, report: &mut Report<'_>) {
    for half in halves(context, BOTH) {
        for mismatch in half.mismatches(context) {
            if mismatch.kind == MismatchKind::Null {
                let message = format!(
                    "an example has null for `{}`, which is not documented as nullable{}",
                    mismatch.path,
                    mismatch.repetition()
                );
                let patch = mismatch
                    .thing
                    .as_ref()
                    .map(|thing| Proposal::on(thing).set("nullable", true));
                report
                    .note(half.spot(), &half.action.name, message)
                    .propose(&context.spec.service, patch);
            }
        }
    }
}

pub(crate) const REQUIRED: SpecRule = SpecRule {
    rule: Rule {
        name: "example-required",
        nature: Nature::Contradiction,
        explanation: "An example's request lacks a parameter that the table calls required: one of \
                      the two is wrong.",
    },
    check: check_required,
};

fn check_required(context: &Context<'_>, report: &mut Report<'_>) {
    for half in halves(context, &[ExampleSide::Request]) {
        for mismatch in half.mismatches(context) {
            if mismatch.kind == MismatchKind::Missing {
                let message = format!(
                    "an example's request lacks the required `{}`{}",
                    mismatch.path,
                    mismatch.repetition()
                );
                let patch = mismatch
                    .thing
                    .as_ref()
                    .map(|thing| Proposal::on(thing).set("required", false));
                report
                    .warn(half.spot(), &half.action.name, message)
                    .propose(&context.spec.service, patch);
            }
        }
    }
}

pub(crate) const TYPES: SpecRule = SpecRule {
    rule: Rule {
        name: "example-types",
        nature: Nature::Contradiction,
        explanation: "A value in an example is of another kind than its declared type, such as a \
                      number in quotes.",
    },
    check: check_types,
};

fn check_types(context: &Context<'_>, report: &mut Report<'_>) {
    for half in halves(context, BOTH) {
        for mismatch in half.mismatches(context) {
            let message = match &mismatch.kind {
                MismatchKind::WrongKind { declared, found } => format!(
                    "an example's {} has {found} for `{}`, which is declared as `{declared}`{}",
                    half.side,
                    mismatch.path,
                    mismatch.repetition()
                ),
                MismatchKind::Missing if half.side == ExampleSide::Response => {
                    "an example's response lacks the outer `Response`".to_owned()
                }
                _ => continue,
            };
            report
                .warn(half.spot(), &half.action.name, message)
                .propose(&context.spec.service, right_type(context, &half, &mismatch));
        }
    }
}

/// Proposes a correction: of the example if it quotes numbers or booleans, or else of the table.
fn right_type(context: &Context<'_>, half: &Half<'_>, mismatch: &Mismatch) -> Option<Proposal> {
    match &mismatch.kind {
        MismatchKind::WrongKind { declared, .. } if is_quoted(&mismatch.value, declared) => {
            let body = half.unquoted(context)?;
            Some(half.patch().set(&half.side.to_string(), body))
        }
        MismatchKind::WrongKind { declared, .. } => {
            let fitting = fitting_type(declared, &mismatch.value, half.is_query())?;
            let type_name = in_lists(fitting, mismatch.depth);
            Some(Proposal::on(mismatch.thing.as_ref()?).set("type", type_name))
        }
        MismatchKind::Missing => {
            let response = json!({"Response": mismatch.value});
            Some(half.patch().set("response", response))
        }
        MismatchKind::Undeclared | MismatchKind::Null => None,
    }
}

pub(crate) const UNREADABLE: SpecRule = SpecRule {
    rule: Rule {
        name: "unreadable-examples",
        nature: Nature::Damage,
        explanation: "An example's request or response isn't valid JSON or a valid query. It is \
                      kept as printed and not tested.",
    },
    check: check_unreadable,
};

fn check_unreadable(context: &Context<'_>, report: &mut Report<'_>) {
    for half in halves(context, BOTH) {
        let reason = match half.side {
            ExampleSide::Request => &half.example.request_invalid,
            ExampleSide::Response => &half.example.response_invalid,
        };
        if let Some(reason) = reason {
            let message = format!("an example's {} can't be read: {reason}", half.side);
            report
                .warn(half.spot(), &half.action.name, message)
                .propose(&context.spec.service, Some(half.patch().skip()));
        }
    }
}

const BOTH: &[ExampleSide] = &[ExampleSide::Request, ExampleSide::Response];

/// A request or response of an example.
struct Half<'a> {
    action: &'a Action,
    /// Counted from 0, as in the spec.
    index: usize,
    example: &'a Example,
    side: ExampleSide,
}

/// Returns these sides of all examples.
fn halves<'c>(
    context: &'c Context<'_>,
    sides: &'static [ExampleSide],
) -> impl Iterator<Item = Half<'c>> {
    context.spec.actions.iter().flat_map(move |action| {
        let examples = action.examples.iter().enumerate();
        examples.flat_map(move |(index, example)| {
            sides.iter().map(move |&side| Half {
                action,
                index,
                example,
                side,
            })
        })
    })
}

impl Half<'_> {
    fn spot(&self) -> Spot {
        Spot::of_example(self.action, self.example)
    }

    /// Returns an empty patch of the example.
    fn patch(&self) -> Proposal {
        Proposal::on_example(&self.action.name, self.index)
    }

    fn mismatches(&self, context: &Context<'_>) -> Vec<Mismatch> {
        match self.side {
            ExampleSide::Request => request_mismatches(context, self.action, self.example),
            ExampleSide::Response => response_mismatches(context, self.action, self.example),
        }
    }

    fn is_query(&self) -> bool {
        self.side == ExampleSide::Request && self.example.request_form == Some(RequestForm::Query)
    }

    /// Returns the body with typed values in place of quoted ones.
    fn unquoted(&self, context: &Context<'_>) -> Option<Value> {
        Some(match self.side {
            ExampleSide::Request => {
                let body = self.example.request.as_ref()?;
                from_query(body, &self.action.input, context.spec)
            }
            ExampleSide::Response => {
                let body = self.example.response.as_ref()?.get("Response")?;
                json!({"Response": from_query(body, &self.action.output, context.spec)})
            }
        })
    }
}
