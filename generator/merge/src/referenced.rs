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

/// Adds the values of the only table to which a member's text can refer.
///
/// Such a table belongs to a member of the same name and type. If there are several, the one counts
/// whose text has the words of the reference: `实例状态表` is the table of `实例状态。取值范围：…`.
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
        if let Some(name) = referenced_table(member)
            && let Some(tables) = tables.get(&key(member))
            && let Some(values) = only_table(tables, &name)
        {
            member.values.clone_from(values);
        }
    }
}

/// A member's name and type.
type Key = (String, String);

/// A member's text and its listed values.
struct Table {
    text: String,
    values: Vec<Value>,
}

fn key(member: &Member) -> Key {
    (member.name.clone(), member.type_name.to_string())
}

/// Returns the tables of the structures' members, if any member refers to one.
fn tables(
    actions: &[Action],
    structures: &BTreeMap<String, Structure>,
) -> BTreeMap<Key, Vec<Table>> {
    let members = || structures.values().flat_map(|structure| &structure.members);
    let of_actions = actions
        .iter()
        .flat_map(|action| action.input.iter().chain(&action.output));
    let mut tables: BTreeMap<Key, Vec<Table>> = BTreeMap::new();
    if !members()
        .chain(of_actions)
        .any(|member| referenced_table(member).is_some())
    {
        return tables;
    }
    for member in members().filter(|member| !member.values.is_empty()) {
        let of_name = tables.entry(key(member)).or_default();
        if of_name.iter().all(|known| known.values != member.values) {
            of_name.push(Table {
                text: texts(member).collect(),
                values: member.values.clone(),
            });
        }
    }
    tables
}

/// Returns the values of the only table, or of the only one whose text has these words.
fn only_table<'t>(tables: &'t [Table], words: &str) -> Option<&'t Vec<Value>> {
    if let [only] = tables {
        return Some(&only.values);
    }
    let mut named = tables
        .iter()
        .filter(|table| !words.is_empty() && table.text.contains(words));
    let first = named.next()?;
    named.next().is_none().then_some(&first.values)
}

/// Returns the words before "table" in a reference to one, for a member without values.
fn referenced_table(member: &Member) -> Option<String> {
    if !member.values.is_empty() {
        return None;
    }
    texts(member).find_map(|text| {
        REFERENCES.iter().find_map(|(verb, table)| {
            let (_, rest) = text.split_once(verb)?;
            let clause = rest.split(['。', '.', '\n', '，', ',']).next()?;
            let (words, _) = clause.split_once(table)?;
            Some(words.trim().trim_start_matches("the ").to_owned())
        })
    })
}

fn texts(member: &Member) -> impl Iterator<Item = &str> {
    member.doc.texts().map(|(_, text)| text)
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
        let third = |doc: &str| structure("Third", doc, &["A", "B"]);
        let mut two = BTreeMap::from([refers.clone(), table.clone(), third("状态。")]);
        add_values(&mut [], &mut two);
        assert_eq!(count(&two, "Instance"), Some(0), "two tables differ");
        let named = structure("Status", "实例状态。取值范围：", &["ON", "OFF", "NEW"]);
        let mut named = BTreeMap::from([refers, named, third("CHC的状态")]);
        add_values(&mut [], &mut named);
        assert_eq!(
            count(&named, "Instance"),
            Some(3),
            "the reference names one"
        );
    }
}
