//! A line of a note: plain words, and names and values that are shown as code.

/// Words in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::diff) struct Words(pub(in crate::diff) Vec<Piece>);

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::diff) enum Piece {
    /// Our own words, or a sentence of the documentation.
    Plain(String),
    /// A name, a type or a value.
    Code(String),
}

impl Words {
    pub(super) fn plain(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Plain(text.into()));
        self
    }

    pub(super) fn code(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Code(text.into()));
        self
    }

    /// Names with commas between them; of very many only the first.
    pub(super) fn list(mut self, names: &[&str]) -> Self {
        const SHOWN: usize = 12;
        for (index, name) in names.iter().take(SHOWN).enumerate() {
            if index > 0 {
                self = self.plain(", ");
            }
            self = self.code(*name);
        }
        match names.len().saturating_sub(SHOWN) {
            0 => self,
            more => self.plain(format!(" and {more} more")),
        }
    }

    pub(super) fn then(mut self, mut more: Self) -> Self {
        self.0.append(&mut more.0);
        self
    }
}

/// Words that begin with plain text.
pub(super) fn plain(text: impl Into<String>) -> Words {
    Words::default().plain(text)
}

/// Words that begin with a name.
pub(super) fn code(text: impl Into<String>) -> Words {
    Words::default().code(text)
}

/// The text on one line, cut where it is longer than `most` characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}
