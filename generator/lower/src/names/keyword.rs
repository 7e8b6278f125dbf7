//! Words that can't be identifiers, or can't be file names on every system.

/// Whether the word is a keyword of edition 2024, or a device name that Windows keeps from files.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word) || DEVICES.contains(&word) || is_numbered_device(word)
}

const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "yield",
];

const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// `com1` to `com9` and `lpt1` to `lpt9`.
fn is_numbered_device(word: &str) -> bool {
    let number = word.strip_prefix("com").or(word.strip_prefix("lpt"));
    number.is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()))
}
