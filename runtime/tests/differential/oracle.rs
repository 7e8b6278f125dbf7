//! The rules of `docs/tolerance.md`, written a second time on values that `serde_json` parsed.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

/// The expected result of reading a value.
pub(crate) struct Expected {
    pub(crate) value: Value,
    /// The paths of the values that are left out.
    pub(crate) told: Vec<String>,
}

/// A documented type.
#[derive(Clone, Copy)]
enum Type {
    Text,
    Integer,
    Float,
    Boolean,
    Structure(&'static [(&'static str, Type)]),
    List(&'static Type),
}

const DISK: Type = Type::Structure(&[("DiskSize", Type::Integer), ("Encrypt", Type::Boolean)]);
const PLACEMENT: Type = Type::Structure(&[("Zone", Type::Text), ("ProjectId", Type::Integer)]);
const INSTANCE: &[(&str, Type)] = &[
    ("InstanceId", Type::Text),
    ("CPU", Type::Integer),
    ("Bandwidth", Type::Float),
    ("AutoRenew", Type::Boolean),
    ("Placement", PLACEMENT),
    ("DataDisks", Type::List(&DISK)),
    ("PrivateIps", Type::List(&Type::Text)),
    ("Samples", Type::List(&Type::Float)),
    ("Counts", Type::List(&Type::Integer)),
    ("Matrix", Type::List(&Type::List(&Type::Integer))),
    ("Parent", Type::Structure(PARENT)),
];
/// The members of an instance within an instance; the generator nests no deeper.
const PARENT: &[(&str, Type)] = &[("InstanceId", Type::Text), ("CPU", Type::Integer)];

/// A value that does not fit.
struct Misfit;

/// Returns the expected result of reading an instance.
pub(crate) fn instance(text: &str) -> Expected {
    let raw: Box<RawValue> = serde_json::from_str(text).unwrap();
    let mut oracle = Oracle::default();
    let value = oracle.structure(&raw, INSTANCE).unwrap_or_default();
    Expected {
        value: value.unwrap_or_default(),
        told: oracle.told,
    }
}

#[derive(Default)]
struct Oracle {
    path: Vec<String>,
    told: Vec<String>,
}

/// A value, or `None` if it means absent.
type Read = Result<Option<Value>, Misfit>;

impl Oracle {
    /// Reads a value; `Ok(None)` if it means absent.
    fn read(&mut self, raw: &RawValue, kind: Type) -> Read {
        let value: Value = serde_json::from_str(raw.get()).unwrap();
        match (kind, &value) {
            (_, Value::Null) => Ok(None),
            (Type::Text, Value::String(_)) => Ok(Some(value)),
            (Type::Text, _) => Ok(Some(json!(raw.get()))),
            (Type::List(element), _) => self.list(raw, &value, *element).map(Some),
            (Type::Structure(members), _) => self.structure(raw, members),
            (_, Value::String(text)) if text.trim().is_empty() => Ok(None),
            (Type::Integer, Value::Bool(flag)) => Ok(Some(json!(i64::from(*flag)))),
            (Type::Integer, _) => integer(raw, &value).map(|number| Some(json!(number))),
            (Type::Float, _) => float(&value).map(Some),
            (Type::Boolean, _) => boolean(raw, &value).map(Some),
        }
    }

    /// Reads a value below a segment of the path. Tells a misfit, which then counts as absent.
    fn below(&mut self, segment: String, raw: &RawValue, kind: Type) -> Option<Value> {
        self.path.push(segment);
        let read = self.read(raw, kind);
        if read.is_err() {
            let path = self.path.concat();
            self.told.push(path.trim_start_matches('.').to_owned());
        }
        self.path.pop();
        read.unwrap_or_default()
    }

