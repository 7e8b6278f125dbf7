//! Texts that the log keeps: whole if they are small, and cut otherwise.

use bytes::Bytes;
use serde_json::Value;

/// The bytes that are kept of one text.
pub(crate) const LARGEST: usize = 64 << 10;

/// JSON as text, which takes less memory than its values.
pub(crate) struct KeptJson {
    text: Bytes,
    is_whole: bool,
}

impl KeptJson {
    /// Keeps JSON. `hide` removes the secrets from the part that is kept of a long text: that part
    /// isn't JSON any more.
    pub(crate) fn new(text: Bytes, hide: impl FnOnce(&Bytes) -> Option<String>) -> Self {
        if text.len() <= LARGEST {
            return Self {
                text,
                is_whole: true,
            };
        }
        let shown = hide(&text);
        let cut = match &shown {
            Some(shown) => cut(shown.as_bytes()),
            None => cut(&text),
        };
        Self {
            text: cut.into(),
            is_whole: false,
        }
    }

    /// Returns the number of bytes that are kept.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Returns the value without secrets, which `hide` removes; text if it was cut or isn't JSON.
    pub(crate) fn value(&self, hide: impl FnOnce(&mut Value)) -> Value {
        let parsed = self.is_whole.then(|| serde_json::from_slice(&self.text));
        match parsed {
            Some(Ok(mut value)) => {
                hide(&mut value);
                value
            }
            _ => Value::from(String::from_utf8_lossy(&self.text)),
        }
    }
}

/// Returns a text that is short enough to be kept.
pub(crate) fn kept(text: String) -> String {
    if text.len() <= LARGEST {
        return text;
    }
    cut(text.as_bytes())
}

/// Returns the beginning of a text, with a note that tells how much there was.
fn cut(text: &[u8]) -> String {
    let mut end = LARGEST.min(text.len());
    // The end of a character of UTF-8: no byte in its middle follows.
    while end > 0 && text.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    let beginning = String::from_utf8_lossy(text.get(..end).unwrap_or_default());
    format!(
        "{beginning}… [cut: the first {end} of {} bytes]",
        text.len()
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn long_list() -> Bytes {
        json!({"Key": "hush", "List": vec!["ü"; LARGEST]})
            .to_string()
            .into()
    }

    #[test]
    fn small_json_keeps_its_values() {
        let kept = KeptJson::new(Bytes::from_static(b"{\"a\": 1}"), |_| unreachable!());
        assert_eq!(kept.value(|value| value["a"] = json!(2)), json!({"a": 2}));
        let html = KeptJson::new(Bytes::from_static(b"<html>"), |_| unreachable!());
        assert_eq!(html.value(|_| unreachable!()), json!("<html>"));
    }

    #[test]
    fn long_json_is_cut_with_a_note() {
        let text = long_list();
        let length = text.len();
        let kept = KeptJson::new(text, |_| None);
        assert!(kept.len() <= LARGEST + 100, "{}", kept.len());
        let value = kept.value(|_| unreachable!());
        let shown = value.as_str().unwrap();
        assert!(shown.starts_with(r#"{"Key":"hush","List":["ü","#));
        assert!(
            shown.ends_with(&format!("of {length} bytes]")),
            "{}",
            &shown[shown.len() - 60..]
        );
        let hidden = KeptJson::new(long_list(), |_| Some("[redacted]".repeat(LARGEST)));
        assert!(
            !hidden
                .value(|_| unreachable!())
                .to_string()
                .contains("hush")
        );
    }

    #[test]
    fn cut_keeps_whole_characters() {
        for offset in 0..4 {
            let text = "a".repeat(offset) + &"𝄞".repeat(LARGEST);
            let shown = kept(text);
            assert!(!shown.contains('\u{fffd}'), "{offset}");
            assert!(shown.len() <= LARGEST + 100);
        }
        assert_eq!(kept("short".to_owned()), "short");
    }
}
