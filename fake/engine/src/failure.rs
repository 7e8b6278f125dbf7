//! Documented errors as answers.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::{Answer, Call, Content};

/// An error on the way to an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    code: String,
    message: String,
}

/// The content of a reply, or a documented error.
pub(crate) type Outcome = Result<Map<String, Value>, Failure>;

impl Failure {
    /// Creates a failure of the first of these codes that is known.
    pub(crate) fn new(codes: &[Option<&String>], message: String) -> Self {
        let code = codes.iter().find_map(|code| *code);
        Self {
            code: code.map_or("ResourceNotFound", String::as_str).to_owned(),
            message,
        }
    }

    /// Creates the failure of an unknown resource.
    pub(crate) fn not_found(codes: &[Option<&String>], kind: &str, id: &str) -> Self {
        let shown = shown(id);
        let message = format!("The {} `{shown}` doesn't exist.", spaced(kind));
        Self::new(codes, message)
    }
}

impl From<Result<Content, Failure>> for Answer {
    fn from(outcome: Result<Content, Failure>) -> Self {
        match outcome {
            Ok(content) => Self::Success(content),
            Err(failure) => Self::Failure {
                code: Cow::Owned(failure.code),
                message: failure.message,
            },
        }
    }
}

/// Returns the documented meaning of a code, or the fallback.
pub(crate) fn meaning(call: &Call<'_>, code: Option<&String>, fallback: &str) -> String {
    let documented = code
        .and_then(|code| call.product.error(code))
        .map(|error| error.doc.trim());
    let documented = documented.filter(|text| !text.is_empty());
    documented.map_or_else(|| fallback.to_owned(), |text| format!("{fallback} {text}"))
}

/// The longest text of a caller that a message repeats.
const SHOWN: usize = 80;

/// Returns a caller's text for a message: on one line, and not too long.
pub(crate) fn shown(text: &str) -> String {
    let plain = text
        .chars()
        .map(|letter| if letter.is_control() { '?' } else { letter });
    plain.take(SHOWN).collect()
}

/// Returns the name of a kind in words: `key pair` for `KeyPair`.
pub(crate) fn spaced(kind: &str) -> String {
    let mut words = String::new();
    for (index, letter) in kind.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
