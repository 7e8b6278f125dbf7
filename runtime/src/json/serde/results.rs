//! The traits of `serde` for the results of an action on several resources.

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::read::{deserialize, deserialize_mapping};
use super::write::{serialize, serialize_mapping};
use crate::v2::{ResourceResult, ResourceResults};

#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for ResourceResult {
    fn serialize<S: Serializer>(&self, format: S) -> Result<S::Ok, S::Error> {
        serialize(self, format)
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl<'de> Deserialize<'de> for ResourceResult {
    fn deserialize<D: Deserializer<'de>>(format: D) -> Result<Self, D::Error> {
        deserialize(format)
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for ResourceResults {
    fn serialize<S: Serializer>(&self, format: S) -> Result<S::Ok, S::Error> {
        serialize_mapping(self, format)
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl<'de> Deserialize<'de> for ResourceResults {
    fn deserialize<D: Deserializer<'de>>(format: D) -> Result<Self, D::Error> {
        deserialize_mapping(&Self::default(), format, |json| Self::from_json(json))
    }
}
