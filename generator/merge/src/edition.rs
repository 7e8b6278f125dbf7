//! Editions of a page: their sites, languages and dates, and the merge of two of them.

use std::collections::BTreeMap;
use std::fmt;

use sources::SourceEntry;
use spec::finding::{Finding, Nature, Rule};
use spec::{Language, Source};

pub(crate) const EDITIONS_DIFFER: Rule = Rule {
    name: "editions-differ",
    nature: Nature::Contradiction,
    explanation: "Two pages about one thing state different facts. The page with the latest update wins.",
};

pub(crate) const ONLY_IN_ONE_EDITION: Rule = Rule {
    name: "only-in-one-edition",
    nature: Nature::Remark,
    explanation: "Only one of two pages about one thing has some members, error codes or notes. Those of another edition are kept.",
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

/// Merges descriptions of one thing, newest first; `None` if there are none.
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

/// Sorts things by the update of their pages, newest first. The order of reading has no influence.
pub(crate) fn newest_first<T>(things: &mut [(Edition, T)]) {
    things.sort_by(|(one, _), (other, _)| {
        let newer = other.date.cmp(&one.date);
        let place = |edition: &Edition| (edition.source.file.clone(), edition.source.line);
        newer.then_with(|| place(one).cmp(&place(other)))
    });
}

/// One page or chapter among several that describe the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edition {
    /// Its place in the sources.
    pub(crate) source: Source,
    /// Its language, if known.
    pub(crate) language: Option<Language>,
    site: Site,
    /// The host that it names for requests.
    host: Option<String>,
    /// Its last update, or the one that the manifest records.
    date: PageDate,
}

/// A site of the documentation. The two sites have reasons to differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Site {
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

    /// Returns whether both are the same page at two times rather than two editions.
    pub(crate) fn is_same_edition(&self, other: &Self) -> bool {
        self.language == other.language && self.site == other.site
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the line: every update moves it, and the finding's help has it.
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

impl Site {
    /// Decides by the page's URL, else by the host for requests, else by the language: Chinese
    /// means the mainland site, English the international one.
    fn new(url: Option<&str>, host: Option<&str>, language: Option<Language>) -> Self {
        if let Some(site) = url.and_then(Self::from_url) {
            return site;
        }
        if host.is_some_and(|host| host.contains(".intl.")) {
            return Self::International;
        }
        match language {
            Some(Language::En) => Self::International,
            Some(Language::Zh) | None => Self::Mainland,
        }
    }

    fn from_url(url: &str) -> Option<Self> {
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

    /// Merges a fact: the newer value wins, and a difference is reported.
    pub(crate) fn fact<T: PartialEq + fmt::Display>(
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

    /// Reports a fact that the pages state differently.
    pub(crate) fn differ(&mut self, what: &str, kept: &str, other: &str) {
        let message = format!(
            "{what} is `{kept}` in {}, `{other}` in {}; kept `{kept}` of the newer page",
            self.newer, self.older
        );
        self.report(&EDITIONS_DIFFER, message);
    }

    /// Reports names that only one page has. `kept` is true if the older page's names are kept.
    pub(crate) fn only_in_one(&mut self, what: &str, newer: &[&str], older: &[&str], kept: bool) {
        if !newer.is_empty() {
            let message = format!(
                "{what} {} only in {}, not in {}",
                listed(newer),
                self.newer,
                self.older
            );
            self.report(&ONLY_IN_ONE_EDITION, message);
        }
        if !older.is_empty() {
            let fate = if kept { "kept" } else { "dropped" };
            let message = format!(
                "{what} {} only in the older {}, not in {}; {fate}",
                listed(older),
                self.older,
                self.newer
            );
            self.report(&ONLY_IN_ONE_EDITION, message);
        }
    }

    /// Reports a note that only the older page has, and that is kept.
    pub(crate) fn only_older_notes(&mut self, what: &str) {
        let message = format!(
            "only the older {} says that {what}, not {}; kept",
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

/// Year, month, day, hour, minute, second. An unreadable date is older than all others.
type PageDate = Option<[u32; 6]>;

/// Parses `2025-07-01 01:15:50`, `2025-07-01`, `19:15:23, July 26, 2018` and
/// `7/12/2018 6:44:10 PM`.
pub(crate) fn page_date(printed: &str) -> PageDate {
    let numbers = numbers(printed);
    let (date, time) = match month_by_name(printed) {
        Some(month) => match numbers[..] {
            [hour, minute, second, day, year] => ([year, month, day], [hour, minute, second]),
            [day, year] => ([year, month, day], [0; 3]),
            _ => return None,
        },
        None if printed.contains('/') => match numbers[..] {
            [month, day, year, ref time @ ..] => ([year, month, day], clock(time, printed)),
            _ => return None,
        },
        None => match numbers[..] {
            [year, month, day, ref time @ ..] => ([year, month, day], clock(time, printed)),
            _ => return None,
        },
    };
    let [year, month, day] = date;
    let plausible =
        (1990..3000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let [hour, minute, second] = time;
    if plausible {
        Some([year, month, day, hour, minute, second])
    } else {
        None
    }
}

fn numbers(printed: &str) -> Vec<u32> {
    printed
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

fn clock(numbers: &[u32], printed: &str) -> [u32; 3] {
    let part = |index| numbers.get(index).copied().unwrap_or(0);
    let hour = match (part(0), printed.contains("PM"), printed.contains("AM")) {
        (12, _, true) => 0,
        (hour, true, _) if hour < 12 => hour + 12,
        (hour, ..) => hour,
    };
    [hour, part(1), part(2)]
}

fn month_by_name(printed: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let index = MONTHS.iter().position(|name| printed.contains(name))?;
    u32::try_from(index).ok().map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::{Language, Site, page_date};

    #[test]
    fn site_depends_on_url_host_language() {
        let of = Site::new;
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

    #[test]
    fn page_dates_compare_across_formats() {
        let same = Some([2018, 7, 26, 19, 15, 23]);
        assert_eq!(page_date("2018-07-26 19:15:23"), same);
        assert_eq!(page_date("19:15:23, July 26, 2018"), same);
        assert_eq!(page_date("7/26/2018 7:15:23 PM"), same);
        assert_eq!(
            page_date("最近更新时间：2018-07-26"),
            Some([2018, 7, 26, 0, 0, 0])
        );
        assert_eq!(
            page_date("7/26/2018 12:00:01 AM"),
            Some([2018, 7, 26, 0, 0, 1])
        );
    }

    #[test]
    fn unreadable_page_dates_are_oldest() {
        for printed in ["", "yesterday", "1 2", "99999999999-1-1", "2018-13-01"] {
            assert_eq!(page_date(printed), None, "{printed}");
        }
        assert!(page_date("2018-01-01") > page_date("soon"));
    }
}
