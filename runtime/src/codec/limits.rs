//! Documented limits of members, and the check of a request against them.

use std::fmt::{self, Write as _};

use super::field::View;
use super::structure::Structure;

/// A documented limit of a member.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// The member's index in the schema.
    pub member: usize,
    /// The rule.
    pub rule: LimitRule,
    /// The documentation's sentence; may be empty.
    pub sentence: &'static str,
}

impl Limit {
    /// Creates a limit.
    #[must_use]
    pub const fn new(member: usize, rule: LimitRule, sentence: &'static str) -> Self {
        Self {
            member,
            rule,
            sentence,
        }
    }
}

/// The rule of a limit. Members are indices in the schema.
#[derive(Debug, Clone, Copy)]
pub enum LimitRule {
    /// The smallest and largest integer.
    Integer(Option<i64>, Option<i64>),
    /// The ends of a range of numbers, each with a mark of whether it is allowed itself.
    Float(Option<(f64, bool)>, Option<(f64, bool)>),
    /// The integer is a multiple of this one.
    MultipleOf(i64),
    /// The smallest and largest number of characters.
    Characters(Option<usize>, Option<usize>),
    /// The smallest and largest number of bytes.
    Bytes(Option<usize>, Option<usize>),
    /// The smallest and largest number of items.
    Items(Option<usize>, Option<usize>),
    /// The same for the list with this wire name in each item.
    ItemsOf(&'static str, Option<usize>, Option<usize>),
    /// The other member must be absent if this one is present.
    Excludes(usize),
    /// At least one of the members must be present.
    AnyOf(&'static [usize]),
    /// The member must be present if the other one has one of the values, or any value if the list
    /// is empty.
    RequiredWhen(usize, &'static [&'static str]),
}

/// The documented limits that a request breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}; `check_limits(false)` sends the request anyway", list(limits))]
#[non_exhaustive]
pub struct BrokenLimits {
    /// The limits, in the order of the members.
    pub limits: Vec<BrokenLimit>,
}

fn list(limits: &[BrokenLimit]) -> String {
    let limits: Vec<String> = limits.iter().map(ToString::to_string).collect();
    limits.join("; ")
}

/// A documented limit that a request breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrokenLimit {
    /// The path of the member: `Filters[0].Values`.
    pub path: String,
    /// The fault, with the value unless it is secret: `is 101, but may be at most 100`.
    pub problem: String,
    /// The documentation's sentence, in one of its languages; empty if it isn't known.
    pub sentence: &'static str,
}

impl fmt::Display for BrokenLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.problem)?;
        if self.sentence.is_empty() {
            return Ok(());
        }
        write!(f, " (documented: “{}”)", self.sentence.replace('\n', " "))
    }
}

/// Checks the documented limits of all members, including those of nested structures and lists.
///
/// An empty text or list counts as absent. `is_given` says whether the caller adds a parameter of
/// this name to the request.
///
/// # Errors
/// If the request breaks any limit. The error names all of them.
pub fn check_limits(
    structure: &dyn Structure,
    is_given: &dyn Fn(&str) -> bool,
) -> Result<(), BrokenLimits> {
    let mut check = Check {
        is_given,
        path: String::new(),
        broken: Vec::new(),
    };
    check.structure(structure);
    if check.broken.is_empty() {
        return Ok(());
    }
    Err(BrokenLimits {
        limits: check.broken,
    })
}

/// The broken limits, collected while walking a structure.
struct Check<'a> {
    is_given: &'a dyn Fn(&str) -> bool,
    path: String,
    broken: Vec<BrokenLimit>,
}

