//! Knows how deep the items of a list are nested.

/// The indents of the items that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Lists {
    indents: Vec<usize>,
}

/// Deeper nesting than this is no structure.
const MAX_LEVEL: usize = 8;

impl Lists {
    /// The level, from 0, of an item with this indent.
    pub(super) fn level(&mut self, indent: usize) -> usize {
        while self.indents.last().is_some_and(|open| *open >= indent) {
            self.indents.pop();
        }
        if self.indents.len() < MAX_LEVEL {
            self.indents.push(indent);
        }
        self.indents.len() - 1
    }

    /// Whether no list is open.
    pub(super) fn is_empty(&self) -> bool {
        self.indents.is_empty()
    }

    /// Ends all lists.
    pub(super) fn end(&mut self) {
        self.indents.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_indents() {
        let mut lists = Lists::default();
        let levels: Vec<usize> = [0, 4, 8, 4, 0, 2].map(|indent| lists.level(indent)).into();
        assert_eq!(levels, [0, 1, 2, 1, 0, 1]);
    }
}
