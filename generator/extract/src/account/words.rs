//! The words of texts, as a set that tells whether another text consists of them.

use crate::words::folding::fold_char;

/// A set of words, and of pairs of neighbouring words.
///
/// White space, punctuation, marks and the letter case don't count. Neither do addresses of links.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    /// Sorted hashes of words, pairs and names.
    hashes: Vec<u64>,
}

/// One word: letters and digits of the alphabet, or two neighbouring letters of another script.
///
/// Other scripts print no blanks between words, so two letters stand for a word there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    hash: u64,
    /// True for digits, also of an ordinal. A number has no neighbours, because it varies.
    is_number: bool,
    /// True for a single letter. A printed line may begin or end with one half of a word.
    is_letter: bool,
}

/// The kinds of hashes in one set, each with its salt.
const PAIR: u64 = 0x9e37_79b9_7f4a_7c15;
const NAME: u64 = 0xc2b2_ae3d_27d4_eb4f;

impl Words {
    /// Adds the words of a text. Call [`finish`](Self::finish) after the last one.
    pub(crate) fn add(&mut self, text: &str) {
        let mut previous: Option<Word> = None;
        for word in words_of(text) {
            self.hashes.push(word.hash);
            if let Some(previous) = previous
                && !word.is_number
            {
                self.hashes.push(pair(previous, word));
            }
            previous = (!word.is_number).then_some(word);
        }
    }

    /// Adds the words of a name, each of which also counts without its neighbours.
    pub(crate) fn add_name(&mut self, name: &str) {
        self.add(name);
        for word in words_of(name) {
            self.hashes.push(word.hash ^ NAME);
        }
    }

    /// Makes the set ready for questions.
    pub(crate) fn finish(&mut self) {
        self.hashes.sort_unstable();
        self.hashes.dedup();
    }

    fn has(&self, hash: u64) -> bool {
        self.hashes.binary_search(&hash).is_ok()
    }
}

/// Returns whether the sets together contain every word of the text.
///
/// A word counts if it is a name, or next to one of its neighbours in a text of the sets. A printed
/// line may begin and end within a word, so `is_torn` exempts the first and the last one.
pub(crate) fn contain(sets: &[&Words], text: &str, is_torn: bool) -> bool {
    let words: Vec<Word> = words_of(text).collect();
    let line = Line {
        sets,
        words: &words,
    };
    let is_exempt = |at: usize| is_torn && line.is_edge(at);
    let places = 0..words.len();
    let has_rest = places
        .clone()
        .all(|at| is_exempt(at) || line.has(at, is_torn));
    // A line of nothing but edges must not pass for its lack of other words.
    let has_more = || places.clone().any(|at| !is_exempt(at));
    has_rest && (has_more() || places.clone().all(|at| line.has_alone(at)))
}

/// A line that is compared with the sets.
struct Line<'a> {
    sets: &'a [&'a Words],
    words: &'a [Word],
}

impl Line<'_> {
    /// Returns whether a printed line may have torn this word in two.
    fn is_edge(&self, at: usize) -> bool {
        let last = self.words.len().saturating_sub(1);
        let is_letter = self.words.get(at).is_some_and(|word| word.is_letter);
        is_letter || (last > 1 && (at == 0 || at == last))
    }

    /// Returns whether the sets have the word at this place, with one of its neighbours.
    fn has(&self, at: usize, is_torn: bool) -> bool {
        let Some(word) = self.words.get(at) else {
            return true;
        };
        let before = at.checked_sub(1).and_then(|before| self.words.get(before));
        let after = self.words.get(at + 1);
        // Rows print names and flags before a text.
        let is_no_neighbour = |other: Option<&Word>| {
            other.is_none_or(|other| {
                other.is_number || (is_torn && other.is_letter) || self.has_hash(other.hash ^ NAME)
            })
        };
        let is_alone = is_no_neighbour(before) && is_no_neighbour(after);
        let is_counter = word.is_number && at == 0 && after.is_some();
        self.has_hash(word.hash ^ NAME)
            || ((is_alone || word.is_number) && self.has_hash(word.hash))
            || self.has_pair(before, Some(word))
            || self.has_pair(Some(word), after)
            || is_counter
    }

    /// Returns whether the sets have the word, or it is one half of a torn word.
    fn has_alone(&self, at: usize) -> bool {
        let mut word = self.words.get(at).into_iter();
        word.all(|word| word.is_letter || self.has_hash(word.hash))
    }

    fn has_pair(&self, one: Option<&Word>, other: Option<&Word>) -> bool {
        let (Some(one), Some(other)) = (one, other) else {
            return false;
        };
        !one.is_number && !other.is_number && self.has_hash(pair(*one, *other))
    }

    fn has_hash(&self, hash: u64) -> bool {
        self.sets.iter().any(|set| set.has(hash))
    }
}

