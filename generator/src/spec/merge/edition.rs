//! The two sides of a merge: which page says something, and which page is the newer one.

use std::fmt;

use super::page_date::{PageDate, page_date};
use crate::finding::Finding;
use crate::spec::{Language, Source};

/// One page or chapter among several that describe the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edition {
    /// Where it is.
    pub(super) source: Source,
    /// Its language, where known.
    pub(super) language: Option<Language>,
    /// The host that it names.
    pub(super) host: Option<String>,
    /// Its last update; the source's where it states none itself.
    pub(super) date: PageDate,
}

impl Edition {
    pub(super) fn new(source: &Source, language: Option<Language>, updated: Option<&str>) -> Self {
        let printed = source.updated.as_deref().or(updated);
        Self {
            source: source.clone(),
            language,
            host: None,
            date: printed.and_then(page_date),
        }
    }

    /// Whether both are the same page at two times rather than two editions.
    pub(super) fn is_same_edition(&self, other: &Self) -> bool {
        self.language == other.language && self.host == other.host
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the line: it moves with every update, and the finding's advice has it.
        f.write_str(&self.source.file)?;
        let language = self.language.map(|language| match language {
            Language::En => "English",
            Language::Zh => "Chinese",
        });
        let updated = self.source.updated.as_deref();
        let known: Vec<&str> = [language, self.host.as_deref(), updated]
            .into_iter()
            .flatten()
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        write!(f, " ({})", known.join(", "))
    }
}

/// Things of one name, newest first, with the page that each comes from. The order in which they
/// were read has no influence.
pub(super) fn newest_first<T>(things: &mut [(Edition, T)]) {
    things.sort_by(|(one, _), (other, _)| {
        let newer = other.date.cmp(&one.date);
        let place = |edition: &Edition| (edition.source.file.clone(), edition.source.line);
        newer.then_with(|| place(one).cmp(&place(other)))
    });
}

/// A newer and an older description of one thing, and where to report that they differ.
pub(super) struct Sides<'a> {
    pub(super) newer: &'a Edition,
    pub(super) older: &'a Edition,
    pub(super) subject: String,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl Sides<'_> {
    /// Keeps the newer value, takes the older one where there is no other, reports a difference.
    pub(super) fn fact<T: PartialEq + fmt::Display>(
        &mut self,
        what: &str,
        newer: &mut Option<T>,
        older: Option<T>,
    ) {
        let Some(older) = older else { return };
        match newer {
            None => *newer = Some(older),
            Some(kept) if *kept == older => {}
            Some(kept) => {
                let (kept, other) = (kept.to_string(), older.to_string());
                self.differ(what, &kept, &other);
            }
        }
    }

    /// Reports a fact that both sides state differently.
    pub(super) fn differ(&mut self, what: &str, kept: &str, other: &str) {
        let message = format!(
            "{what} is `{kept}` in {}, `{other}` in {}; kept `{kept}` of the newer page",
            self.newer, self.older
        );
        self.report("editions-differ", message);
    }

    /// Reports names that one side alone has.
    pub(super) fn only_in_one(&mut self, what: &str, newer: &[&str], older: &[&str], kept: bool) {
        if !newer.is_empty() {
            let message = format!(
                "{what} {} only in {}, not in {}",
                listed(newer),
                self.newer,
                self.older
            );
            self.report("only-in-one-edition", message);
        }
        if !older.is_empty() {
            let fate = if kept { "kept" } else { "dropped" };
            let message = format!(
                "{what} {} only in the older {}, not in {}; {fate}",
                listed(older),
                self.older,
                self.newer
            );
            self.report("only-in-one-edition", message);
        }
    }

    /// Reports a note that the older page alone has.
    pub(super) fn only_older_notes(&mut self, what: &str) {
        let message = format!(
            "only the older {} says that {what}, not {}; kept",
            self.older, self.newer
        );
        self.report("only-in-one-edition", message);
    }

    fn report(&mut self, rule: &'static str, message: String) {
        let (newer, older) = (&self.newer.source, &self.older.source);
        let help = format!(
            "compare {}:{} with {}:{}; overrides.yaml settles it otherwise",
            newer.file, newer.line, older.file, older.line
        );
        let subject = self.subject.clone();
        let finding = Finding::warning(&newer.file, newer.line, rule, subject, message);
        self.findings.push(finding.help(help));
    }
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
