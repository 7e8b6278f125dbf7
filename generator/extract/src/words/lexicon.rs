//! A set of phrases with their meanings, found in text whatever its printing habits.

use super::folding::{Folded, fold_char, is_ignored};

/// Phrases with their meanings, as a tree of folded characters.
///
/// A test of one character rejects nearly every text, so a lexicon can be asked about every line.
#[derive(Debug)]
pub(crate) struct Lexicon<M> {
    /// The nodes. The first one is the root.
    nodes: Vec<Node<M>>,
    /// One bit for each remainder of the code points at which a phrase starts.
    starts: [u64; 4],
}

/// The end of a beginning that phrases share.
#[derive(Debug)]
struct Node<M> {
    /// The meaning of the phrase that ends here.
    meaning: Option<M>,
    /// The next characters, each with the index of its node.
    next: Vec<(char, usize)>,
}

/// A phrase at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match<M> {
    /// The meaning of the phrase.
    pub(crate) meaning: M,
    /// The byte index of the first character after the phrase and the white space behind it.
    pub(crate) end: usize,
}

impl<M: Copy> Lexicon<M> {
    /// Creates a lexicon. `(a|b)` in a phrase stands for either alternative, which may be empty.
    pub(crate) fn new(entries: &[(M, &[&str])]) -> Self {
        let mut lexicon = Self {
            nodes: vec![Node::new()],
            starts: [0; 4],
        };
        for (meaning, phrases) in entries {
            for phrase in phrases.iter().flat_map(|phrase| alternatives(phrase)) {
                lexicon.add(&phrase, *meaning);
            }
        }
        lexicon
    }

    fn add(&mut self, phrase: &str, meaning: M) {
        let mut at = 0;
        for (_, c) in Folded::new(phrase) {
            if at == 0 {
                let (word, bit) = start_bit(c);
                if let Some(bits) = self.starts.get_mut(word) {
                    *bits |= bit;
                }
            }
            at = self.step(at, c).unwrap_or_else(|| {
                let new = self.nodes.len();
                self.nodes.push(Node::new());
                if let Some(node) = self.nodes.get_mut(at) {
                    node.next.push((c, new));
                }
                new
            });
        }
        if let Some(node) = self.nodes.get_mut(at) {
            // The first of two equal phrases counts: folding may make phrases equal.
            node.meaning.get_or_insert(meaning);
        }
    }

    fn step(&self, at: usize, c: char) -> Option<usize> {
        let next = &self.nodes.get(at)?.next;
        next.iter().find(|(edge, _)| *edge == c).map(|&(_, to)| to)
    }

    fn may_start(&self, c: char) -> bool {
        let (word, bit) = start_bit(fold_char(c));
        self.starts.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Returns all phrases at the start of the text, the shortest first.
    ///
    /// The flag says whether the text ends within a longer phrase.
    pub(crate) fn matches(&self, text: &str) -> (Vec<Match<M>>, bool) {
        let mut found = Vec::new();
        let reaches_end = self.walk(text, |meaning, end| found.push(Match { meaning, end }));
        (found, reaches_end)
    }

    /// Returns whether the text begins with a phrase, or ends within one.
    pub(crate) fn begins(&self, text: &str) -> bool {
        let mut has_phrase = false;
        self.walk(text, |_, _| has_phrase = true) || has_phrase
    }

    /// Calls `found` for each phrase at the start of the text.
    ///
    /// Returns whether the text ends within a longer phrase.
    fn walk(&self, text: &str, mut found: impl FnMut(M, usize)) -> bool {
        let start = text.chars().find(|c| !is_ignored(*c));
        if !start.is_some_and(|c| self.may_start(c)) {
            return false;
        }
        let mut at = 0;
        let mut after_letter = None;
        for (start, c) in Folded::new(text) {
            let splits_word = c.is_ascii_lowercase()
                && after_letter == Some(start)
                && text
                    .as_bytes()
                    .get(start)
                    .is_some_and(u8::is_ascii_lowercase);
            if let Some(meaning) = self.meaning(at)
                && !splits_word
            {
                found(meaning, start);
            }
            let Some(next) = self.step(at, c) else {
                return false;
            };
            after_letter = c.is_ascii_alphabetic().then_some(start + 1);
            at = next;
        }
        if let Some(meaning) = self.meaning(at) {
            found(meaning, text.len());
        }
        self.nodes.get(at).is_some_and(|node| !node.next.is_empty())
    }

    fn meaning(&self, at: usize) -> Option<M> {
        self.nodes.get(at)?.meaning
    }

    /// Returns the longest phrase at the start of the text, and the text after it.
    pub(crate) fn prefix<'t>(&self, text: &'t str) -> Option<(M, &'t str)> {
        let mut last = None;
        self.walk(text, |meaning, end| last = Some((meaning, end)));
        let (meaning, end) = last?;
        Some((meaning, text.get(end..)?))
    }

