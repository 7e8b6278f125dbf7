//! Unique names in a scope.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase as _;

use crate::RustName;

/// The names taken in one scope.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    taken: BTreeSet<String>,
    /// True if numbers follow names without an underscore.
    of_types: bool,
}

impl Scope {
    /// Returns a scope in which these names are taken from the start.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|&name| name.to_owned()).collect(),
            of_types: false,
        }
    }

    /// Returns a scope of types in which these names are taken from the start.
    pub(crate) fn of_types(names: &[&str]) -> Self {
        Self {
            of_types: true,
            ..Self::reserving(names)
        }
    }

    /// Takes the wanted name, or the name with the first free number if it is taken.
    pub(crate) fn take(&mut self, wanted: &RustName) -> RustName {
        if self.taken.insert(wanted.as_str().to_owned()) {
            return wanted.clone();
        }
        let numbered = (2_u64..)
            .map(|number| RustName::nearest(&self.numbered(wanted, number), "unnamed"))
            .find(|name| !self.taken.contains(name.as_str()))
            .unwrap_or_else(|| wanted.clone());
        self.taken.insert(numbered.as_str().to_owned());
        numbered
    }

    /// Takes names for several items at once, and returns them in the order of the items.
    ///
    /// The spellings decide who chooses first, and not the order of rows on a page: a spelling that
    /// already is the converted name, then one in the documentation's usual case (`InstanceId`
    /// before `InstanceID`), then the others in alphabetical order.
    pub(crate) fn take_all(
        &mut self,
        wires: &[&str],
        convert: impl Fn(&str) -> RustName,
    ) -> Vec<RustName> {
        let wanted: Vec<RustName> = wires.iter().map(|wire| convert(wire)).collect();
        let mut order: Vec<(usize, (&&str, &RustName))> =
            wires.iter().zip(&wanted).enumerate().collect();
        order.sort_by_key(|&(index, (wire, name))| {
            let is_converted = name.as_str() != *wire;
            let is_unusual = is_converted && name.as_str().to_upper_camel_case() != **wire;
            (is_converted, is_unusual, *wire, index)
        });
        let mut named: Vec<(usize, RustName)> = order
            .into_iter()
            .map(|(index, (_, name))| (index, self.take(name)))
            .collect();
        named.sort();
        named.into_iter().map(|(_, name)| name).collect()
    }

    /// Appends a number: `disk_id` becomes `disk_id_2`, `DISK_ID` `DISK_ID_2`, and the type
    /// `DiskId` `DiskId2`.
    fn numbered(&self, name: &RustName, number: u64) -> String {
        let glue = if self.of_types { "" } else { "_" };
        format!("{}{glue}{number}", name.as_str().trim_end_matches('_'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::{snake, type_name};

    fn names(scope: &mut Scope, wires: &[&str], convert: fn(&str) -> RustName) -> Vec<String> {
        let taken = scope.take_all(wires, convert);
        taken.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn taken_name_gets_first_free_number() {
        let wires = ["VpcId", "VpcID", "vpc_id_2", "vpcId", "Type", "type"];
        assert_eq!(
            names(&mut Scope::default(), &wires, snake),
            [
                "vpc_id", "vpc_id_3", "vpc_id_2", "vpc_id_4", "type_", "type_2"
            ]
        );
    }

    #[test]
    fn order_of_rows_renames_nothing() {
        let rows = [
            "InstanceID",
            "instanceid",
            "InstanceId",
            "_InstanceId",
            "INSTANCE_ID",
        ];
        let expected = [
            ("INSTANCE_ID", "instance_id_2"),
            ("InstanceID", "instance_id_3"),
            ("InstanceId", "instance_id"),
            ("_InstanceId", "instance_id_4"),
            ("instanceid", "instanceid"),
        ];
        for shift in 0..rows.len() {
            for is_reversed in [false, true] {
                let mut wires = rows;
                wires.rotate_left(shift);
                if is_reversed {
                    wires.reverse();
                }
                let taken = names(&mut Scope::default(), &wires, snake);
                let mut pairs: Vec<(&str, &str)> = wires
                    .into_iter()
                    .zip(taken.iter().map(String::as_str))
                    .collect();
                pairs.sort_unstable();
                assert_eq!(pairs, expected);
            }
        }
    }

    #[test]
    fn long_names_are_shortened_and_stay_distinct() {
        let long = "LongWord".repeat(40);
        let wires = [format!("{long}A"), format!("{long}B")];
        for convert in [snake, type_name, crate::names::constant] {
            let wires: Vec<&str> = wires.iter().map(String::as_str).collect();
            let taken = names(&mut Scope::default(), &wires, convert);
            assert!(taken.iter().all(|name| name.len() <= 120), "{taken:?}");
            assert_ne!(taken[0], taken[1]);
            assert_eq!(taken[0].get(..4), taken[1].get(..4));
            assert_eq!(convert(wires[0]), convert(wires[0]));
        }
    }

    #[test]
    fn exact_spelling_keeps_its_name() {
        let mut scope = Scope::of_types(&["Client"]);
        assert_eq!(
            names(
                &mut scope,
                &["filter", "Filter", "Client", "FILTER", "x_y", "XY"],
                type_name
            ),
            ["Filter2", "Filter", "Client2", "FILTER", "XY2", "XY"]
        );
    }
}
