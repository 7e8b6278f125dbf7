//! Units after a number. A unit is cut only if the text or the name states that it is the member's.

use super::literal::Context;

/// A unit in all its spellings, in lower case. An empty name of the member means that it counts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unit {
    spellings: &'static [&'static str],
    /// True for units that only count: `20条`.
    counts: bool,
}

/// The units. Longer spellings of other units come first: `毫秒` before `秒`.
const UNITS: [Unit; 23] = [
    measure(&["milliseconds", "millisecond", "ms", "毫秒"]),
    measure(&["microseconds", "us", "微秒"]),
    measure(&["seconds", "second", "secs", "sec", "s", "秒钟", "秒"]),
    measure(&["minutes", "minute", "mins", "min", "分钟"]),
    measure(&["hours", "hour", "h", "小时"]),
    measure(&["days", "day", "天", "日"]),
    measure(&["weeks", "week", "周"]),
    measure(&["months", "month", "个月", "月"]),
    measure(&["years", "year", "年"]),
    measure(&["kbps", "kb/s"]),
    measure(&["mbps", "mb/s"]),
    measure(&["gbps", "gb/s"]),
    measure(&["bps", "bit/s"]),
    measure(&["kb", "kib", "k"]),
    measure(&["mb", "mib", "m", "兆"]),
    measure(&["gb", "gib", "g"]),
    measure(&["tb", "tib", "t"]),
    measure(&["bytes", "byte", "字节", "b"]),
    measure(&["pixels", "pixel", "px", "像素"]),
    measure(&["percent", "%"]),
    measure(&["fps", "hz", "khz", "dpi"]),
    measure(&["points", "point", "分"]),
    Unit {
        spellings: &[
            "个", "条", "次", "台", "页", "人", "路", "份", "张", "级", "entries", "entry",
            "items", "times", "pages", "records",
        ],
        counts: true,
    },
];

const fn measure(spellings: &'static [&'static str]) -> Unit {
    Unit {
        spellings,
        counts: false,
    }
}

/// Splits the unit off the start of the text.
pub(super) fn unit_at(text: &str) -> Option<(&'static Unit, &str)> {
    UNITS
        .iter()
        .flat_map(|unit| unit.spellings.iter().map(move |spelling| (unit, *spelling)))
        .filter(|(_, spelling)| begins_with(text, spelling))
        .max_by_key(|(_, spelling)| spelling.len())
        .and_then(|(unit, spelling)| Some((unit, text.get(spelling.len()..)?)))
}

/// Returns whether the text begins with the unit, and not only with its first letters.
fn begins_with(text: &str, spelling: &str) -> bool {
    let Some(start) = text.get(..spelling.len()) else {
        return false;
    };
    let next = text
        .get(spelling.len()..)
        .and_then(|rest| rest.chars().next());
    let ends = !spelling.is_ascii() || next.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '/');
    ends && start.eq_ignore_ascii_case(spelling)
}

/// Returns whether the text or the name states elsewhere that the member has this unit.
///
/// Units that only count need no statement.
pub(super) fn is_stated(unit: &Unit, text: &str, context: Context<'_>) -> bool {
    let _ = text;
    if unit.counts {
        return true;
    }
    let name = context.name.to_ascii_lowercase();
    let doc = context.doc.to_ascii_lowercase();
    let in_name = unit
        .spellings
        .iter()
        .any(|spelling| spelling.len() > 3 && spelling.is_ascii() && name.contains(spelling));
    let mentions: usize = distinct_mentions(unit, &doc);
    in_name || mentions >= 2
}

/// Returns the number of places at which the text names the unit.
fn distinct_mentions(unit: &Unit, doc: &str) -> usize {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphabetic());
    let mut ends: Vec<usize> = Vec::new();
    for spelling in unit.spellings {
        for (at, found) in doc.match_indices(spelling) {
            let before = doc.get(..at).and_then(|text| text.chars().next_back());
            let end = at + found.len();
            let after = doc.get(end..).and_then(|text| text.chars().next());
            let is_whole = !found.is_ascii() || is_edge(before) && is_edge(after);
            // `毫秒` isn't a mention of `秒`.
            let is_longer = matches!(before, Some('毫' | '微')) && found.starts_with('秒');
            if is_whole && !is_longer {
                ends.push(end);
            }
        }
    }
    ends.sort_unstable();
    ends.dedup();
    ends.len()
}