    /// Returns the meaning of a text that is a phrase, perhaps with a colon or full stop.
    pub(crate) fn exact(&self, text: &str) -> Option<M> {
        let (meaning, rest) = self.prefix(text)?;
        let is_whole = rest
            .chars()
            .all(|c| is_ignored(c) || matches!(c, ':' | '：' | '.' | '。'));
        is_whole.then_some(meaning)
    }

    /// Returns the meaning of the label at the start of the text, and the text after its colon.
    pub(crate) fn label<'t>(&self, text: &'t str) -> Option<(M, &'t str)> {
        let (meaning, rest) = self.prefix(text)?;
        Some((
            meaning,
            rest.strip_prefix([':', '：'])?
                .trim_start_matches(is_ignored),
        ))
    }

    /// Returns the first phrase in the text, with the text before and after it.
    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<(M, &'t str, &'t str)> {
        self.find_all(text).next()
    }

    /// Returns all phrases in the text that don't overlap, each with the text before and after it.
    pub(crate) fn find_all<'l, 't>(
        &'l self,
        text: &'t str,
    ) -> impl Iterator<Item = (M, &'t str, &'t str)> + use<'l, 't, M> {
        let mut from = 0;
        let mut in_word = false;
        std::iter::from_fn(move || {
            loop {
                let rest = text.get(from..)?;
                let c = rest.chars().next()?;
                if !in_word
                    && !is_ignored(c)
                    && let Some((meaning, after)) = self.prefix(rest)
                {
                    let before = text.get(..from)?;
                    from = text.len() - after.len();
                    return Some((meaning, before, after));
                }
                in_word = c.is_ascii_alphanumeric();
                from += c.len_utf8();
            }
        })
    }
}

impl<M> Node<M> {
    fn new() -> Self {
        Self {
            meaning: None,
            next: Vec::new(),
        }
    }
}

/// Returns the word and the bit of a first character.
fn start_bit(c: char) -> (usize, u64) {
    let code = u32::from(c) % 256;
    (usize::try_from(code / 64).unwrap_or(0), 1 << (code % 64))
}

/// Returns the texts that a phrase stands for: `(Used|Read) by` is `Used by` and `Read by`.
pub(crate) fn alternatives(phrase: &str) -> Vec<String> {
    let split = phrase
        .split_once('(')
        .and_then(|(before, rest)| Some((before, rest.split_once(')')?)));
    let Some((before, (choices, after))) = split else {
        return vec![phrase.to_owned()];
    };
    let ends = alternatives(after);
    choices
        .split('|')
        .flat_map(|choice| ends.iter().map(move |end| format!("{before}{choice}{end}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon<u8> {
        Lexicon::new(&[
            (
                1,
                &[
                    "(Used|Referenced) by (|the following )API",
                    "被(如|以)下接口引用",
                ],
            ),
            (2, &["Note", "No"]),
        ])
    }

    #[test]
    fn alternatives_multiply() {
        assert_eq!(alternatives("(a|b) c(|d)"), ["a c", "a cd", "b c", "b cd"]);
        assert_eq!(alternatives("a(b"), ["a(b"]);
    }

    #[test]
    fn phrases_match_in_every_shape() {
        let lexicon = lexicon();
        for text in [
            "Used by APIs",
            "referenced by the following API(s):",
            "**Referenced  by the following APIs**：",
            "被以下接口引用:",
        ] {
            assert_eq!(lexicon.exact(text), Some(1), "{text}");
        }
        for text in [
            "Used by",
            "Used by APIx",
            "Used by API x",
            "used by the",
            "",
        ] {
            assert_eq!(lexicon.exact(text), None, "{text}");
        }
    }

    #[test]
    fn longest_phrase_at_a_word_boundary_wins() {
        let lexicon = lexicon();
        assert_eq!(lexicon.prefix("Notes: x"), Some((2, ": x")));
        assert_eq!(lexicon.prefix("NoType"), Some((2, "Type")));
        assert_eq!(lexicon.prefix("Nothing"), None);
        assert_eq!(lexicon.label("Note： x"), Some((2, "x")));
        assert_eq!(lexicon.label("Note x"), None);
    }

    #[test]
    fn phrases_are_found_within_text() {
        let lexicon = lexicon();
        assert_eq!(
            lexicon.find("该结构被如下接口引用：A"),
            Some((1, "该结构", "：A"))
        );
        assert_eq!(lexicon.find("AdditionalNote"), None);
        let all: Vec<u8> = lexicon
            .find_all("No, used by APIs. Note")
            .map(|(m, ..)| m)
            .collect();
        assert_eq!(all, [2, 1, 2]);
    }

    #[test]
    fn text_within_a_phrase_reaches_its_end() {
        let lexicon = lexicon();
        assert!(lexicon.matches("Used by the").1);
        let (found, reaches_end) = lexicon.matches("Used by APIs x");
        assert_eq!((found.len(), reaches_end), (1, false));
    }
}
