//! The narrowest basic type that holds all values of a member.

use serde_json::Value;
use spec::Scalar;

use crate::examples::{Origin, Sample};
use crate::known::Known;
use crate::names::{counts_wholes, has_fractions, is_past_event};
use crate::times::time_form;

/// Returns the type that holds all values, which are scalars; any JSON if their kinds differ.
///
/// Text in a request may stand for a number or boolean: queries consist of text, and pages quote
/// some numbers in JSON.
pub(crate) fn type_of(name: &str, samples: &[Sample<'_>], known: &Known<'_>) -> Scalar {
    let kinds = Kinds::new(samples);
    let sent = || kinds.quoted.iter().chain(&kinds.queried).copied();
    match (kinds.text, kinds.number, kinds.boolean) {
        (true, false, false) => time_or_text(name, samples, known),
        (false, true, false) if sent().all(is_number) => {
            let is_whole = !kinds.fraction && sent().all(is_whole_number);
            number(name, is_whole, known)
        }
        (false, false, true) if sent().all(is_boolean) => Scalar::Boolean,
        (false, false, false) if !kinds.quoted.is_empty() => time_or_text(name, samples, known),
        (false, false, false) => queried(name, samples, &kinds, known),
        _ => Scalar::Object,
    }
}

/// The kinds of values in samples.
#[derive(Default)]
struct Kinds<'a> {
    /// True if a reply has text.
    text: bool,
    boolean: bool,
    number: bool,
    /// True if a number has a fraction.
    fraction: bool,
    /// Texts in JSON requests.
    quoted: Vec<&'a str>,
    /// Texts in queries.
    queried: Vec<&'a str>,
}

impl<'a> Kinds<'a> {
    fn new(samples: &[Sample<'a>]) -> Self {
        let mut kinds = Self::default();
        for sample in samples {
            match (sample.value, sample.origin) {
                (Value::String(_), Origin::Reply) => kinds.text = true,
                (Value::String(text), Origin::Request) => kinds.quoted.push(text),
                (Value::String(text), Origin::Query) => kinds.queried.push(text),
                (Value::Bool(_), _) => kinds.boolean = true,
                (Value::Number(number), _) => {
                    kinds.number = true;
                    kinds.fraction |= number.is_f64();
                }
                _ => {}
            }
        }
        kinds
    }
}

/// Returns the type of a value that only queries show: its name tells numbers from texts of digits.
fn queried(name: &str, samples: &[Sample<'_>], kinds: &Kinds<'_>, known: &Known<'_>) -> Scalar {
    let all = |is: fn(&str) -> bool| kinds.queried.iter().all(|text| is(text));
    if all(is_boolean) {
        return Scalar::Boolean;
    }
    if !all(is_number) {
        return time_or_text(name, samples, known);
    }
    if has_fractions(name) || counts_wholes(name) {
        return number(name, all(is_whole_number), known);
    }
    Scalar::Object
}

/// Returns `Float` if a fraction was seen, or another value of such a name may have one.
fn number(name: &str, is_whole: bool, known: &Known<'_>) -> Scalar {
    if is_whole && !has_fractions(name) && !known.has_fraction(name) {
        return Scalar::Integer;
    }
    Scalar::Float
}

fn is_boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

fn is_number(text: &str) -> bool {
    text.trim().parse::<serde_json::Number>().is_ok()
}

fn is_whole_number(text: &str) -> bool {
    text.trim().parse::<i64>().is_ok()
}

/// Returns `String`, or the type that the service's tables give to points in time of this form. If
/// they tell nothing, the name decides.
fn time_or_text(name: &str, samples: &[Sample<'_>], known: &Known<'_>) -> Scalar {
    let mut forms = samples
        .iter()
        .map(|sample| sample.value.as_str().and_then(time_form));
    let Some(Some(form)) = forms.next() else {
        return Scalar::String;
    };
    let is_usual = || form == Scalar::TimestampIso8601 && is_past_event(name);
    let is_typed = known.types_time(form).unwrap_or_else(is_usual);
    if is_typed && forms.all(|other| other == Some(form)) {
        return form;
    }
    Scalar::String
}