impl Check<'_> {
    fn structure(&mut self, structure: &dyn Structure) {
        for limit in structure.limits() {
            self.limit(structure, limit);
        }
        for (index, member) in structure.schema().members.iter().enumerate() {
            let Some(view) = structure.member(index).and_then(|field| field.view()) else {
                continue;
            };
            if matches!(view, View::Structure(_) | View::List(_)) {
                let parent = self.enter(member.name);
                self.element(view);
                self.path.truncate(parent);
            }
        }
    }

    fn element(&mut self, view: View<'_>) {
        match view {
            View::Structure(structure) => self.structure(structure),
            View::List(list) => {
                let parent = self.path.len();
                for (index, element) in (0..).map_while(|index| Some((index, list.at(index)?))) {
                    if !matches!(element, View::Structure(_) | View::List(_)) {
                        return;
                    }
                    // Writing to a `String` cannot fail.
                    let _ = write!(self.path, "[{index}]");
                    self.element(element);
                    self.path.truncate(parent);
                }
            }
            _ => {}
        }
    }

    /// Appends a member to the path and returns the length of the path before.
    fn enter(&mut self, name: &str) -> usize {
        let parent = self.path.len();
        if parent > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        parent
    }

    fn limit(&mut self, structure: &dyn Structure, limit: &Limit) {
        let Some(member) = structure.schema().members.get(limit.member) else {
            return;
        };
        let parent = self.enter(member.name);
        if let Some(problem) = self.condition(structure, limit, parent == 0) {
            self.push(problem, limit);
        } else if let Some(view) = present(structure, limit.member) {
            if let LimitRule::ItemsOf(of, minimum, maximum) = limit.rule {
                self.items_of(view, of, (minimum, maximum), limit);
            } else if let Some(problem) = problem(view, limit.rule, member.sensitive) {
                self.push(problem, limit);
            }
        }
        self.path.truncate(parent);
    }

    fn push(&mut self, problem: String, limit: &Limit) {
        self.broken.push(BrokenLimit {
            path: self.path.clone(),
            problem,
            sentence: limit.sentence,
        });
    }

    /// Checks the number of items of a list in each item of the list.
    fn items_of(
        &mut self,
        view: View<'_>,
        of: &str,
        (minimum, maximum): (Option<usize>, Option<usize>),
        limit: &Limit,
    ) {
        let View::List(list) = view else { return };
        let parent = self.path.len();
        for (index, element) in (0..).map_while(|index| Some((index, list.at(index)?))) {
            let View::Structure(item) = element else {
                return;
            };
            let members = item.schema().members;
            let place = members.iter().position(|member| member.name == of);
            let Some(view) = place.and_then(|place| present(item, place)) else {
                continue;
            };
            if let Some(problem) = problem(view, LimitRule::Items(minimum, maximum), false) {
                let _ = write!(self.path, "[{index}].{of}");
                self.push(problem, limit);
                self.path.truncate(parent);
            }
        }
    }

    /// Returns the problem if the limit is a condition between members that is broken.
    fn condition(&self, structure: &dyn Structure, limit: &Limit, is_top: bool) -> Option<String> {
        let name = |index: usize| {
            let member = structure.schema().members.get(index);
            member.map_or("", |member| member.name)
        };
        let has = |index: usize| {
            present(structure, index).is_some() || is_top && (self.is_given)(name(index))
        };
        match limit.rule {
            LimitRule::Excludes(other) if has(limit.member) && has(other) => {
                Some(format!("can't be sent together with {}", name(other)))
            }
            LimitRule::AnyOf(members) if !members.iter().any(|member| has(*member)) => {
                let names: Vec<&str> = members.iter().map(|member| name(*member)).collect();
                Some(format!(
                    "is absent; send at least one of {}",
                    names.join(", ")
                ))
            }
            LimitRule::RequiredWhen(other, values) if !has(limit.member) => {
                let value = text(present(structure, other)?)?;
                let is_meant = values.is_empty()
                    || values
                        .iter()
                        .any(|known| known.eq_ignore_ascii_case(&value));
                let member = name(other);
                // The value is one of the documented ones, so it isn't secret.
                is_meant.then(|| format!("is absent, but required if {member} is {value}"))
            }
            _ => None,
        }
    }
}

