//! The layers that ARCHITECTURE.md shows, compared with the code.
//!
//! The test compares the table of crates with the manifests, and the tables of modules with the
//! paths in the sources. A row may only use rows above it, so neither crates nor modules form a
//! cycle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::Value;

/// A row's name and the names that it uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

#[test]
fn crates_match_their_table() {
    let (order, table) = table("Crates");
    assert_layered(&order, &table);
    assert_equal(&table, &crates());
}

#[test]
fn runtime_modules_match_their_table() {
    assert_modules_match("Modules of the runtime", "runtime/src", "lib.rs");
}

#[test]
fn scrape_modules_match_their_table() {
    assert_modules_match("Modules of scrape", "scrape/src", "lib.rs");
}

#[test]
fn xtask_modules_match_their_table() {
    let (order, table) = table("Modules of xtask");
    assert_layered(&order, &table);
    let mut found = Uses::new();
    for (folder, root) in [
        ("xtask/src", "lib.rs"),
        ("xtask/src", "main.rs"),
        ("xtask/src/review", "main.rs"),
        ("xtask/src/bench", "main.rs"),
    ] {
        found.extend(modules(&workspace().join(folder), root));
    }
    assert_equal(&table, &found);
}

fn assert_modules_match(heading: &str, folder: &str, root: &str) {
    let (order, table) = table(heading);
    assert_layered(&order, &table);
    assert_equal(&table, &modules(&workspace().join(folder), root));
}

/// Asserts that every row uses only rows above it.
fn assert_layered(order: &[String], table: &Uses) {
    let mut above = BTreeSet::new();
    for name in order {
        let upward: Vec<_> = table[name].difference(&above).collect();
        assert!(
            upward.is_empty(),
            "`{name}` uses {upward:?}, which aren't above it"
        );
        above.insert(name.clone());
    }
}

