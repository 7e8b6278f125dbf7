//! Values in the shape of documented types: existing ones made to fit, and new ones.

use fake_model::{Member, Product, Type};
use serde_json::{Map, Number, Value};
use spec::Scalar;

/// The deepest nesting of made structures.
const DEPTH: usize = 6;

/// Returns the value as one of the type; `None` if it can't be one. Undeclared members are left
/// out.
pub(crate) fn fit(product: &Product, value: &Value, kind: &Type) -> Option<Value> {
    match kind {
        Type::Scalar(scalar) => fit_scalar(value, *scalar),
        Type::Undescribed => value.is_object().then(|| value.clone()),
        Type::Structure(_) => {
            let fields = value.as_object()?;
            let members = product.members(kind)?;
            Some(Value::Object(fit_members(product, fields, members)))
        }
        Type::Array(element) => {
            let items = value.as_array()?.iter();
            let fitting: Vec<Value> = items
                .filter_map(|item| fit(product, item, element))
                .collect();
            Some(Value::Array(fitting))
        }
    }
}

/// Returns the declared members that an object has, as far as they fit.
pub(crate) fn fit_members(
    product: &Product,
    fields: &Map<String, Value>,
    members: &[Member],
) -> Map<String, Value> {
    let fitting = members.iter().filter_map(|member| {
        let value = fields.get(&member.name)?;
        let value = fit_member(product, value, member)?;
        Some((member.name.clone(), value))
    });
    fitting.collect()
}

fn fit_member(product: &Product, value: &Value, member: &Member) -> Option<Value> {
    if value.is_null() {
        return member.nullable.then_some(Value::Null);
    }
    fit(product, value, &member.kind)
}

fn fit_scalar(value: &Value, scalar: Scalar) -> Option<Value> {
    match (scalar, value) {
        (Scalar::Object, _) => Some(value.clone()),
        (Scalar::Integer, Value::Number(number)) if number.is_i64() => Some(value.clone()),
        (Scalar::Integer, Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        // Flags of older actions are numbers.
        (Scalar::Integer, Value::Bool(flag)) => Some(Value::from(i64::from(*flag))),
        (Scalar::Float | Scalar::Double, Value::Number(_)) | (Scalar::Boolean, Value::Bool(_)) => {
            Some(value.clone())
        }
        (Scalar::Float | Scalar::Double, Value::String(text)) => {
            let number: Number = text.trim().parse().ok()?;
            Some(Value::Number(number))
        }
        (Scalar::Boolean, Value::String(text)) => text
            .trim()
            .to_ascii_lowercase()
            .parse::<bool>()
            .ok()
            .map(Value::from),
        (Scalar::Boolean, Value::Number(number)) => {
            number.as_i64().map(|number| Value::from(number != 0))
        }
        (Scalar::Integer | Scalar::Float | Scalar::Double | Scalar::Boolean, _) => None,
        (_, Value::String(_)) => Some(value.clone()),
        (_, Value::Number(number)) => Some(Value::String(number.to_string())),
        (_, Value::Bool(flag)) => Some(Value::String(flag.to_string())),
        _ => None,
    }
}

/// Returns an object with all members: the values that fit, and made ones for the others.
pub(crate) fn complete(
    product: &Product,
    fields: &Map<String, Value>,
    members: &[Member],
    made: Made,
) -> Map<String, Value> {
    let all = members.iter().map(|member| {
        let value = fields
            .get(&member.name)
            .and_then(|value| completed(product, value, member, made));
        let value = value.unwrap_or_else(|| make(product, member, made));
        (member.name.clone(), value)
    });
    all.collect()
}

fn completed(product: &Product, value: &Value, member: &Member, made: Made) -> Option<Value> {
    match (product.members(&member.kind), value.as_object()) {
        (Some(members), Some(fields)) if made.depth > 0 => {
            let fields = complete(product, fields, members, made.deeper());
            Some(Value::Object(fields))
        }
        _ => fit_member(product, value, member),
    }
}

/// Empties the secrets within a value: a description doesn't tell the password of a request.
pub(crate) fn blank_secrets(product: &Product, kind: &Type, value: &mut Value) {
    match (kind, value) {
        (Type::Array(element), Value::Array(items)) => {
            for item in items {
                blank_secrets(product, element, item);
            }
        }
        (kind, Value::Object(fields)) => {
            for member in product.members(kind).unwrap_or_default() {
                match fields.get_mut(&member.name) {
                    Some(value) if member.sensitive => *value = make(product, member, Made::BLANK),
                    Some(value) => blank_secrets(product, &member.kind, value),
                    None => {}
                }
            }
        }
        _ => {}
    }
}

/// The way to make values that nothing states.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    depth: usize,
    /// True for null, empty lists and empty texts rather than samples.
    is_blank: bool,
}

impl Made {
    /// Samples from the documentation, and one element in each list.
    pub(crate) const SAMPLE: Self = Self {
        depth: DEPTH,
        is_blank: false,
    };
    /// Nothing where the type allows it.
    pub(crate) const BLANK: Self = Self {
        depth: DEPTH,
        is_blank: true,
    };

    fn deeper(self) -> Self {
        Self {
            depth: self.depth.saturating_sub(1),
            ..self
        }
    }
}

/// Makes a value of a member. The same member always gets the same value.
pub(crate) fn make(product: &Product, member: &Member, made: Made) -> Value {
    if made.is_blank && member.nullable {
        return Value::Null;
    }
    let sample = [
        member.example.as_ref(),
        member.default.as_ref(),
        member.values.first(),
    ];
    let samples = sample
        .into_iter()
        .flatten()
        .filter(|_| !member.sensitive && !made.is_blank);
    let sample = samples
        .filter_map(|text| from_sample(product, text, &member.kind))
        .next();
    sample.unwrap_or_else(|| make_of(product, &member.kind, made))
}

/// Reads a printed sample as a value of the type.
fn from_sample(product: &Product, text: &str, kind: &Type) -> Option<Value> {
    let text = text.trim();
    if let Type::Scalar(scalar) = kind
        && !matches!(scalar, Scalar::Object)
    {
        let plain = text.trim_matches('"');
        return fit_scalar(&Value::String(plain.to_owned()), *scalar);
    }
    fit(product, &serde_json::from_str(text).ok()?, kind)
}

fn make_of(product: &Product, kind: &Type, made: Made) -> Value {
    match kind {
        Type::Scalar(scalar) => make_scalar(*scalar, made.is_blank),
        Type::Undescribed => Value::Object(Map::new()),
        Type::Structure(_) if made.depth == 0 => Value::Object(Map::new()),
        Type::Structure(_) => {
            let members = product.members(kind).unwrap_or_default();
            Value::Object(complete(product, &Map::new(), members, made.deeper()))
        }
        Type::Array(_) if made.is_blank || made.depth + 2 < DEPTH => Value::Array(Vec::new()),
        Type::Array(element) => Value::Array(vec![make_of(product, element, made.deeper())]),
    }
}

fn make_scalar(scalar: Scalar, is_blank: bool) -> Value {
    let text = match scalar {
        Scalar::Integer => return Value::from(0),
        Scalar::Float | Scalar::Double => return Value::from(0.0),
        Scalar::Boolean => return Value::from(false),
        Scalar::Object => return Value::Object(Map::new()),
        _ if is_blank => "",
        Scalar::Date => "2024-01-02",
        Scalar::Timestamp => "2024-01-02 03:04:05",
        Scalar::TimestampIso8601 => "2024-01-02T03:04:05Z",
        Scalar::Binary => "ZmFrZQ==",
        Scalar::String => "fake",
    };
    Value::from(text)
}
