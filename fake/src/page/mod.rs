//! The web page of a fake.

/// The page at `/_fake/`.
pub(crate) const PAGE: &str = "<!doctype html><title>Fake Tencent Cloud</title>";
