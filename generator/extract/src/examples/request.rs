//! An example's request: a POST with headers and a JSON body, or a URL with the parameters in its query.

use crate::reader::TextLine;
use spec::{Example, RequestForm};

use super::{json_text, query};

/// Whether a line is the first of a request.
pub(super) fn begins_request(text: &str) -> bool {
    let is_url = |text: &str| text.starts_with("https:") || text.starts_with("http:");
    let method = ["GET ", "POST "]
        .iter()
        .find_map(|method| text.strip_prefix(method));
    method.is_some_and(|target| target.starts_with('/') || is_url(target))
        || is_url(text)
            && (text.contains("?Action=") || text.len() <= "https:".len() || text.ends_with("/?"))
        || text.starts_with("curl ")
}

/// Reads the request's lines into the example.
pub(super) fn read_request(lines: &[TextLine<'_>], action: &str, example: &mut Example) {
    if lines.is_empty() {
        example.request_invalid = Some("the page shows no request".to_owned());
        return;
    }
    let body_start = lines.iter().position(|line| line.text.starts_with('{'));
    let has_headers = lines
        .iter()
        .any(|line| header(line.text, "X-TC-Action").is_some() || line.text.starts_with("POST "));
    match body_start {
        Some(start) if has_headers || start == 0 => read_post(lines, start, action, example),
        _ => read_query(lines, action, example),
    }
}

fn read_post(lines: &[TextLine<'_>], body_start: usize, action: &str, example: &mut Example) {
    let (headers, body) = lines.split_at(body_start);
    let named = headers
        .iter()
        .find_map(|line| header(line.text, "X-TC-Action"));
    example.request_form = Some(RequestForm::Json);
    example.request_action = named.filter(|named| *named != action).map(str::to_owned);
    let text = json_text::join_json(body);
    match json_text::parse(&text) {
        Ok(value) => example.request = Some(value),
        Err(reason) => {
            example.request_invalid = Some(reason);
            example.request_raw = Some(text);
        }
    }
}

fn header<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix(name)?.strip_prefix(':').map(str::trim)
}

fn read_query(lines: &[TextLine<'_>], action: &str, example: &mut Example) {
    example.request_form = Some(RequestForm::Query);
    let query = query::join_query(lines);
    match query::parse_query(&query) {
        Ok(parsed) => {
            example.request_action = parsed.action.filter(|named| named != action);
            example.request = Some(parsed.body);
        }
        Err(reason) => {
            example.request_invalid = Some(reason);
            example.request_raw = Some(
                lines
                    .iter()
                    .map(|line| line.text)
                    .collect::<Vec<_>>()
                    .join("\n"),
            );
        }
    }
}
