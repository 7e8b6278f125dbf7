//! Stage 2: from a [`Document`](crate::document::Document) to API facts.
