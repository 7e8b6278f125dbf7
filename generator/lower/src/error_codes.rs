//! Error codes as constants.

use std::collections::BTreeMap;

use crate::docs::{deprecation_note, error_code_docs};
use crate::model::Constant;
use crate::names::{RustName, Scope, constant};
use spec::{ErrorCode, ServiceSpec};

/// The error codes of a version and their constants, by code.
pub(crate) struct ErrorCodes {
    codes: BTreeMap<String, (ErrorCode, RustName)>,
}

impl ErrorCodes {
    /// Collects the codes of the product's list and those that only actions mention.
    pub(crate) fn new(spec: &ServiceSpec) -> Self {
        let mut by_code: BTreeMap<String, ErrorCode> = BTreeMap::new();
        for error in &spec.errors {
            by_code
                .entry(error.code.clone())
                .or_insert_with(|| error.clone());
        }
        keep_main_language(&mut by_code);
        for code in spec.actions.iter().flat_map(|action| &action.errors) {
            by_code.entry(code.clone()).or_insert_with(|| ErrorCode {
                code: code.clone(),
                ..ErrorCode::default()
            });
        }
        let wires: Vec<&str> = by_code.keys().map(String::as_str).collect();
        let names = Scope::default().take_all(&wires, constant);
        Self {
            codes: by_code
                .into_iter()
                .zip(names)
                .map(|((code, error), name)| (code, (error, name)))
                .collect(),
        }
    }

    /// Returns the code's description and the name of its constant.
    pub(crate) fn get(&self, code: &str) -> Option<(&ErrorCode, &RustName)> {
        self.codes.get(code).map(|(error, name)| (error, name))
    }

    /// Returns the constants, sorted by name.
    pub(crate) fn constants(&self) -> Vec<Constant> {
        let mut constants: Vec<Constant> = self
            .codes
            .values()
            .map(|(error, name)| Constant {
                deprecated: deprecation_note(error.deprecated.as_ref()),
                name: name.clone(),
                value: error.code.clone(),
                docs: error_code_docs(error),
            })
            .collect();
        constants.sort_by(|a, b| a.name.cmp(&b.name));
        constants
    }
}

/// Shows all codes in the language of most texts, as far as they have one.
///
/// A list in two languages is harder to read than one in a single language.
fn keep_main_language(codes: &mut BTreeMap<String, ErrorCode>) {
    let count = |has: fn(&ErrorCode) -> bool| codes.values().filter(|code| has(code)).count();
    if count(|code| code.doc.zh.is_some()) <= count(|code| code.doc.en.is_some()) {
        return;
    }
    for code in codes.values_mut() {
        if code.doc.zh.is_some() {
            code.doc.en = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spec::{Language, Localized};

    #[test]
    fn codes_are_shown_in_one_language() {
        let code = |name: &str, en: Option<&str>, zh: Option<&str>| {
            let mut doc = Localized::new(Language::En, en.unwrap_or_default());
            doc.fill(Localized::new(Language::Zh, zh.unwrap_or_default()));
            ErrorCode {
                code: name.to_owned(),
                doc,
                ..ErrorCode::default()
            }
        };
        let spec = ServiceSpec {
            errors: vec![
                code("A", Some("both"), Some("两者")),
                code("B", None, Some("中文")),
                code("C", Some("English only"), None),
                code("D", None, Some("又是中文")),
            ],
            ..ServiceSpec::default()
        };
        let codes = ErrorCodes::new(&spec);
        let shown = |name: &str| codes.get(name).and_then(|(code, _)| code.doc.preferred());
        assert_eq!(shown("A"), Some("两者"));
        assert_eq!(shown("B"), Some("中文"));
        assert_eq!(shown("C"), Some("English only"));
    }
}