/// The minimum length of a line without blanks that is a piece of a long value.
pub(crate) const MIN_PIECE_BYTES: usize = 40;

/// Returns whether the sets together contain each word of the text, whatever its neighbours.
///
/// Escapes are not words. `is_torn` exempts the edges of the line, as in [`contain`].
pub(crate) fn contain_each(sets: &[&Words], text: &str, is_torn: bool) -> bool {
    let is_piece = text.len() >= MIN_PIECE_BYTES && !text.trim().contains(' ');
    let text = text
        .replace("\\n", " ")
        .replace("\\t", " ")
        .replace("\\\"", " ");
    let words: Vec<Word> = words_of(&text).collect();
    let last = words.len().saturating_sub(1);
    let is_exempt = |at: usize| is_torn && (last > 1 || is_piece) && (at == 0 || at == last);
    words.iter().enumerate().all(|(at, word)| {
        word.is_number || is_exempt(at) || sets.iter().any(|set| set.has(word.hash))
    })
}

fn pair(one: Word, other: Word) -> u64 {
    one.hash.rotate_left(17).wrapping_mul(PAIR) ^ other.hash
}

/// Returns the words of a text in order.
fn words_of(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut rest = text;
    let mut previous = ' ';
    std::iter::from_fn(move || {
        loop {
            let c = rest.chars().next()?;
            let before = std::mem::replace(&mut previous, c);
            let after = rest.get(c.len_utf8()..)?;
            if c == '(' && before == ']' {
                // The address of a link isn't text.
                rest = after_address(after).unwrap_or(after);
            } else if c.is_ascii_alphanumeric() {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
                let (word, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
                rest = after;
                return Some(Word::new(word));
            } else {
                rest = after;
                let next = rest.chars().next().filter(|next| is_letter(*next));
                // The last of several letters is part of the word before.
                if is_letter(c) && (next.is_some() || !is_letter(before)) {
                    return Some(Word::of_letters(c, next));
                }
            }
        }
    })
}

/// Returns the text after the address of a link, or `None` if the address doesn't end.
fn after_address(text: &str) -> Option<&str> {
    let end = text.find(|c: char| matches!(c, '(' | ')') || c.is_whitespace())?;
    text.get(end..)?.strip_prefix(')')
}

/// Returns whether the character is a letter outside ASCII.
fn is_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric()
}

impl Word {
    fn new(word: &str) -> Self {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_ordinal = letters.len() < word.len() && matches!(letters, "st" | "nd" | "rd" | "th");
        Self {
            hash: hash(word.chars()),
            is_number: letters.is_empty() || is_ordinal,
            is_letter: false,
        }
    }

    fn of_letters(first: char, second: Option<char>) -> Self {
        Self {
            hash: hash(std::iter::once(first).chain(second)),
            is_number: false,
            is_letter: second.is_none(),
        }
    }
}

/// Returns the FNV-1a hash of the characters in lower case.
fn hash(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        let code = u64::from(u32::from(fold_char(c)));
        (hash ^ code).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(texts: &[&str], names: &[&str]) -> Words {
        let mut words = Words::default();
        texts.iter().for_each(|text| words.add(text));
        names.iter().for_each(|name| words.add_name(name));
        words.finish();
        words
    }

    #[test]
    fn printed_forms_of_same_words_match() {
        let facts = set(
            &[
                "Number of `bridges`; default: 20.",
                "查询 [可用区](/a/b) 信息",
            ],
            &["BridgeIds"],
        );
        for (text, is_known) in [
            ("**Number** of bridges", true),
            ("bridgeids number OF bridges 20", true),
            ("1. number of bridges", true),
            ("the number of bridges", false),
            ("bridges number", false),
            ("number of bridges 21", false),
            ("查询，可用区", true),
            ("可用区 信息。", true),
            ("[number of bridges](/c#d)", true),
            ("[number of bridges](lost words", false),
            ("查询信息", false),
            ("息", false),
            ("", true),
        ] {
            assert_eq!(contain(&[&facts], text, false), is_known, "{text}");
        }
    }

    #[test]
    fn torn_edges_of_lines_are_exempt() {
        let facts = set(&["the availability zone of instances"], &[]);
        let line = "ability zone of inst";
        assert!(contain(&[&facts], line, true));
        assert!(!contain(&[&facts], line, false));
        assert!(!contain(&[&facts], "ability inst", true));
        assert!(!contain(&[&facts], "ability of zone inst", true));
        assert!(!contain(&[&facts], "ability inst ance", true));
    }

    #[test]
    fn other_scripts_count_in_pairs() {
        let count = |text: &str| words_of(text).count();
        assert_eq!(count("是"), 1);
        assert_eq!(count("可用区ID"), 3);
        assert_eq!(count("a 可 b"), 3);
    }
}
