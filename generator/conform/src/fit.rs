//! Single values checked against a type.

use serde_json::Value;

use crate::Context;
use crate::mismatch::{text_fits, value_fits};
use crate::walk::Lookup;
use spec::TypeName;

/// Returns whether a value fits the type. Null fits every type, as an absent value.
///
/// `may_be_text` allows text that stands for a number or boolean, as in a query. A structure that
/// no page describes holds any object.
pub fn fits(context: &Context<'_>, value: &Value, type_name: &TypeName, may_be_text: bool) -> bool {
    match (type_name, value) {
        (_, Value::Null) => true,
        (TypeName::Scalar(scalar), Value::String(text)) if may_be_text => text_fits(text, *scalar),
        (TypeName::Scalar(scalar), _) => value_fits(value, *scalar),
        (TypeName::Array(element), Value::Array(items)) => items
            .iter()
            .all(|item| fits(context, item, element, may_be_text)),
        (TypeName::Structure(name), Value::Object(fields)) => {
            let Some(structure) = context.structures.get(name.as_str()) else {
                return true;
            };
            let members = Lookup::new(&structure.members, |member| &member.name, fields.len());
            fields.iter().all(|(name, value)| {
                let member = members.get(name);
                member.is_some_and(|member| fits(context, value, &member.type_name, may_be_text))
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use spec::{Member, ServiceSpec, Structure};

    #[test]
    fn structure_holds_only_its_members() {
        let zone = Member::new("Zone", "String".parse().unwrap());
        let spec = ServiceSpec {
            structures: vec![Structure {
                name: "Placement".to_owned(),
                members: vec![zone],
                ..Structure::default()
            }],
            ..ServiceSpec::default()
        };
        let context = Context::new(&spec);
        let is_placement = |value| {
            fits(
                &context,
                &value,
                &"Array of Placement".parse().unwrap(),
                false,
            )
        };
        assert!(is_placement(json!([{"Zone": "a"}, {"Zone": null}, {}])));
        assert!(!is_placement(json!([{"Zone": 1}])));
        assert!(!is_placement(json!([{"Rack": "a"}])));
        assert!(!is_placement(json!({"Zone": "a"})));
    }

    #[test]
    fn text_fits_numbers_only_where_it_may() {
        let spec = ServiceSpec::default();
        let context = Context::new(&spec);
        let fits = |value, may_be_text| {
            super::fits(&context, &value, &"Integer".parse().unwrap(), may_be_text)
        };
        assert!(fits(json!("20"), true));
        assert!(!fits(json!("20"), false));
        assert!(!fits(json!("twenty"), true));
    }

    #[test]
    fn integer_is_signed_64_bit() {
        let spec = ServiceSpec::default();
        let context = Context::new(&spec);
        let fits = |value| super::fits(&context, &value, &"Integer".parse().unwrap(), true);
        assert!(
            fits(json!(i64::MAX)) && fits(json!(i64::MIN)) && fits(json!("9223372036854775807"))
        );
        assert!(!fits(json!(u64::MAX)) && !fits(json!("9223372036854775808")));
        assert_eq!(
            crate::walk::kind(&json!(u64::MAX)),
            "a whole number from 2^63"
        );
    }
}
