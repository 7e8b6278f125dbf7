//! Unique names in a scope.

use std::collections::BTreeSet;

use crate::RustName;

/// The names taken in one scope.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// Returns a scope in which these names are taken from the start.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// Takes the wanted name, or the name with the first free number if it is taken.
    pub(crate) fn take(&mut self, wanted: &RustName) -> RustName {
        if self.taken.insert(wanted.as_str().to_owned()) {
            return wanted.clone();
        }
        let numbered = (2_u64..)
            .map(|number| suffixed(wanted.as_str(), number))
            .find(|name| !self.taken.contains(name))
            .unwrap_or_else(|| wanted.as_str().to_owned());
        self.taken.insert(numbered.clone());
        RustName::nearest(&numbered, "unnamed")
    }

    /// Takes names for several items at once, and returns them in the order of the items.
    ///
    /// Items whose converted name equals their spelling choose first, the others in their order. An
    /// item added at the end therefore never renames an earlier one.
    pub(crate) fn take_all(
        &mut self,
        wires: &[&str],
        convert: impl Fn(&str) -> RustName,
    ) -> Vec<RustName> {
        let wanted: Vec<RustName> = wires.iter().map(|wire| convert(wire)).collect();
        let mut order: Vec<usize> = (0..wires.len()).collect();
        let is_converted = |index: usize| match (wanted.get(index), wires.get(index)) {
            (Some(name), Some(wire)) => name.as_str() != *wire,
            _ => true,
        };
        order.sort_by_key(|&index| (is_converted(index), index));
        let mut named: Vec<(usize, RustName)> = order
            .into_iter()
            .filter_map(|index| Some((index, self.take(wanted.get(index)?))))
            .collect();
        named.sort();
        named.into_iter().map(|(_, name)| name).collect()
    }
}

/// Appends a number: `disk_id` becomes `disk_id_2`, `DISK_ID` `DISK_ID_2`, `DiskId` `DiskId2`.
fn suffixed(name: &str, number: u64) -> String {
    let camel = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase());
    let glue = if camel { "" } else { "_" };
    format!("{}{glue}{number}", name.trim_end_matches('_'))
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
    fn exact_spelling_keeps_its_name() {
        let mut scope = Scope::reserving(&["Client"]);
        assert_eq!(
            names(
                &mut scope,
                &["filter", "Filter", "Client", "FILTER"],
                type_name
            ),
            ["Filter2", "Filter", "Client2", "FILTER"]
        );
    }
}
