//! Making what STS says fit to be shown.

/// A run of this many characters, as keys and tokens consist of, is taken for one.
const LONG_RUN: usize = 32;
const REDACTED: &str = "[redacted]";

/// The text on one line, without these secrets, and without anything else that looks like one.
pub(super) fn redacted(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    // A token may be quoted in part: JSON Web Tokens have parts with dots in between.
    let parts = secrets.iter().flat_map(|secret| secret.split('.'));
    for secret in secrets.iter().copied().chain(parts) {
        if secret.len() >= 4 {
            text = text.replace(secret, REDACTED);
        }
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words = words.filter(|word| !word.is_empty()).map(without_long_runs);
    words.collect::<Vec<_>>().join(" ")
}

fn without_long_runs(word: &str) -> String {
    let mut shown = String::new();
    for piece in word.split_inclusive(|c: char| !is_key_character(c)) {
        let run = piece.trim_end_matches(|c: char| !is_key_character(c));
        let separator = piece.get(run.len()..).unwrap_or_default();
        shown.push_str(if run.len() < LONG_RUN { run } else { REDACTED });
        shown.push_str(separator);
    }
    shown
}

/// Slashes and dots separate, so that names of resources stay readable.
fn is_key_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+=_-".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_what_people_need_and_takes_what_they_must_not_see() {
        let text = "role qcs::cam::uin/100012345678:roleName/tencentcloudServiceRoleName\n\tnot for `eyJh.payload.sig` (hush), abcdefghijklmnopqrstuvwxyz0123456789!";
        assert_eq!(
            redacted(text, &["eyJh.payload.sig", "hush"]),
            "role qcs::cam::uin/100012345678:roleName/tencentcloudServiceRoleName not for `[redacted]` ([redacted]), [redacted]!"
        );
        assert_eq!(
            redacted("part payload only", &["eyJh.payload.sig"]),
            "part [redacted] only"
        );
        assert_eq!(redacted("a\u{1b}[31mb", &[""]), "a [31mb");
    }
}
