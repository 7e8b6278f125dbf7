//! The table of products in the READMEs, between marks that people keep.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::Result;
use lower::Crate;
use spec::{Language, Localized, ServiceSpec};
use transaction::Durability;

use crate::trees::{Contents, Tree};
use crate::workspace::Workspace;

/// A product's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    crate_name: String,
    version: String,
    /// The facade's feature; `None` for a retired product, which the facade lacks.
    feature: Option<String>,
    title: Localized,
    api_versions: Vec<String>,
    actions: usize,
    /// The number of descriptions in each language.
    texts: BTreeMap<Language, usize>,
}

/// Returns the rows of the products, the one with the most actions first, and retired ones last.
/// `specs` are those that
/// the model was made from.
pub(crate) fn rows(model: &Crate, specs: &[ServiceSpec]) -> Vec<Row> {
    let mut rows: Vec<Row> = model
        .products
        .iter()
        .map(|product| {
            let of_product = |spec: &&ServiceSpec| spec.service.name == product.service;
            let own: Vec<&ServiceSpec> = specs.iter().filter(of_product).collect();
            let titles = own.iter().rev().map(|spec| spec.service.title.clone());
            Row {
                crate_name: model.package.of_product(product),
                version: product.version.clone(),
                feature: (!product.is_retired()).then(|| product.feature.clone()),
                title: titles
                    .reduce(|mut all, next| {
                        all.fill(next);
                        all
                    })
                    .unwrap_or_default(),
                api_versions: product
                    .versions
                    .iter()
                    .map(|version| version.version.clone())
                    .collect(),
                actions: product
                    .versions
                    .iter()
                    .map(|version| version.actions.len())
                    .sum(),
                texts: texts(&own),
            }
        })
        .collect();
    let order = |row: &Row| {
        (
            row.feature.is_none(),
            Reverse(row.actions),
            row.crate_name.clone(),
        )
    };
    rows.sort_by_key(order);
    rows
}

/// Counts the descriptions of actions, parameters and members by language.
fn texts(specs: &[&ServiceSpec]) -> BTreeMap<Language, usize> {
    let mut counts = BTreeMap::new();
    let mut count = |text: &Localized| {
        for (language, _) in text.texts() {
            *counts.entry(language).or_default() += 1;
        }
    };
    for spec in specs {
        for action in &spec.actions {
            count(&action.doc);
            let members = action.input.iter().chain(&action.output);
            members.for_each(|member| count(&member.doc));
        }
        for structure in &spec.structures {
            count(&structure.doc);
            structure
                .members
                .iter()
                .for_each(|member| count(&member.doc));
        }
    }
    counts
}

/// The line before the table.
const BEGIN: &str = "<!-- products: written by `cargo xtask codegen` -->";
/// The line after the table.
const END: &str = "<!-- end of products -->";

/// The files with a table.
const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

/// The page about the answers of a fake.
const COVERAGE: &str = "docs/fake-coverage.md";

/// The files that [`readmes`] returns, if they exist.
pub(crate) const PAGES: [&str; 3] = [READMES[0], READMES[1], COVERAGE];

/// Returns the READMEs with the current tables, and the page about coverage, by path below the
/// workspace. Skips those that don't exist, and READMEs without marks.
///
/// # Errors
/// Fails if a README can't be read.
pub fn readmes(
    workspace: &Workspace,
    rows: &[Row],
    coverage: &str,
) -> Result<BTreeMap<String, String>> {
    let mut readmes = BTreeMap::new();
    if rows.is_empty() {
        return Ok(readmes);
    }
    for name in READMES {
        let language = if name.contains("zh") {
            Language::Zh
        } else {
            Language::En
        };
        let text = match disk::read_text(&workspace.root().join(name)) {
            Err(error) if error.is_absent() => continue,
            text => text?,
        };
        if let Some(text) = with_table(&text, &table(rows, language)) {
            readmes.insert(name.to_owned(), text);
        }
    }
    if !coverage.is_empty() && workspace.root().join(COVERAGE).is_file() {
        readmes.insert(COVERAGE.to_owned(), coverage.to_owned());
    }
    Ok(readmes)
}

