//! Looks for secrets in everything that an error can print.

use std::error::Error;

/// Every secret in the tests begins so.
const SECRET: &str = "hush";

pub(crate) fn check(error: &(dyn Error + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        for text in [error.to_string(), format!("{error:?} {error:#?}")] {
            assert!(!text.contains(SECRET), "{text}");
        }
        next = error.source();
    }
}
