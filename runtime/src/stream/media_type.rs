//! Whether a reply says that it is a stream of events.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// True for `text/event-stream` in any case and with any parameters, as in `text/event-stream;charset=utf-8`.
pub(crate) fn is_event_stream(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE);
    let text = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = text.split(';').next().unwrap_or("");
    essence.trim().eq_ignore_ascii_case("text/event-stream")
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn parameters_case_and_blanks_do_not_matter() {
        let is = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(value));
            is_event_stream(&headers)
        };
        assert!(is("text/event-stream"));
        assert!(is("text/event-stream;charset=utf-8"));
        assert!(is(" Text/Event-Stream ; charset=UTF-8"));
        assert!(!is("text/event-streams"));
        assert!(!is("application/json; note=text/event-stream"));
        assert!(!is_event_stream(&HeaderMap::new()));
    }
}