    fn structure(&mut self, raw: &RawValue, members: &[(&str, Type)]) -> Read {
        match serde_json::from_str(raw.get()).unwrap() {
            Value::Object(_) => {}
            Value::Array(list) if list.is_empty() => return Ok(None),
            Value::String(text) if text.is_empty() => return Ok(None),
            _ => return Err(Misfit),
        }
        let mut read = Map::new();
        let given = object(raw);
        for (name, kind) in members {
            let Some(raw) = given.get(*name) else {
                continue;
            };
            match self.below(format!(".{name}"), raw, *kind) {
                Some(value) if value != json!([]) => _ = read.insert((*name).to_owned(), value),
                _ => {}
            }
        }
        Ok(Some(Value::Object(read)))
    }

    fn list(&mut self, raw: &RawValue, value: &Value, element: Type) -> Result<Value, Misfit> {
        match value {
            Value::Array(_) => {
                let elements: Vec<Box<RawValue>> = serde_json::from_str(raw.get()).unwrap();
                let segments = (0..).map(|index| format!("[{index}]"));
                Ok(self.elements(segments.zip(elements), element))
            }
            Value::String(text) if text.is_empty() => Ok(json!([])),
            Value::Object(object) if object.is_empty() => Ok(json!([])),
            Value::Object(names) => {
                let mut given = self::object(raw);
                let keys: Option<Vec<_>> = (0..names.len())
                    .map(|index| given.remove(&index.to_string()).map(|raw| (index, raw)))
                    .collect();
                if let Some(keys) = keys {
                    let keys = keys.into_iter();
                    let keys = keys.map(|(index, raw)| (format!(".{index}"), raw));
                    return Ok(self.elements(keys, element));
                }
                match element {
                    Type::Structure(members)
                        if members.iter().any(|(name, _)| names.contains_key(*name)) =>
                    {
                        let one = self.structure(raw, members)?;
                        Ok(one.into_iter().collect())
                    }
                    _ => Err(Misfit),
                }
            }
            Value::Bool(_) if !matches!(element, Type::Boolean | Type::List(_)) => Err(Misfit),
            _ => {
                let one = self.read(raw, element)?;
                Ok(one.into_iter().collect())
            }
        }
    }

    /// Reads elements; one that is null or does not fit is dropped.
    fn elements(
        &mut self,
        given: impl Iterator<Item = (String, Box<RawValue>)>,
        kind: Type,
    ) -> Value {
        let read = given.filter_map(|(segment, raw)| self.below(segment, &raw, kind));
        Value::from(read.collect::<Vec<_>>())
    }
}

fn object(raw: &RawValue) -> BTreeMap<String, Box<RawValue>> {
    serde_json::from_str(raw.get()).unwrap()
}

fn integer(raw: &RawValue, value: &Value) -> Result<i64, Misfit> {
    match value {
        Value::String(text) => whole(text.trim()).ok_or(Misfit),
        Value::Number(_) => whole(raw.get()).ok_or(Misfit),
        _ => Err(Misfit),
    }
}

fn float(value: &Value) -> Result<Value, Misfit> {
    let float = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let finite = float.filter(|float| float.is_finite());
    finite.map(|float| json!(float)).ok_or(Misfit)
}

fn boolean(raw: &RawValue, value: &Value) -> Result<Value, Misfit> {
    let flag = match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(_) => match whole(raw.get()) {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Value::String(text) => match &*text.trim().to_ascii_lowercase() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    flag.map(Value::from).ok_or(Misfit)
}

/// Returns the value of a decimal number if it is whole: moves the point within the digits, instead
/// of calculating.
fn whole(text: &str) -> Option<i64> {
    let lower = text.to_ascii_lowercase();
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{before}{after}");
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let point = i64::try_from(before.len()).unwrap() + exponent;
    let zeros = "0".repeat(usize::try_from(point.abs()).unwrap().min(5000));
    // Padded on both sides, so that the point is within.
    let padded = format!("{zeros}{all}{zeros}");
    let at = usize::try_from(i64::try_from(zeros.len()).unwrap() + point).ok()?;
    let (integer, fraction) = padded.split_at_checked(at)?;
    if fraction.bytes().any(|digit| digit != b'0') {
        return None;
    }
    let integer = integer.trim_start_matches('0');
    if integer.is_empty() {
        return Some(0);
    }
    format!("{sign}{integer}").parse().ok()
}
