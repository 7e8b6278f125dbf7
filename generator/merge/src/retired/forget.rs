//! Lets things go that were kept, because somebody says so.

use super::{Retired, RetiredThing};

/// Nothing of that name is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("error: nothing that was kept is called `{path}`\n  = help: {help}")]
pub struct NotRetired {
    path: String,
    help: String,
}

/// Takes out the thing with that path, and with an action or structure all that belongs to it.
/// Returns what was taken out.
pub fn forget(retired: &mut Retired, path: &str) -> Result<Vec<RetiredThing>, NotRetired> {
    let within = format!("{path}/");
    let value = format!("{path}=");
    let is_meant = |thing: &RetiredThing| {
        let own = thing.path();
        own == path || own.starts_with(&within) || own.starts_with(&value)
    };
    let (gone, kept): (Vec<_>, Vec<_>) = retired.0.drain(..).partition(is_meant);
    retired.0 = kept;
    if gone.is_empty() {
        let paths: Vec<String> = retired.0.iter().map(RetiredThing::path).collect();
        return Err(NotRetired {
            path: path.to_owned(),
            help: match paths.as_slice() {
                [] => "nothing at all is kept of this service".to_owned(),
                paths => format!("kept are: {}", paths.join(", ")),
            },
        });
    }
    Ok(gone)
}
