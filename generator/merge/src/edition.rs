//! The two sides of a merge: which page says something, and which page is the newer one.

use std::fmt;

use super::page_date::{PageDate, page_date};
use sources::SourceEntry;
use spec::finding::Finding;
use spec::{Language, Source};

/// One page or chapter among several that describe the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edition {
    /// Where it is.
    pub(super) source: Source,
    /// Its language, where known.
    pub(super) language: Option<Language>,
    /// The site that published it.
    pub(super) site: Site,
    /// The host that it names for requests.
    pub(super) host: Option<String>,
    /// Its last update; the source's where it states none itself.
    pub(super) date: PageDate,
}

/// The two sites of the documentation; what they say differs for good reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    /// `cloud.tencent.com`.
    Mainland,
    /// `www.tencentcloud.com`, once `intl.cloud.tencent.com`.
    International,
}

impl Site {
    /// Told by the page's address, else by the host that it names for requests, else by its language:
    /// the mainland site is in Chinese, and English is the international one's first language.
    fn of(address: Option<&str>, host: Option<&str>, language: Option<Language>) -> Self {
        let of_address = address.and_then(Self::of_address);
        let is_abroad = |host: &str| host.contains(".intl.");
        match (of_address, language) {
            (Some(site), _) => site,
            _ if host.is_some_and(is_abroad) => Self::International,
            (None, Some(Language::En)) => Self::International,
            (None, Some(Language::Zh) | None) => Self::Mainland,
        }
    }

    fn of_address(address: &str) -> Option<Self> {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = rest
            .split(['/', ':', '?', '#'])
            .next()?
            .to_ascii_lowercase();
        let labels: Vec<&str> = host.split('.').collect();
        if labels.contains(&"intl") || labels.contains(&"tencentcloud") {
            return Some(Self::International);
        }
        host.contains("cloud.tencent.").then_some(Self::Mainland)
    }
}

impl Edition {
    /// The edition of a source. `url` and `updated` are what the manifest records of its file, for
    /// sources that don't say so themselves; `host` is the one that the page names for requests.
    pub(super) fn new(
        source: &Source,
        language: Option<Language>,
        entry: &SourceEntry,
        host: Option<&str>,
    ) -> Self {
        let printed = source.updated.as_deref().or(entry.updated.as_deref());
        let address = source.url.as_deref().or(entry.url.as_deref());
        Self {
            source: source.clone(),
            site: Site::of(address, host, language),
            language,
            host: host.map(str::to_owned),
            date: printed.and_then(page_date),
        }
    }

    /// Whether both are the same page at two times rather than two editions.
    pub(super) fn is_same_edition(&self, other: &Self) -> bool {
        self.language == other.language && self.site == other.site
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

/// One thing of several, which come newest first: those of one edition become one before editions meet,
/// because the newer page of an edition settles what the edition says.
pub(super) fn fold<T>(
    things: Vec<(Edition, T)>,
    mut merge: impl FnMut((&Edition, &mut T), (&Edition, T)),
) -> Option<(Edition, T)> {
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
    Some((newest, merged))
}

/// A newer and an older description of one thing, and where to report that they differ.
pub(super) struct Sides<'a> {
    pub(super) newer: &'a Edition,
    pub(super) older: &'a Edition,
    pub(super) subject: String,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl Sides<'_> {
    /// Whether what the older page alone has counts: another edition's service may know it, and a page
    /// that is cut says nothing about what it lacks.
    pub(super) fn keep_older(&self) -> bool {
        self.newer.source.truncated || !self.newer.is_same_edition(self.older)
    }

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

#[cfg(test)]
mod tests {
    use super::{Language, Site};

    #[test]
    fn the_site_is_told_by_address_then_host_then_language() {
        let of = Site::of;
        let (zh, en) = (Some(Language::Zh), Some(Language::En));
        for address in [
            "https://www.tencentcloud.com/zh/document/product/213/15728",
            "https://intl.cloud.tencent.com/document/api/213/15728",
            "tencentcloud.com/document",
        ] {
            assert_eq!(
                of(Some(address), None, zh),
                Site::International,
                "{address}"
            );
        }
        for address in [
            "https://cloud.tencent.com/document/api/213/15728",
            "https://CLOUD.tencent.com.cn:443/document?from=intl",
        ] {
            let host = Some("cvm.intl.tencentcloudapi.com");
            assert_eq!(of(Some(address), host, en), Site::Mainland, "{address}");
        }
        let elsewhere = Some("https://example.com/page");
        let host = Some("cvm.intl.tencentcloudapi.com");
        assert_eq!(of(elsewhere, host, zh), Site::International);
        assert_eq!(
            of(None, Some("cvm.tencentcloudapi.com"), en),
            Site::International
        );
        assert_eq!(
            of(None, Some("cvm.tencentcloudapi.com"), zh),
            Site::Mainland
        );
    }
}
