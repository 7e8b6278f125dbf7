//! Texts cut at the margin of a printed page, and the whole texts that replace them.
//!
//! If a table is wider than its page, the ends of printed lines are missing: `must b same`. Often
//! another page prints the same text whole. A text counts as cut only next to its whole form.

use std::collections::BTreeMap;

use spec::finding::{Finding, Nature, Rule};
use spec::{Action, Localized, Member, Source, Structure};

use crate::torn_json;

pub(crate) const CUT_AT_MARGIN: Rule = Rule {
    name: "cut-at-margin",
    nature: Nature::Damage,
    explanation: "The margin of a printed page cuts a text. The whole text of the same thing \
                  elsewhere is used.",
};

/// The words that a cut can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Only a torn word proves a cut: a shorter wording of the same thing isn't damage.
    TornWord,
    /// Whole words may be missing too, because other texts of the table are torn.
    TornTable,
}

/// Replaces the texts that are cut forms of the other's. Returns the cut texts.
pub(crate) fn prefer_whole(
    known: &mut Localized,
    other: &Localized,
    evidence: Evidence,
) -> Vec<String> {
    let pairs = [
        (&mut known.en, other.en.as_ref()),
        (&mut known.zh, other.zh.as_ref()),
    ];
    let mut cut = Vec::new();
    for (text, other) in pairs {
        if let (Some(text), Some(other)) = (text.as_mut(), other)
            && is_cut_form_of(text, other, evidence)
        {
            cut.push(std::mem::replace(text, other.clone()));
        }
    }
    cut
}

/// Replaces the texts of tables that the margin cuts by those of other members of the same name and
/// type.
///
/// A table counts as cut if one of its texts ends within a word. Its texts without a whole form
/// stay, with a finding.
pub(crate) fn complete_members(
    actions: &mut [Action],
    structures: &mut BTreeMap<String, Structure>,
    findings: &mut Vec<Finding>,
) {
    let texts = Texts::new(actions, structures);
    for action in actions {
        let Action { name, sources, .. } = action;
        for members in [&mut action.input, &mut action.output] {
            texts.complete(name, sources, members, findings);
        }
    }
    for structure in structures.values_mut() {
        let Structure { name, sources, .. } = structure;
        texts.complete(name, sources, &mut structure.members, findings);
    }
}

/// The maximum number of different texts that are compared with each other.
const MAX_TEXTS: usize = 40;

/// The different texts of a service's members, by name and type.
struct Texts(BTreeMap<(String, String), Vec<Localized>>);

impl Texts {
    fn new(actions: &[Action], structures: &BTreeMap<String, Structure>) -> Self {
        let mut texts: BTreeMap<(String, String), Vec<Localized>> = BTreeMap::new();
        let of_actions = actions
            .iter()
            .flat_map(|action| action.input.iter().chain(&action.output));
        let of_structures = structures.values().flat_map(|known| &known.members);
        for member in of_actions.chain(of_structures) {
            let same = texts.entry(key(member)).or_default();
            if same.len() < MAX_TEXTS && !same.contains(&member.doc) {
                same.push(member.doc.clone());
            }
        }
        texts.retain(|_, same| same.len() > 1);
        Self(texts)
    }

    fn of(&self, member: &Member) -> &[Localized] {
        self.0.get(&key(member)).map_or(&[], Vec::as_slice)
    }

    fn complete(
        &self,
        owner: &str,
        sources: &[Source],
        members: &mut [Member],
        findings: &mut Vec<Finding>,
    ) {
        let Some(source) = sources.first() else {
            return;
        };
        findings.extend(
            members
                .iter()
                .filter_map(|member| torn_json::finding(source, owner, member)),
        );
        if !members.iter().any(|member| self.prove_cut(member)) {
            return;
        }
        for member in members {
            let whole = self.of(member).iter();
            let cut = whole
                .map(|whole| prefer_whole(&mut member.doc, whole, Evidence::TornWord))
                .find(|cut| !cut.is_empty());
            if let Some(finding) = finding(source, owner, member, cut.as_deref()) {
                findings.push(finding);
            }
        }
    }

    /// Returns whether the member's text ends within a word of another text.
    fn prove_cut(&self, member: &Member) -> bool {
        let ends_torn = |text: &Option<String>, whole: &Option<String>| {
            matches!((text, whole), (Some(text), Some(whole))
                if !text.ends_with(['.', '。']) && ends_within_word(text, whole))
        };
        self.of(member).iter().any(|whole| {
            ends_torn(&member.doc.en, &whole.en) || ends_torn(&member.doc.zh, &whole.zh)
        })
    }
}

fn key(member: &Member) -> (String, String) {
    (member.name.clone(), member.type_name.to_string())
}