/// Returns the member's value; `None` if it is absent or empty.
fn present(structure: &dyn Structure, index: usize) -> Option<View<'_>> {
    let view = structure.member(index)?.view()?;
    let is_empty = match view {
        View::Text(text) => text.is_empty(),
        View::List(list) => list.at(0).is_none(),
        _ => false,
    };
    (!is_empty).then_some(view)
}

/// Returns a scalar as text.
fn text(view: View<'_>) -> Option<String> {
    match view {
        View::Text(text) => Some(text.to_owned()),
        View::Integer(number) => Some(number.to_string()),
        View::Boolean(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Returns the problem if a value breaks the rule. A value of another type breaks none.
fn problem(view: View<'_>, rule: LimitRule, is_secret: bool) -> Option<String> {
    let value = |value: &dyn fmt::Display| {
        if is_secret {
            "[redacted]".to_owned()
        } else {
            value.to_string()
        }
    };
    match (rule, view) {
        (LimitRule::Integer(minimum, maximum), View::Integer(number)) => {
            let allowed = outside(number, minimum, maximum)?;
            Some(format!("is {}, but may be {allowed}", value(&number)))
        }
        (LimitRule::Float(low, high), View::Float(number)) => {
            let allowed = outside_of_floats(number, low, high)?;
            Some(format!("is {}, but may be {allowed}", value(&number)))
        }
        (LimitRule::MultipleOf(step), View::Integer(number)) => (number.checked_rem(step)? != 0)
            .then(|| format!("is {}, but must be a multiple of {step}", value(&number))),
        (LimitRule::Characters(minimum, maximum), View::Text(text)) => {
            let length = text.chars().count();
            let allowed = outside(length, minimum, maximum)?;
            Some(format!(
                "has {} characters, but may have {allowed}",
                value(&length)
            ))
        }
        (LimitRule::Bytes(minimum, maximum), View::Text(text)) => {
            let allowed = outside(text.len(), minimum, maximum)?;
            Some(format!(
                "has {} bytes, but may have {allowed}",
                value(&text.len())
            ))
        }
        (LimitRule::Items(minimum, maximum), View::List(list)) => {
            let count = (0..).take_while(|index| list.at(*index).is_some()).count();
            let allowed = outside(count, minimum, maximum)?;
            Some(format!("has {count} items, but may have {allowed}"))
        }
        _ => None,
    }
}

/// Returns the allowed range in words if the number is outside of it.
fn outside<N: PartialOrd + fmt::Display + Copy>(
    number: N,
    minimum: Option<N>,
    maximum: Option<N>,
) -> Option<String> {
    let is_low = minimum.is_some_and(|minimum| number < minimum);
    let is_high = maximum.is_some_and(|maximum| number > maximum);
    if !is_low && !is_high {
        return None;
    }
    Some(match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => format!("{minimum} to {maximum}"),
        (Some(minimum), None) => format!("at least {minimum}"),
        (_, Some(maximum)) => format!("at most {maximum}"),
        (None, None) => return None,
    })
}

fn outside_of_floats(
    number: f64,
    low: Option<(f64, bool)>,
    high: Option<(f64, bool)>,
) -> Option<String> {
    let fits_low = low.is_none_or(|(end, allowed)| number > end || allowed && number == end);
    let fits_high = high.is_none_or(|(end, allowed)| number < end || allowed && number == end);
    if fits_low && fits_high {
        return None;
    }
    let low = low.map(|(end, allowed)| {
        let words = if allowed { "at least" } else { "more than" };
        format!("{words} {end}")
    });
    let high = high.map(|(end, allowed)| {
        let words = if allowed { "at most" } else { "less than" };
        format!("{words} {end}")
    });
    let ends: Vec<String> = low.into_iter().chain(high).collect();
    Some(ends.join(" and "))
}
