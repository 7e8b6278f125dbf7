//! Editions of a page: their sites, languages and dates, and the merge of two of them.

use std::collections::BTreeMap;
use std::fmt;

use crate::page_date::{PageDate, page_date};
use sources::SourceEntry;
use spec::finding::{Finding, Nature, Rule};
use spec::{Language, Source};

pub(crate) const EDITIONS_DIFFER: Rule = Rule {
    name: "editions-differ",
    nature: Nature::Contradiction,
    explanation: "Two pages about one thing state different facts. The page with the latest update \
                  wins.",
};

pub(crate) const ONLY_IN_ONE_EDITION: Rule = Rule {
    name: "only-in-one-edition",
    nature: Nature::Remark,
    explanation: "Only one of two pages about one thing has some members, error codes or notes. \
                  Those of another edition are kept.",
};

/// Merges the descriptions of each name into one. Pages of one edition merge before editions do,
/// because the newer page of an edition settles what the edition says.
pub(crate) fn merge_by_name<T>(
    things: Vec<(Edition, T)>,
    name: fn(&T) -> &String,
    findings: &mut Vec<Finding>,
    merge: fn(&mut T, T, &mut Pair<'_>),
) -> BTreeMap<String, T> {
    let mut by_name: BTreeMap<String, Vec<(Edition, T)>> = BTreeMap::new();
    for (edition, thing) in things {
        let same_name = by_name.entry(name(&thing).clone()).or_default();
        same_name.push((edition, thing));
    }
    let mut merged = BTreeMap::new();
    for (name, mut things) in by_name {
        newest_first(&mut things);
        let one = merge_all(things, |(newer, thing), (older, other)| {
            let mut pair = Pair {
                newer,
                older,
                subject: name.clone(),
                findings,
            };
            merge(thing, other, &mut pair);
        });
        if let Some(one) = one {
            merged.insert(name, one);
        }
    }
    merged
}

/// Merges descriptions of one thing, newest first; `None` for an empty list.
fn merge_all<T>(
    things: Vec<(Edition, T)>,
    mut merge: impl FnMut((&Edition, &mut T), (&Edition, T)),
) -> Option<T> {
    let mut editions: Vec<(Edition, T)> = Vec::new();
    for (edition, thing) in things {
        let same = |(known, _): &&mut (Edition, T)| known.is_same_edition(&edition);
        match editions.iter_mut().find(same) {
            Some((known, merged)) => merge((known, merged), (&edition, thing)),
            None => editions.push((edition, thing)),
        }
    }
    let mut editions = editions.into_iter();
    let (newest, mut merged) = editions.next()?;
    for (edition, thing) in editions {
        merge((&newest, &mut merged), (&edition, thing));
    }
    Some(merged)
}

/// Sorts descriptions by the update of their pages, newest first. Their original order has no
/// influence.
pub(crate) fn newest_first<T>(things: &mut [(Edition, T)]) {
    things.sort_by(|(one, _), (other, _)| {
        let newer = other.date.cmp(&one.date);
        let place = |edition: &Edition| (edition.source.file.clone(), edition.source.line);
        newer.then_with(|| place(one).cmp(&place(other)))
    });
}

/// One page or chapter among several that describe the same item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edition {
    /// File and line in the sources.
    pub(crate) source: Source,
    /// Language, if known.
    pub(crate) language: Option<Language>,
    site: Site,
    /// Host that the page names for requests.
    host: Option<String>,
    /// Last update, as the page or else the manifest states it.
    date: PageDate,
}

/// A site of the documentation. The two sites may differ for good reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Site {
    /// `cloud.tencent.com`.
    Mainland,
    /// `www.tencentcloud.com`, formerly `intl.cloud.tencent.com`.
    International,
}

impl Edition {
    /// Creates the edition of a source. The manifest's entry completes the URL and the last update.
    /// `host` is the one that the page names for requests.
    pub(crate) fn new(
        source: &Source,
        language: Option<Language>,
        entry: &SourceEntry,
        host: Option<&str>,
    ) -> Self {
        let printed = source.updated.as_deref().or(entry.updated.as_deref());
        let url = source.url.as_deref().or(entry.url.as_deref());
        Self {
            source: source.clone(),
            site: Site::new(url, host, language),
            language,
            host: host.map(str::to_owned),
            date: printed.and_then(page_date),
        }
    }

    /// Returns the site of the page.
    pub(crate) fn site(&self) -> Site {
        self.site
    }