/// Returns the READMEs as files to write.
pub fn tree<'a>(readmes: &'a BTreeMap<String, String>, command: &'a str) -> Tree<'a> {
    Tree {
        name: "",
        files: Contents::Texts(readmes),
        owns: &|_| false,
        marks: &|_| false,
        is_exclusive: false,
        last: "",
        command,
        durability: Durability::PowerFailure,
    }
}

fn with_table(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}

fn table(rows: &[Row], language: Language) -> String {
    let head = match language {
        Language::Zh => "| crate | 版本 | feature | 产品 | API 版本 | 接口数 | 文档语言 |\n",
        _ => "| crate | version | feature | product | API version | actions | texts |\n",
    };
    let mut table = format!("{head}|---|---|---|---|---|--:|---|\n");
    for row in rows {
        table.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} | {} |\n",
            row.crate_name,
            row.version,
            feature(row),
            title(row, language),
            row.api_versions.join(", "),
            row.actions,
            shares(&row.texts, language),
        ));
    }
    table
}

fn feature(row: &Row) -> String {
    match &row.feature {
        Some(feature) => format!("`{feature}`"),
        None => "–".to_owned(),
    }
}

/// Returns the title in this language or else the preferred one, as the cell of a table.
fn title(row: &Row, language: Language) -> String {
    let title = row.title.get(language).or(row.title.preferred());
    let line = title.and_then(|title| title.lines().next()).unwrap_or("–");
    let mut escaped = String::new();
    for c in visible::printable(line).chars() {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Returns the share of each language among the descriptions: `Chinese 98 %, English 2 %`.
fn shares(texts: &BTreeMap<Language, usize>, language: Language) -> String {
    let all: usize = texts.values().sum();
    let mut sorted: Vec<(&Language, &usize)> = texts.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1));
    let shares: Vec<String> = sorted
        .into_iter()
        .map(|(of, count)| {
            let name = match (language, of) {
                (Language::Zh, Language::Zh) => "中文",
                (Language::Zh, Language::En) => "英文",
                _ => of.name(),
            };
            let percent = (100 * count + all / 2) / all.max(1);
            format!("{name} {percent} %")
        })
        .collect();
    shares.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        let mut title = Localized::new(Language::En, "Block | Storage");
        title.set(Language::Zh, "云硬盘".to_owned());
        Row {
            crate_name: "tencentcloud-api-cbs".to_owned(),
            version: "0.2.0".to_owned(),
            feature: Some("cbs".to_owned()),
            title,
            api_versions: vec!["2017-03-12".to_owned()],
            actions: 20,
            texts: [(Language::En, 1), (Language::Zh, 2)].into(),
        }
    }

    #[test]
    fn table_stands_between_marks() {
        let text = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        let table = table(&[row()], Language::En);
        let with_table = with_table(&text, &table).unwrap();
        assert_eq!(
            with_table,
            "a\n<!-- products: written by `cargo xtask codegen` -->\n\
             | crate | version | feature | product | API version | actions | texts |\n\
             |---|---|---|---|---|--:|---|\n\
             | `tencentcloud-api-cbs` | 0.2.0 | `cbs` | Block \\| Storage | 2017-03-12 | 20 | \
             Chinese 67 %, English 33 % |\n\
             <!-- end of products -->\nb\n"
        );
    }

    #[test]
    fn retired_product_has_no_feature() {
        let retired = Row {
            feature: None,
            ..row()
        };
        assert!(table(&[retired], Language::En).contains("| 0.2.0 | – | Block"));
    }

    #[test]
    fn chinese_table_has_chinese_titles() {
        let table = table(&[row()], Language::Zh);
        assert!(
            table.contains("| 云硬盘 |") && table.contains("中文 67 %"),
            "{table}"
        );
    }
}
