//! Values that a text doesn't list, because it refers to the table of another member.

use std::collections::BTreeMap;

use spec::{Action, Member, Structure, Value};

/// Words that refer to a table: `状态类型详见实例状态表`.
const REFERENCES: [(&str, &str); 6] = [
    ("详见", "表"),
    ("参见", "表"),
    ("参考", "表"),
    ("see ", "table"),
    ("See ", "table"),
    ("refer to ", "table"),
];

/// Adds the values of the only table to which a member's text can refer: that of the members of
/// the same name and type.
pub(crate) fn add_values(actions: &mut [Action], structures: &mut BTreeMap<String, Structure>) {
    let tables = tables(actions, structures);
    if tables.is_empty() {
        return;
    }
    let of_actions = actions
        .iter_mut()
        .flat_map(|action| action.input.iter_mut().chain(&mut action.output));
    let of_structures = structures
        .values_mut()
        .flat_map(|structure| &mut structure.members);
    for member in of_actions.chain(of_structures) {
        if member.values.is_empty()
            && refers_to_table(member)
            && let Some(Some(values)) = tables.get(&key(member))
        {
            member.values.clone_from(values);
        }
    }
}

/// A member's name and type.
type Key = (String, String);

fn key(member: &Member) -> Key {
    (member.name.clone(), member.type_name.to_string())
}

/// Returns the values of the structures' members; `None` for a name with several tables.
fn tables(
    actions: &[Action],
    structures: &BTreeMap<String, Structure>,
) -> BTreeMap<Key, Option<Vec<Value>>> {
    let refers = |member: &Member| member.values.is_empty() && refers_to_table(member);
    let members = || structures.values().flat_map(|structure| &structure.members);
    let of_actions = actions
        .iter()
        .flat_map(|action| action.input.iter().chain(&action.output));
    if !members().chain(of_actions).any(refers) {
        return BTreeMap::new();
    }
    let mut tables: BTreeMap<Key, Option<Vec<Value>>> = BTreeMap::new();
    for member in members().filter(|member| !member.values.is_empty()) {
        tables
            .entry(key(member))
            .and_modify(|known| {
                if known.as_ref() != Some(&member.values) {
                    *known = None;
                }
            })
            .or_insert_with(|| Some(member.values.clone()));
    }
    tables
}

fn refers_to_table(member: &Member) -> bool {
    let texts = [member.doc.zh.as_deref(), member.doc.en.as_deref()];
    texts.into_iter().flatten().any(|text| {
        REFERENCES.iter().any(|(verb, table)| {
            text.split_once(verb)
                .and_then(|(_, rest)| rest.split(['。', '.', '\n', '，', ',']).next())
                .is_some_and(|clause| clause.contains(table))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use spec::{Language, Localized};

    fn structure(name: &str, doc: &str, values: &[&str]) -> (String, Structure) {
        let value = |value: &&str| Value {
            value: (*value).to_owned(),
            doc: Localized::default(),
            deprecated: None,
        };
        let member = Member {
            doc: Localized::new(Language::Zh, doc),
            values: values.iter().map(value).collect(),
            ..Member::new("State", "String".parse().unwrap())
        };
        let structure = Structure {
            name: name.to_owned(),
            members: vec![member],
            ..Structure::default()
        };
        (name.to_owned(), structure)
    }

    #[test]
    fn referring_text_gets_the_only_table() {
        let refers = structure("Instance", "状态类型详见实例状态表", &[]);
        let silent = structure("Other", "状态。", &[]);
        let table = structure("Status", "状态。", &["ON", "OFF"]);
        let mut one = BTreeMap::from([refers.clone(), silent, table.clone()]);
        add_values(&mut [], &mut one);
        let count = |all: &BTreeMap<String, Structure>, name: &str| {
            all.get(name).map(|found| found.members[0].values.len())
        };
        assert_eq!(count(&one, "Instance"), Some(2));
        assert_eq!(count(&one, "Other"), Some(0), "it refers to nothing");
        let mut two = BTreeMap::from([refers, table, structure("Third", "状态。", &["A", "B"])]);
        add_values(&mut [], &mut two);
        assert_eq!(count(&two, "Instance"), Some(0), "two tables differ");
    }
}