    /// Returns whether both are the same page at two times rather than two editions.
    pub(crate) fn is_same_edition(&self, other: &Self) -> bool {
        self.language == other.language && self.site == other.site
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The line is only in the finding's help, because every update moves it.
        f.write_str(&self.source.file)?;
        let language = self.language.map(Language::name);
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

impl Site {
    /// Decides by the page's URL, else by the host for requests, else by the language: Chinese
    /// means the mainland site, other languages the international one.
    fn new(url: Option<&str>, host: Option<&str>, language: Option<Language>) -> Self {
        if let Some(site) = url.and_then(Self::from_url) {
            return site;
        }
        if host.is_some_and(|host| host.contains(".intl.")) {
            return Self::International;
        }
        match language {
            Some(Language::Zh) | None => Self::Mainland,
            Some(_) => Self::International,
        }
    }

    /// Returns the site of an address, or `None` for addresses elsewhere or without a host.
    pub(crate) fn from_url(url: &str) -> Option<Self> {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = rest
            .split(['/', ':', '?', '#'])
            .next()?
            .to_ascii_lowercase();
        let mut labels = host.split('.');
        if labels.any(|label| ["intl", "tencentcloud"].contains(&label)) {
            return Some(Self::International);
        }
        if host.contains("cloud.tencent.") {
            return Some(Self::Mainland);
        }
        None
    }
}

/// A newer and an older description of one thing, with the findings about their differences.
pub(crate) struct Pair<'a> {
    newer: &'a Edition,
    older: &'a Edition,
    subject: String,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Pair<'a> {
    /// Returns the page of the newer description.
    pub(crate) fn newer(&self) -> &'a Edition {
        self.newer
    }

    /// Returns the page of the older description.
    pub(crate) fn older(&self) -> &'a Edition {
        self.older
    }

    /// Returns whether to keep what only the older page has: another edition's service may know it,
    /// and a truncated newer page may have lost it.
    pub(crate) fn keep_older(&self) -> bool {
        self.newer.source.truncated || !self.newer.is_same_edition(self.older)
    }

    /// Merges a fact: keeps the newer value, and reports a different older one.
    pub(crate) fn fact<T: PartialEq + fmt::Display>(
        &mut self,
        name: &str,
        newer: &mut Option<T>,
        older: Option<T>,
    ) {
        let Some(older) = older else { return };
        match newer {
            None => *newer = Some(older),
            Some(kept) if *kept == older => {}
            Some(kept) => {
                let (kept, other) = (kept.to_string(), older.to_string());
                self.report_difference(name, &kept, &other);
            }
        }
    }

    /// Reports a fact that the pages state differently.
    pub(crate) fn report_difference(&mut self, fact: &str, kept: &str, other: &str) {
        let message = format!(
            "{fact} is `{kept}` in {}, `{other}` in {}; kept `{kept}` of the newer page",
            self.newer, self.older
        );
        self.report(&EDITIONS_DIFFER, message);
    }

    /// Reports names that only one page has. `kept` is true if the older page's names are kept.
    pub(crate) fn report_only_in_one(
        &mut self,
        noun: &str,
        newer: &[&str],
        older: &[&str],
        kept: bool,
    ) {
        if !newer.is_empty() {
            let message = format!(
                "{noun} {} only in {}, not in {}",
                listed(newer),
                self.newer,
                self.older
            );
            self.report(&ONLY_IN_ONE_EDITION, message);
        }
        if !older.is_empty() {
            let fate = if kept { "kept" } else { "dropped" };
            let message = format!(
                "{noun} {} only in the older {}, not in {}; {fate}",
                listed(older),
                self.older,
                self.newer
            );
            self.report(&ONLY_IN_ONE_EDITION, message);
        }
    }

    /// Reports a kept remark that only the older page makes.
    pub(crate) fn report_only_in_older(&mut self, remark: &str) {
        let message = format!(
            "only the older {} says that {remark}, not {}; kept",
            self.older, self.newer
        );
        self.report(&ONLY_IN_ONE_EDITION, message);
    }

    fn report(&mut self, rule: &'static Rule, message: String) {
        let (newer, older) = (&self.newer.source, &self.older.source);
        let help = format!(
            "compare {}:{} with {}:{}; to decide otherwise, use overrides.yaml",
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

#[cfg(test)]
mod tests {
    use super::{Language, Site};

    #[test]
    fn site_depends_on_url_host_language() {
        let (zh, en) = (Some(Language::Zh), Some(Language::En));
        for address in [
            "https://www.tencentcloud.com/zh/document/product/213/15728",
            "https://intl.cloud.tencent.com/document/api/213/15728",
            "tencentcloud.com/document",
        ] {
            assert_eq!(
                Site::new(Some(address), None, zh),
                Site::International,
                "{address}"
            );
        }
        for address in [
            "https://cloud.tencent.com/document/api/213/15728",
            "https://CLOUD.tencent.com.cn:443/document?from=intl",
        ] {
            let host = Some("cvm.intl.tencentcloudapi.com");
            assert_eq!(
                Site::new(Some(address), host, en),
                Site::Mainland,
                "{address}"
            );
        }
        let elsewhere = Some("https://example.com/page");
        let host = Some("cvm.intl.tencentcloudapi.com");
        assert_eq!(Site::new(elsewhere, host, zh), Site::International);
        assert_eq!(
            Site::new(None, Some("cvm.tencentcloudapi.com"), en),
            Site::International
        );
        assert_eq!(
            Site::new(None, Some("cvm.tencentcloudapi.com"), zh),
            Site::Mainland
        );
    }
}
