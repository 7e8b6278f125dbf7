//! Pages that are written together, because a disk takes many files in the time of one.

/// Pages that aren't on the disk yet.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The path below `sources/` and the bytes of each page.
    pages: Vec<(String, Vec<u8>)>,
    /// The number of pages of a full batch.
    size: usize,
    /// The bytes of all pages.
    bytes: usize,
}

/// The bytes at which a batch is full, whatever the number of its pages.
const MOST_BYTES: usize = 64 << 20;

impl Batch {
    /// Creates an empty batch that is full after this many pages.
    pub(crate) fn of(size: usize) -> Self {
        Self {
            pages: Vec::new(),
            size,
            bytes: 0,
        }
    }

    /// Returns whether the batch holds new bytes for the path.
    pub(crate) fn contains(&self, file: &str) -> bool {
        self.pages.iter().any(|(path, _)| path == file)
    }

    /// Returns whether the batch should be written. A batch of one page is always full, so that
    /// records without new pages don't wait.
    pub(crate) fn is_full(&self) -> bool {
        self.size == 1 || self.pages.len() >= self.size || self.bytes >= MOST_BYTES
    }

    /// Adds a page. The batch must not contain its path.
    pub(crate) fn add(&mut self, file: &str, bytes: &[u8]) {
        self.bytes += bytes.len();
        self.pages.push((file.to_owned(), bytes.to_owned()));
    }

    /// Empties the batch, and returns its pages.
    pub(crate) fn take(&mut self) -> Vec<(String, Vec<u8>)> {
        self.bytes = 0;
        std::mem::take(&mut self.pages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batch_is_full_by_pages_or_bytes() {
        let mut batch = Batch::of(2);
        batch.add("a", b"1");
        assert!(!batch.is_full() && batch.contains("a") && !batch.contains("b"));
        batch.add("b", b"2");
        assert!(batch.is_full());
        let pages = batch.take();
        let files: Vec<&str> = pages.iter().map(|(file, _)| file.as_str()).collect();
        assert_eq!(files, ["a", "b"]);
        assert!(!batch.is_full() && !batch.contains("a"));
        batch.add("large", &vec![0; MOST_BYTES]);
        assert!(batch.is_full());
        batch.take();
        assert!(!batch.is_full());
    }
}
