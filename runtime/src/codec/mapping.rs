//! Objects whose names are data: maps from text to structures.

use super::error::ReadError;
use super::field::View;
use super::reader::Reader;
use super::structure::Structure;

/// A map from text to structures, whose type is erased.
pub trait Mapping: Send + Sync {
    /// Returns the entry at an index.
    fn entry(&self, index: usize) -> Option<(&str, &dyn Structure)>;
    /// Shows a default value of an entry, which tells the type of the values.
    fn show_default(&self, show: &mut dyn FnMut(View<'_>));
}

/// Returns all entries in their order.
pub(crate) fn entries(mapping: &dyn Mapping) -> impl Iterator<Item = (&str, &dyn Structure)> {
    (0..).map_while(|index| mapping.entry(index))
}

impl Reader<'_> {
    /// Reads an object as a map. `read_entry` reads the value of a name. A value that does not fit
    /// is left out and recorded.
    ///
    /// Some servers write `""` or `[]` for an empty map. Returns false for these and `null`.
    pub(crate) fn mapping(
        &mut self,
        read_entry: &mut dyn FnMut(&mut Self, String) -> Result<(), ReadError>,
    ) -> Result<bool, ReadError> {
        if self.peek() != Some(b'{') {
            return self.nothing_or("an object").map(|()| false);
        }
        let mut first = self.open(b'{')?;
        while self.next_entry(first, b'}')? {
            first = false;
            let name = self.member_name()?.into_owned();
            if let Err(error) = read_entry(self, name.clone()) {
                self.skip_misfit(error)
                    .map_err(|error| error.in_member(name))?;
            }
        }
        Ok(true)
    }
}
