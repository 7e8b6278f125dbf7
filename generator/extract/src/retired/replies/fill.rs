//! The search for the places of displaced brackets.
//!
//! Each place takes as many brackets as it has holes. Places at the edge of a printed page may
//! take more, because holes there are lost. Elsewhere, each bracket more or less is a doubt. The
//! arrangement with the fewest doubts counts, if it follows JSON's grammar and the indentation.

use super::tokens::{ELLIPSIS, Gap, Parts, Token};

/// The maximum number of doubts.
const MAX_DOUBTS: usize = 6;

/// The maximum number of places to look at. A search through a damaged reply must end.
const MAX_STEPS: usize = 100_000;

/// The maximum number of tokens.
const MAX_TOKENS: usize = 20_000;

/// The maximum number of open brackets.
const MAX_DEPTH: usize = 64;

/// The minimum difference between the indentations of two depths, in blanks.
const MIN_INDENT: usize = 2;

/// Returns the tokens with all brackets in their places.
pub(super) fn fill(parts: &Parts) -> Option<Vec<&str>> {
    if parts.tokens.is_empty() || parts.tokens.len() > MAX_TOKENS {
        return None;
    }
    (0..=MAX_DOUBTS).find_map(|doubts| Search::new(parts, doubts).run())
}

/// The token that JSON's grammar expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

/// The state after some tokens.
#[derive(Debug, Clone)]
struct State {
    /// The open brackets.
    open: Vec<u8>,
    expected: Expected,
    /// The number of brackets placed so far.
    placed: usize,
    doubts: usize,
    /// The depth of each indentation.
    depths: Vec<(usize, usize)>,
}

/// A place, the ways to fill it that are still to try, and the state before it.
struct Place {
    /// Numbers of brackets, the most likely one last.
    options: Vec<usize>,
    before: State,
}

struct Search<'p> {
    parts: &'p Parts,
    max_doubts: usize,
    steps: usize,
}

impl<'p> Search<'p> {
    fn new(parts: &'p Parts, max_doubts: usize) -> Self {
        Self {
            parts,
            max_doubts,
            steps: 0,
        }
    }

    /// Fills the places from first to last, and goes back to the last open choice if one fails.
    fn run(&mut self) -> Option<Vec<&'p str>> {
        let mut places: Vec<Place> = Vec::new();
        let mut chosen: Vec<usize> = Vec::new();
        let mut state = State {
            open: Vec::new(),
            expected: Expected::Value,
            placed: 0,
            doubts: 0,
            depths: Vec::new(),
        };
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return None;
            }
            let options = self.options(places.len(), &state);
            places.push(Place {
                options,
                before: state,
            });
            state = loop {
                let at = places.len().checked_sub(1)?;
                let place = places.last_mut()?;
                let Some(brackets) = place.options.pop() else {
                    places.pop();
                    chosen.truncate(at);
                    continue;
                };
                let before = &place.before;
                if let Some(next) = self.next(at, brackets, before) {
                    chosen.truncate(at);
                    chosen.push(brackets);
                    break next;
                }
            };
            if places.len() > self.parts.tokens.len() {
                return Some(self.assemble(&chosen));
            }
        }
    }

    fn gap(&self, at: usize) -> Gap {
        let token = self.parts.tokens.get(at);
        token.map_or(self.parts.last, |token| token.gap)
    }

    /// Returns the numbers of brackets that may go into a place, the most likely one last.
    fn options(&self, at: usize, state: &State) -> Vec<usize> {
        let gap = self.gap(at);
        let ends = &self.parts.ends;
        let total = self.parts.brackets.len();
        let most = ends.get(gap.part).copied().unwrap_or(total) - state.placed;
        let of_earlier = gap.part.checked_sub(1).and_then(|part| ends.get(part));
        let mut least = of_earlier.map_or(0, |end| end.saturating_sub(state.placed));
        if at == self.parts.tokens.len() {
            least = most;
        }
        // No place can take more: the longest known run of brackets has seven.
        const MAX_RUN: usize = 16;
        let mut options: Vec<usize> = (least..=most.min(least + MAX_RUN)).collect();
        options.sort_by_key(|brackets| std::cmp::Reverse(self.doubts(at, *brackets)));
        options.retain(|brackets| state.doubts + self.doubts(at, *brackets) <= self.max_doubts);
        options
    }

    /// Returns how many brackets too many or too few these are.
    fn doubts(&self, at: usize, brackets: usize) -> usize {
        let gap = self.gap(at);
        match brackets {
            // The outermost bracket isn't indented, so its line is empty.
            0 if at == 0 => 1,
            _ if at == 0 || gap.is_edge && brackets >= gap.holes => 0,
            _ => brackets.abs_diff(gap.holes),
        }
    }

    /// Returns the state after these brackets and the token behind them.
    fn next(&self, at: usize, brackets: usize, before: &State) -> Option<State> {
        let mut state = before.clone();
        let end = state.placed + brackets;
        for bracket in self.parts.brackets.get(state.placed..end)? {
            state.advance(bracket)?;
        }
        state.placed = end;
        state.doubts += self.doubts(at, brackets);
        match self.parts.tokens.get(at) {
            Some(token) => state.take(token)?,
            None if state.expected != Expected::Nothing => return None,
            None => {}
        }
        Some(state)
    }

    /// Returns all tokens in order, without the items that the documentation leaves out.
    fn assemble(&self, chosen: &[usize]) -> Vec<&'p str> {
        let mut brackets = self.parts.brackets.iter().copied();
        let mut all: Vec<&'p str> = Vec::new();
        for (at, count) in chosen.iter().enumerate() {
            all.extend(brackets.by_ref().take(*count));
            all.extend(self.parts.tokens.get(at).map(|token| token.text.as_str()));
        }
        without_ellipses(all)
    }
}

