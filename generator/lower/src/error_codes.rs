//! Error codes as constants.

use std::collections::BTreeMap;

use super::deprecated::Reasons;
use super::docs::error_code_docs;
use super::model::Constant;
use super::names::{RustName, Scope, constant};
use spec::{ErrorCode, ServiceSpec};

/// Every code of a version by its text, with its constant.
pub(crate) struct ErrorCodes {
    codes: BTreeMap<String, (ErrorCode, RustName)>,
}

impl ErrorCodes {
    /// The codes of the product's list, and those that only actions name.
    pub(crate) fn new(spec: &ServiceSpec) -> Self {
        let mut by_code: BTreeMap<String, ErrorCode> = BTreeMap::new();
        for error in &spec.errors {
            by_code
                .entry(error.code.clone())
                .or_insert_with(|| error.clone());
        }
        for code in spec.actions.iter().flat_map(|action| &action.errors) {
            by_code.entry(code.clone()).or_insert_with(|| ErrorCode {
                code: code.clone(),
                ..ErrorCode::default()
            });
        }
        let wires: Vec<&str> = by_code.keys().map(String::as_str).collect();
        let names = Scope::default().take_all(&wires, constant);
        let codes = by_code.into_iter().zip(names);
        Self {
            codes: codes
                .map(|((code, error), name)| (code, (error, name)))
                .collect(),
        }
    }

    /// The code with its constant.
    pub(crate) fn get(&self, code: &str) -> Option<(&ErrorCode, &RustName)> {
        self.codes.get(code).map(|(error, name)| (error, name))
    }

    /// The constants, sorted by name.
    pub(crate) fn constants(&self) -> Vec<Constant> {
        let mut constants: Vec<Constant> = self
            .codes
            .values()
            .map(|(error, name)| Constant {
                deprecated: Reasons::stated(&error.deprecated).note(),
                name: name.clone(),
                value: error.code.clone(),
                docs: error_code_docs(error),
            })
            .collect();
        constants.sort_by(|a, b| a.name.cmp(&b.name));
        constants
    }
}
