//! The files of a package besides manifest and code: README, licences, notice and changelog.

use std::collections::BTreeMap;

use crate::file::HEADER;
use crate::intro::Origin;
use crate::{Task, replacement};
use lower::{Crate, Package, Product};

/// Returns the tasks for the files that every package has. `folder` is the package's, with `/` at
/// its end unless it is empty.
pub(crate) fn tasks<'a>(folder: &str) -> Vec<Task<'a>> {
    let licences = [
        ("LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
        ("LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
        ("NOTICE", NOTICE),
    ];
    let task = |(name, text): (&str, &'static str)| {
        Task::new(format!("{folder}{name}"), move || text.to_owned())
    };
    licences.map(task).into()
}

const NOTICE: &str = include_str!("templates/NOTICE");

/// Returns whether a file, by its path, has no mark at its beginning, because its text must be
/// exactly that of a licence.
pub(crate) fn is_unmarked(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    ["LICENSE-APACHE", "LICENSE-MIT", "NOTICE"].contains(&name)
}

/// Returns the README of the facade.
pub(crate) fn facade_readme(model: &Crate) -> String {
    let name = model.package.name;
    let feature = model.first_call.as_ref().map(|call| call.feature.as_str());
    let feature = feature.unwrap_or("cvm");
    let rows: String = model
        .facade_products()
        .map(|product| product_row(&model.package, product))
        .collect();
    format!(
        "<!-- {HEADER} -->

# {name}

Typed, documented Rust clients for Tencent Cloud, generated from Tencent Cloud's API documentation.

Every product is a feature, and none is enabled by default:

```toml
[dependencies]
{name} = {{ version = \"{}\", features = [\"{feature}\"] }}
```

[The documentation](https://docs.rs/{name}) begins with a first call. Each product also has its
own crate, for programs that use only one product.

| feature | crate | product | API versions | actions |
|---|---|---|---|--:|
{rows}
{LICENCE}",
        requirement(&model.package.version),
    )
}

fn product_row(package: &Package, product: &Product) -> String {
    let versions: Vec<&str> = product
        .versions
        .iter()
        .map(|version| version.version.as_str())
        .collect();
    let actions = product.newest().map_or(0, |version| version.actions.len());
    let crate_name = package.of_product(product);
    format!(
        "| `{}` | [`{crate_name}`](https://docs.rs/{crate_name}) | {} | {} | {actions} |\n",
        product.feature,
        product.title.as_deref().unwrap_or_default(),
        versions.join(", "),
    )
}

/// Returns the README of a product's crate.
pub(crate) fn product_readme(package: &Package, product: &Product, origin: Origin) -> String {
    let name = package.of_product(product);
    let docs: String = product
        .docs
        .iter()
        .map(|line| format!("{line}\n"))
        .collect();
    let more = match origin {
        Origin::Folder => "`cargo doc --open` shows all actions.".to_owned(),
        Origin::Registry if product.is_retired() => {
            let notice = replacement::notice(package, product, origin);
            format!("[The documentation](https://docs.rs/{name}) lists all actions.\n\n{notice}")
        }
        Origin::Registry => {
            let (facade, feature) = (package.name, &product.feature);
            format!(
                "[The documentation](https://docs.rs/{name}) lists all actions. Programs that use \
                 several products\nmay prefer [`{facade}`](https://docs.rs/{facade}), which has this \
                 one behind the feature `{feature}`."
            )
        }
    };
    format!(
        "<!-- {HEADER} -->

# {name}

{docs}
```toml
[dependencies]
{}
```

{more}

{LICENCE}",
        origin.dependency(package, product),
    )
}

const LICENCE: &str = "## Licence

MIT or Apache-2.0, at your choice. The documentation's texts belong to Tencent Cloud: see NOTICE.
";

/// Returns the version that users write into their manifest: `0.1` for `0.1.4`.
pub(crate) fn requirement(version: &str) -> String {
    let numbers: Vec<&str> = version.split('.').take(2).collect();
    match numbers[..] {
        ["0", _] => numbers.join("."),
        [major, ..] => major.to_owned(),
        [] => version.to_owned(),
    }
}

/// Returns the text of a `CHANGELOG.md`, newest release first; `None` if there are no notes.
///
/// Notes are Markdown by version, such as `0.2.0`, and go below second-level headings.
pub fn changelog(notes: &BTreeMap<String, String>) -> Option<String> {
    if notes.is_empty() {
        return None;
    }
    let mut releases: Vec<(&String, &String)> = notes.iter().collect();
    releases.sort_by_key(|(version, _)| std::cmp::Reverse(sortable(version)));
    let entries: String = releases
        .iter()
        .map(|(version, note)| format!("\n## {version}\n\n{}\n", note.trim()))
        .collect();
    Some(format!("{CHANGELOG_HEADER}{entries}"))
}

/// Returns a version's numbers, and itself for pre-releases, which sort before their release.
fn sortable(version: &str) -> (Vec<u64>, bool, &str) {
    let (numbers, rest) = version.split_once('-').unwrap_or((version, ""));
    let numbers = numbers
        .split('.')
        .map(|number| number.parse().unwrap_or_default());
    (numbers.collect(), rest.is_empty(), rest)
}

const CHANGELOG_HEADER: &str = "\
<!-- @generated by `cargo xtask codegen` from specs/; do not edit. -->

# Changelog

Changes that follow from changes in the documentation. Versions follow
[Semantic Versioning](https://semver.org/).
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changelog_starts_with_newest_release() {
        let note = |version: &str| (version.to_owned(), "text".to_owned());
        let notes = ["0.9.0", "0.10.0", "0.10.0-rc.1", "0.2.0"].map(note);
        let text = changelog(&BTreeMap::from(notes)).unwrap();
        let releases: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        let expected = ["## 0.10.0", "## 0.10.0-rc.1", "## 0.9.0", "## 0.2.0"];
        assert_eq!(releases, expected);
        assert_eq!(changelog(&BTreeMap::new()), None);
    }

    #[test]
    fn requirements_accept_compatible_releases() {
        assert_eq!(requirement("0.3.7"), "0.3");
        assert_eq!(requirement("2.1.0"), "2");
    }
}