fn assert_equal(table: &Uses, found: &Uses) {
    let names: BTreeSet<_> = table.keys().chain(found.keys()).collect();
    let differences: Vec<String> = names
        .into_iter()
        .filter(|name| table.get(*name) != found.get(*name))
        .map(|name| {
            format!(
                "{name}: ARCHITECTURE.md has {:?}, the code {:?}",
                table.get(name),
                found.get(name)
            )
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads the table below a heading of ARCHITECTURE.md: `| name | uses, uses | purpose |`. Also
/// returns the names in the table's order.
fn table(heading: &str) -> (Vec<String>, Uses) {
    let text = fs::read_to_string(workspace().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = text
        .split_once(&format!("### {heading}\n"))
        .unwrap_or_else(|| panic!("ARCHITECTURE.md has no heading `### {heading}`"));
    let section = section.split("\n#").next().unwrap();
    let names = |cell: &str| -> Vec<String> {
        cell.split(',')
            .map(|name| name.trim().trim_matches('`'))
            .filter(|name| !name.is_empty() && *name != "–")
            .map(str::to_owned)
            .collect()
    };
    let mut order = Vec::new();
    let mut table = Uses::new();
    for row in section.lines().filter(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<&str> = row.split('|').collect();
        let [_, name, uses, purpose, _] = cells[..] else {
            panic!("a row of `{heading}` doesn't have three cells: {row}");
        };
        assert!(!purpose.trim().is_empty(), "{row}");
        for name in names(name) {
            order.push(name.clone());
            let earlier = table.insert(name, names(uses).into_iter().collect());
            assert_eq!(earlier, None, "{row}");
        }
    }
    assert!(!order.is_empty(), "`{heading}` has no table");
    (order, table)
}

/// Returns the crates of the workspace, and the crates of the workspace that each depends on. Omits
/// crates for tests, measurements and examples.
fn crates() -> Uses {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = std::process::Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(workspace())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeSet<&str> = packages
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    let mut uses = Uses::new();
    for package in packages {
        let dependencies = package["dependencies"].as_array().unwrap();
        let used = dependencies
            .iter()
            .filter(|dependency| dependency["kind"] != "dev")
            .map(|dependency| dependency["name"].as_str().unwrap())
            .filter(|name| names.contains(name));
        let name = package["name"].as_str().unwrap();
        let is_measure_or_test = ["bench", "golden", "usage", "examples"];
        if !is_measure_or_test.iter().any(|part| name.contains(part)) {
            uses.insert(name.to_owned(), used.map(str::to_owned).collect());
        }
    }
    uses
}

/// Returns the top-level modules of a crate, and the top-level modules that each uses outside of
/// tests. `root` is the crate's root file, which the table doesn't list.
fn modules(folder: &Path, root: &str) -> Uses {
    let text = fs::read_to_string(folder.join(root)).unwrap();
    let scan = Scan::of(&text, &[]);
    let mut uses = Uses::new();
    for module in &scan.modules {
        let mut used = BTreeSet::new();
        collect(folder, std::slice::from_ref(module), &mut used);
        used.remove(module);
        // Paths to items of the root, such as re-exports, aren't modules.
        let lib = lib_modules();
        used.retain(|name| scan.modules.contains(name) || lib.contains(name));
        uses.insert(module.clone(), used);
    }
    uses
}

/// Returns the modules of xtask's library, which its binaries use as `xtask::…`.
fn lib_modules() -> BTreeSet<String> {
    let text = fs::read_to_string(workspace().join("xtask/src/lib.rs")).unwrap();
    Scan::of(&text, &[]).modules
}

/// Collects the top-level modules that a module and the modules below it use.
fn collect(folder: &Path, path: &[String], used: &mut BTreeSet<String>) {
    let base = path
        .iter()
        .fold(folder.to_owned(), |base, name| base.join(name));
    let file = [base.with_extension("rs"), base.join("mod.rs")]
        .into_iter()
        .find(|file| file.exists())
        .unwrap_or_else(|| panic!("module {path:?} has no file"));
    let scan = Scan::of(&fs::read_to_string(file).unwrap(), path);
    used.extend(scan.used);
    for module in scan.modules {
        collect(folder, &[path, &[module][..]].concat(), used);
    }
}

/// The facts of one source file.
#[derive(Default)]
struct Scan {
    /// The modules that it declares in other files, without those of tests.
    modules: BTreeSet<String>,
    /// The top-level modules that its paths name.
    used: BTreeSet<String>,
}

impl Scan {
    /// Scans a file whose module has this path.
    fn of(text: &str, path: &[String]) -> Self {
        let mut scan = Self::default();
        scan.tokens(text.parse().unwrap(), path);
        scan
    }

    fn tokens(&mut self, tokens: TokenStream, path: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut index = 0;
        let mut for_tests = false;
        while let Some(token) = tokens.get(index) {
            index += 1;
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    let attribute = tokens.get(index).map(ToString::to_string);
                    for_tests |= attribute.is_some_and(|text| is_test_attribute(&text));
                }
                TokenTree::Ident(word) if *word == "mod" => {
                    index = self.module(&tokens, index, for_tests, path);
                    for_tests = false;
                }
                TokenTree::Ident(word) => {
                    let word = word.to_string();
                    if let Some(rest) = separator(&tokens, index) {
                        self.path(&word, &tokens, rest, path);
                    }
                    for_tests &= matches!(word.as_str(), "pub" | "crate" | "in");
                }
                TokenTree::Group(group) => {
                    let is_attribute = group.delimiter() == Delimiter::Bracket;
                    self.tokens(group.stream(), path);
                    for_tests &= is_attribute || group.delimiter() == Delimiter::Parenthesis;
                }
                _ => {}
            }
        }
    }

    /// Scans the tokens after the word `mod`, and returns the index behind the module.
    fn module(
        &mut self,
        tokens: &[TokenTree],
        index: usize,
        for_tests: bool,
        path: &[String],
    ) -> usize {
        let Some(TokenTree::Ident(name)) = tokens.get(index) else {
            return index;
        };
        let name = name.to_string();
        match tokens.get(index + 1) {
            Some(TokenTree::Group(body)) if !for_tests => {
                self.tokens(body.stream(), &[path, &[name][..]].concat());
            }
            Some(TokenTree::Punct(end)) if end.as_char() == ';' && !for_tests => {
                self.modules.insert(name);
            }
            _ => {}
        }
        index + 2
    }

    /// Records the module that a path names: `crate::x`, `crate::{x, y}`, `super::x`, `xtask::x`.
    fn path(&mut self, first: &str, tokens: &[TokenTree], mut index: usize, path: &[String]) {
        let mut base = match first {
            "crate" | "xtask" => Vec::new(),
            "super" => parent(path),
            _ => return,
        };
        while let Some(TokenTree::Ident(word)) = tokens.get(index) {
            match (*word == "super", separator(tokens, index + 1)) {
                (true, Some(rest)) => {
                    base = parent(&base);
                    index = rest;
                }
                _ => break,
            }
        }
        if let Some(module) = base.first() {
            self.used.insert(module.clone());
            return;
        }
        match tokens.get(index) {
            Some(TokenTree::Ident(word)) => _ = self.used.insert(word.to_string()),
            Some(TokenTree::Group(list)) => self.used.extend(first_words(list.stream())),
            _ => {}
        }
    }
}

fn is_test_attribute(attribute: &str) -> bool {
    let attribute: String = attribute.split_whitespace().collect();
    attribute == "[cfg(test)]" || attribute.starts_with("[cfg(all(test,")
}

/// Returns the index behind `::`, if it is at the index.
fn separator(tokens: &[TokenTree], index: usize) -> Option<usize> {
    let is_colon = |index: usize| matches!(tokens.get(index), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    if is_colon(index) && is_colon(index + 1) {
        return Some(index + 2);
    }
    None
}

fn parent(path: &[String]) -> Vec<String> {
    path.split_last()
        .map_or_else(Vec::new, |(_, parent)| parent.to_vec())
}

/// Returns the first word of each element of `{a, b::c}`.
fn first_words(list: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = list.into_iter().collect();
    let elements =
        tokens.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','));
    elements
        .filter_map(|element| element.first().map(ToString::to_string))
        .collect()
}

#[test]
fn scan_finds_paths_and_modules() {
    let text = "
        mod inner;
        #[cfg(test)] mod tests;
        #[cfg(test)] mod more { use crate::hidden; }
        use crate::{a::B, b, c::{D, E}};
        use super::super::d::F;
        /// [`crate::not_code`]
        fn f(x: &crate::e::X) -> crate::f::Y { super::sibling(x); xtask::g::h() }
        mod nested { use super::super::i; }
    ";
    let path = ["top".to_owned(), "file".to_owned()];
    let scan = Scan::of(text, &path);
    assert_eq!(scan.modules, BTreeSet::from(["inner".to_owned()]));
    let expected = ["a", "b", "c", "d", "e", "f", "g", "top"].map(str::to_owned);
    assert_eq!(scan.used, BTreeSet::from(expected));
}
