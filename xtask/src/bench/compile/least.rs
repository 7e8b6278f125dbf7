//! Several rounds of compiling the same, of which the cheapest counts.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::compiler::{Compiler, Mode, Taken};

/// The compiler does the same each time: what it takes more than the least is the machine's doing.
pub(super) const ROUNDS: u32 = 3;

/// What compiling took when it took least, by mode.
#[derive(Default)]
pub(super) struct Least(BTreeMap<&'static str, Taken>);

impl Least {
    /// All rounds in a row.
    pub(super) fn of_rounds(
        compiler: &Compiler,
        manifest: &Path,
        package: &str,
        options: &[&str],
    ) -> Result<Self> {
        let mut least = Self::default();
        for _ in 0..ROUNDS {
            least.measure(compiler, manifest, package, options)?;
        }
        Ok(least)
    }

    /// One round.
    pub(super) fn measure(
        &mut self,
        compiler: &Compiler,
        manifest: &Path,
        package: &str,
        options: &[&str],
    ) -> Result<()> {
        for mode in [Mode::Check, Mode::Debug, Mode::Release] {
            let taken = compiler.compile(manifest, package, options, mode)?;
            eprintln!("  {}: {}", mode.name(), taken.json());
            let least = self.0.entry(mode.name()).or_insert(taken);
            *least = least.or_less(taken);
        }
        Ok(())
    }

    pub(super) fn json(&self) -> Value {
        let modes = self.0.iter();
        let modes = modes.map(|(mode, taken)| ((*mode).to_owned(), taken.json()));
        Value::Object(modes.collect())
    }
}