/// Returns the finding about a text of a cut table, unless the text can't be cut.
fn finding(
    source: &Source,
    owner: &str,
    member: &Member,
    replaced: Option<&[String]>,
) -> Option<Finding> {
    let name = &member.name;
    let warn =
        |message| Finding::warning(&source.file, source.line, &CUT_AT_MARGIN, owner, message);
    if let Some(text) = replaced.and_then(|texts| texts.first()) {
        let message = format!("the text of `{name}` is cut at the margin: `{text}`");
        return Some(warn(message).help("the text of a member of the same name and type is used"));
    }
    let text = member.doc.preferred()?.replace('\n', " ");
    // The site's own sentences about common parameters carry no facts of the member.
    if matches!(name.as_str(), "RequestId") {
        return None;
    }
    let message =
        format!("the margin cuts this table, so the text of `{name}` may be cut: `{text}`");
    Some(warn(message).help("compare the text with the page, and set it in overrides.yaml"))
}

/// Returns whether the text is a cut form of the whole one and ends within a word.
fn ends_within_word(text: &str, whole: &str) -> bool {
    if !is_cut_form_of(text, whole, Evidence::TornWord) {
        return false;
    }
    let kept: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = letters_of(whole);
    let last = cuts(&kept, &letters).and_then(|cuts| cuts.last().copied());
    last.is_some_and(|cut| {
        let is_end = cut.end == letters.len();
        // `ID` isn't torn from `IDs`.
        is_end && cut.end - cut.start > 1 && tears_word(&cut, &letters)
    })
}

/// The maximum share of the letters that a margin cuts off.
const MAX_CUT_SHARE: f32 = 0.5;

/// Returns whether the text lost letters of the whole one at the ends of printed lines.
fn is_cut_form_of(text: &str, whole: &str, evidence: Evidence) -> bool {
    if text.len() >= whole.len() || text.len() * 8 < whole.len() {
        return false;
    }
    let kept: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = letters_of(whole);
    let missing = letters.len().saturating_sub(kept.len());
    if kept.len() < MIN_LETTERS || missing as f32 > letters.len() as f32 * MAX_CUT_SHARE {
        return false;
    }
    let Some(cuts) = cuts(&kept, &letters) else {
        return false;
    };
    let most = 1 + text.lines().count() + text.len() / 24;
    let proves = |cut: &Cut| {
        tears_word(cut, &letters)
            || evidence == Evidence::TornTable && whole.is_ascii() && takes_words(cut, &letters)
    };
    !cuts.is_empty() && cuts.len() <= most && cuts.iter().any(proves)
}

/// The minimum number of letters of a cut text. Fewer occur in any text in this order.
const MIN_LETTERS: usize = 12;

/// A letter or digit, and whether it begins a word.
#[derive(Debug, Clone, Copy)]
struct Letter {
    letter: char,
    begins_word: bool,
}

fn letters_of(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut begins_word = true;
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            letters.push(Letter {
                letter,
                begins_word,
            });
            begins_word = false;
        } else {
            begins_word = true;
        }
    }
    letters
}

/// A run of missing letters: the index of its first one, and the index after its last one.
#[derive(Debug, Clone, Copy)]
struct Cut {
    start: usize,
    end: usize,
}

/// The number of letters after a cut that must agree again.
const RESUME: usize = 3;

/// Returns the runs of letters that the text lacks, or `None` if it has other letters.
fn cuts(kept: &[char], letters: &[Letter]) -> Option<Vec<Cut>> {
    let mut cuts = Vec::new();
    let mut rest = kept;
    let mut at = 0;
    while let [first, more @ ..] = rest {
        if letters.get(at)?.letter == *first {
            at += 1;
            rest = more;
            continue;
        }
        let start = at;
        let wanted = rest.get(..RESUME.min(rest.len()))?;
        at = (start..letters.len()).find(|&index| {
            let window = letters.get(index..index + wanted.len());
            window.is_some_and(|window| window.iter().map(|one| &one.letter).eq(wanted))
        })?;
        cuts.push(Cut { start, end: at });
    }
    if at < letters.len() {
        cuts.push(Cut {
            start: at,
            end: letters.len(),
        });
    }
    Some(cuts)
}

/// Returns whether a cut begins within a word, as the margin cuts, and ends before a word, as the
/// next line begins. Chinese has no marks between words.
fn tears_word(cut: &Cut, letters: &[Letter]) -> bool {
    let is_ascii = |index: usize| letters.get(index).is_some_and(|one| one.letter.is_ascii());
    let begins_word = |index: usize| letters.get(index).is_none_or(|letter| letter.begins_word);
    !begins_word(cut.start)
        && is_ascii(cut.start)
        && cut.start.checked_sub(1).is_some_and(is_ascii)
        && begins_word(cut.end)
}

