//! Products as compressed bytes, and the index that is enough to find one.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::product::Product;

/// The facts about a product that find it without unpacking it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Service: `cvm`.
    pub service: String,
    /// API version: `2017-03-12`.
    pub version: String,
    /// Host of most actions.
    pub host: String,
    /// Display name.
    pub title: String,
    /// Names of the actions, sorted.
    pub actions: Vec<String>,
}

/// Returns the summary of a product.
#[must_use]
pub fn summary(product: &Product) -> Summary {
    let actions = product.actions.iter();
    Summary {
        service: product.service.clone(),
        version: product.version.clone(),
        host: product.host.clone(),
        title: product.title.clone(),
        actions: actions.map(|action| action.name.clone()).collect(),
    }
}

/// The error for bytes that [`pack`] didn't make.
#[derive(Debug, thiserror::Error)]
#[error("the embedded specs are damaged: {0}; build the program again")]
pub struct Unpackable(String);

/// Packs a value.
///
/// # Errors
///
/// Returns an error if the value can't be written as JSON.
pub fn pack(value: &impl Serialize) -> Result<Vec<u8>, Unpackable> {
    let damaged = |error: &dyn std::fmt::Display| Unpackable(error.to_string());
    let json = serde_json::to_vec(value).map_err(|error| damaged(&error))?;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&json).map_err(|error| damaged(&error))?;
    encoder.finish().map_err(|error| damaged(&error))
}

/// Unpacks a value.
///
/// # Errors
///
/// Returns an error if the bytes aren't a packed value of this type.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unpackable> {
    let mut json = Vec::new();
    let mut decoder = DeflateDecoder::new(bytes);
    decoder
        .read_to_end(&mut json)
        .map_err(|error| Unpackable(error.to_string()))?;
    serde_json::from_slice(&json).map_err(|error| Unpackable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reduce;

    fn product() -> Product {
        let action = "
name: Run
service: cvm
version: 2017-03-12
input:
- {name: Count, type: Integer, required: true, constraints: [{range: {minimum: 1}}, {range: {maximum: 5}}]}
- {name: Zone, type: Array of Place}
- {name: Lost, type: Nowhere}
- {name: Force, type: Boolean}
output: [{name: RequestId, type: String}, {name: Id, type: String}]
examples: [{request: {Count: 9, Force: 'True'}, line: 1}, {request: {Force: true}, line: 2}]
";
        let place = "{name: Place, members: [{name: Name, type: String}]}";
        reduce(&spec::ServiceSpec {
            actions: vec![serde_yaml::from_str(action).unwrap()],
            structures: vec![serde_yaml::from_str(place).unwrap()],
            ..spec::ServiceSpec::default()
        })
    }

    #[test]
    fn packed_product_unpacks_as_before() {
        let product = product();
        let bytes = pack(&product).unwrap();
        assert_eq!(unpack::<Product>(&bytes).unwrap(), product);
        assert!(unpack::<Product>(&bytes[1..]).is_err());
        assert!(unpack::<Product>(b"").is_err());
    }

    #[test]
    fn limits_against_documented_requests_are_dropped() {
        let product = product();
        let action = product.action("Run").unwrap();
        let limits = action.input[0].constraints.iter();
        let limits: Vec<String> = limits.map(|one| one.limit.to_string()).collect();
        assert_eq!(limits, ["Range: at least 1"]);
        assert!(action.input[0].required && !action.input[1].required);
    }

    #[test]
    fn documented_requests_show_quoted_values() {
        let product = product();
        let action = product.action("Run").unwrap();
        let quoted = action.input.iter().filter(|member| member.may_be_text);
        let quoted: Vec<&str> = quoted.map(|member| member.name.as_str()).collect();
        assert_eq!(quoted, ["Force"]);
        let faulty = action.examples.iter().map(|example| example.faulty_request);
        assert_eq!(faulty.collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn structures_are_resolved_or_undescribed() {
        let product = product();
        let action = product.action("Run").unwrap();
        let crate::Type::Array(element) = &action.input[1].kind else {
            panic!("{:?}", action.input[1].kind);
        };
        assert_eq!(product.members(element).unwrap()[0].name, "Name");
        assert_eq!(action.input[2].kind, crate::Type::Undescribed);
        assert_eq!(action.output.len(), 1);
    }
}