fn without_ellipses(all: Vec<&str>) -> Vec<&str> {
    let mut kept: Vec<&str> = Vec::with_capacity(all.len());
    let mut after_ellipsis = false;
    for token in all {
        if token == ELLIPSIS {
            after_ellipsis = kept.pop_if(|last| *last == ",").is_none();
            continue;
        }
        if !(std::mem::take(&mut after_ellipsis) && token == ",") {
            kept.push(token);
        }
    }
    kept
}

impl State {
    /// Reads a printed token, which may show the depth of its indentation.
    fn take(&mut self, token: &Token) -> Option<()> {
        self.advance(&token.text)?;
        let is_key = self.expected == Expected::Colon;
        if let Some(indent) = token.indent.filter(|_| is_key) {
            let depth = self.open.len();
            let agrees = |(other, known): &(usize, usize)| {
                other.abs_diff(indent) < MIN_INDENT
                    || (*other < indent) == (*known < depth) && *known != depth
            };
            if !self.depths.iter().all(agrees) {
                return None;
            }
            if !self.depths.iter().any(|(other, _)| *other == indent) {
                self.depths.push((indent, depth));
            }
        }
        Some(())
    }

    /// Reads a token, or returns `None` if the grammar forbids it.
    fn advance(&mut self, token: &str) -> Option<()> {
        use Expected::{Colon, CommaOrEnd, Key, KeyOrEnd, Nothing, Value, ValueOrEnd};
        let before = self.expected;
        let takes_value = matches!(before, Value | ValueOrEnd);
        self.expected = match token {
            "{" | "[" if takes_value && self.open.len() < MAX_DEPTH => {
                self.open.push(if token == "{" { b'{' } else { b'[' });
                if token == "{" { KeyOrEnd } else { ValueOrEnd }
            }
            "}" if matches!(before, CommaOrEnd | KeyOrEnd) => self.close(b'{')?,
            "]" if matches!(before, CommaOrEnd | ValueOrEnd) => self.close(b'[')?,
            "," if before == CommaOrEnd => {
                if self.open.last() == Some(&b'{') {
                    Key
                } else {
                    Value
                }
            }
            ":" if before == Colon => Value,
            _ if token.starts_with('"') => match before {
                Key | KeyOrEnd => Colon,
                Value | ValueOrEnd => CommaOrEnd,
                _ => return None,
            },
            ELLIPSIS if before != Colon && before != Nothing => CommaOrEnd,
            _ if takes_value && is_scalar(token) => CommaOrEnd,
            _ => return None,
        };
        Some(())
    }

    fn close(&mut self, bracket: u8) -> Option<Expected> {
        self.open.pop_if(|open| *open == bracket)?;
        let is_last = self.open.is_empty();
        Some(if is_last {
            Expected::Nothing
        } else {
            Expected::CommaOrEnd
        })
    }
}

/// Returns whether the word is a number or a literal of JSON.
fn is_scalar(word: &str) -> bool {
    matches!(word, "true" | "false" | "null")
        || word.starts_with(|c: char| c == '-' || c.is_ascii_digit())
            && serde_json::from_str::<serde_json::Number>(word).is_ok()
}