/// Returns whether a cut takes whole words.
fn takes_words(cut: &Cut, letters: &[Letter]) -> bool {
    let begins_word = |index: usize| letters.get(index).is_none_or(|letter| letter.begins_word);
    begins_word(cut.start) && begins_word(cut.end)
}

#[cfg(test)]
mod tests {
    use spec::Language;

    use super::*;

    #[test]
    fn cut_texts_differ_from_shorter_ones() {
        for (text, whole) in [
            (
                "The route table associated with a subnet can be deleted.",
                "The route table associated with a subnet cannot be deleted.",
            ),
            ("The region must b same.", "The region must be the same."),
            (
                "Unsupported operation in the cu status.",
                "Unsupported operation in the current status.",
            ),
            (
                "ENI instance ID, such as `e m6dyj72l`.",
                "ENI instance ID, such as `eni-m6dyj72l`.",
            ),
            (
                "ECM region, such as `ap-x",
                "ECM region, such as `ap-xian-ecm`.",
            ),
        ] {
            assert!(is_cut_form_of(text, whole, Evidence::TornWord), "{text}");
            assert!(!is_cut_form_of(whole, text, Evidence::TornWord), "{whole}");
        }
        for (text, whole) in [
            ("Instance ID", "Instance ID, such as ins-11112222"),
            (
                "The instance is not found.",
                "The specified instance is not found.",
            ),
            (
                "Number of results.",
                "Number of returned results. Default value: 20.",
            ),
            (
                "实例不存在，请检查实例的标识。",
                "指定的实例不存在，请检查实例的标识是否正确。",
            ),
            ("The disk is full", "The disk is full"),
            (
                "IDs of the instances to be started.",
                "IDs of the instances to be restarted.",
            ),
            (
                "The security group to be bound.",
                "The security group to be unbound.",
            ),
            (
                "The number of instances",
                "The number of included instances",
            ),
            (
                "预付费模式，即包年包月相关参数。",
                "修改后预付费模式，即包年包月相关的参数设置。",
            ),
        ] {
            assert!(!is_cut_form_of(text, whole, Evidence::TornWord), "{text}");
        }
    }

    #[test]
    fn whole_text_replaces_cut_one() {
        let en = |text: &str| Localized::new(Language::En, text);
        let cut = "The route table with a subnet can be deleted.";
        let mut known = en(cut);
        let whole = en("The route table with a subnet cannot be deleted.");
        assert_eq!(prefer_whole(&mut known, &whole, Evidence::TornWord), [cut]);
        assert_eq!(known, whole);
        assert_eq!(
            prefer_whole(&mut known, &en(cut), Evidence::TornWord),
            [""; 0]
        );
        let mut known = en("It is retained by system.");
        let whole = en("It is retained by the system.");
        assert_eq!(
            prefer_whole(&mut known, &whole, Evidence::TornWord),
            [""; 0]
        );
        prefer_whole(&mut known, &whole, Evidence::TornTable);
        assert_eq!(known, whole);
    }

    #[test]
    fn cut_table_gets_whole_texts() {
        let member = |name: &str, doc: &str| Member {
            doc: Localized::new(Language::En, doc),
            ..Member::new(name, "String".parse().unwrap())
        };
        let table = |name: &str, members: Vec<Member>| Structure {
            name: name.to_owned(),
            members,
            sources: vec![Source {
                file: "manual.txt".to_owned(),
                line: 7,
                updated: None,
                url: None,
                truncated: false,
            }],
            ..Structure::default()
        };
        let cut = table(
            "Cut",
            vec![
                member("Region", "ECM region, such as ap-x"),
                member("Eni", "ENI instance ID, such as `e m6dyj72l`."),
                member("Count", "Number of private IP addres exceed the quota."),
            ],
        );
        let whole = table(
            "Whole",
            vec![
                member("Region", "ECM region, such as `ap-xian-ecm`."),
                member("Eni", "ENI instance ID, such as `eni-m6dyj72l`."),
            ],
        );
        let mut all = BTreeMap::from([cut, whole.clone()].map(|one| (one.name.clone(), one)));
        let mut findings = Vec::new();
        complete_members(&mut [], &mut all, &mut findings);
        let docs = |name: &str| -> Vec<Localized> {
            all[name]
                .members
                .iter()
                .map(|member| member.doc.clone())
                .collect()
        };
        assert_eq!(docs("Cut")[..2], docs("Whole")[..]);
        assert_eq!(findings.len(), 3, "two texts were cut, and one may be");
        assert!(findings.iter().all(|finding| finding.line == 7));
    }
}
