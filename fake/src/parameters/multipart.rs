//! Bodies of `multipart/form-data`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fake_model::{Member, Product, Type};
use memchr::memmem;
use serde_json::{Map, Value};

use super::flat;
use crate::incoming::Incoming;
use crate::problem::{Problem, Refusal, quoted};

/// Reads the parts of a body. Lists and structures are JSON, or flattened parts.
pub(super) fn read(
    request: &Incoming,
    product: &Product,
    members: &[Member],
) -> Result<Map<String, Value>, Refusal> {
    let malformed = |what: &str| {
        Problem::InvalidRequest.because(format!("the body isn't multipart/form-data: {what}"))
    };
    let boundary = boundary(request.header("content-type").unwrap_or_default())
        .ok_or_else(|| malformed("Content-Type lacks a boundary"))?;
    let parts = parts(&request.body, &boundary).map_err(malformed)?;
    let mut parameters = Map::new();
    let mut flattened = Vec::new();
    for part in parts {
        let member = members.iter().find(|member| member.name == part.name);
        let is_nested = |member: &&Member| {
            matches!(
                member.kind,
                Type::Array(_) | Type::Structure(_) | Type::Undescribed
            )
        };
        if parameters.contains_key(&part.name) {
            return Err(malformed("a name occurs twice"));
        }
        if member.filter(is_nested).is_some() || part.is_json {
            let value = serde_json::from_slice(part.content).map_err(|error| {
                let name = quoted(&part.name);
                malformed(&format!("the part `{name}` isn't JSON: {error}"))
            })?;
            parameters.insert(part.name, value);
        } else if member.is_some() || part.is_file {
            let text = as_text(part.content);
            let value = flat::scalar(&text, member.map(|member| &member.kind));
            parameters.insert(part.name, value);
        } else {
            flattened.push((part.name, as_text(part.content)));
        }
    }
    parameters.extend(flat::typed(&flattened, product, members)?);
    Ok(parameters)
}

/// Returns content as text, in base64 unless it is UTF-8.
pub(super) fn as_text(content: &[u8]) -> String {
    match std::str::from_utf8(content) {
        Ok(text) => text.to_owned(),
        Err(_) => STANDARD.encode(content),
    }
}

fn boundary(content_type: &str) -> Option<String> {
    let mut parameters = unquoted_split(content_type).skip(1);
    let boundary = parameters.find_map(|one| {
        let (name, value) = one.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary")
            .then(|| value.trim_matches('"').to_owned())
    });
    boundary.filter(|boundary| !boundary.is_empty())
}

/// A part of a body.
struct Part<'b> {
    name: String,
    is_file: bool,
    is_json: bool,
    content: &'b [u8],
}

fn parts<'b>(body: &'b [u8], boundary: &str) -> Result<Vec<Part<'b>>, &'static str> {
    let delimiter = format!("--{boundary}");
    let mut rest = body
        .strip_prefix(delimiter.as_bytes())
        .ok_or("it doesn't begin with the boundary")?;
    let delimiter = format!("\r\n{delimiter}");
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let start = rest
            .strip_prefix(b"\r\n")
            .ok_or("a boundary isn't at the end of its line")?;
        let end = memmem::find(start, delimiter.as_bytes()).ok_or("a part has no end")?;
        let (part, after) = start.split_at_checked(end).ok_or("a part has no end")?;
        parts.push(parse(part)?);
        rest = after.get(delimiter.len()..).ok_or("a part has no end")?;
    }
    Ok(parts)
}

fn parse(part: &[u8]) -> Result<Part<'_>, &'static str> {
    const BLANK_LINE: &[u8] = b"\r\n\r\n";
    let end = memmem::find(part, BLANK_LINE).ok_or("a part lacks the blank line after its head")?;
    let (head, content) = part.split_at_checked(end).ok_or("a part lacks its head")?;
    let head = std::str::from_utf8(head).map_err(|_| "the head of a part isn't UTF-8")?;
    let line = |name: &str| {
        head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found
                .trim()
                .eq_ignore_ascii_case(name)
                .then(|| value.trim())
        })
    };
    let disposition = line("content-disposition").ok_or("a part lacks Content-Disposition")?;
    let name = quoted_value(disposition, "name").ok_or("a part lacks its name")?;
    Ok(Part {
        name,
        is_file: quoted_value(disposition, "filename").is_some(),
        is_json: line("content-type").is_some_and(|value| value.starts_with("application/json")),
        content: content.get(BLANK_LINE.len()..).unwrap_or_default(),
    })
}

/// Returns the value of `name="value"`, without the escapes of browsers.
fn quoted_value(disposition: &str, name: &str) -> Option<String> {
    let mut parameters = unquoted_split(disposition).skip(1);
    parameters.find_map(|one| {
        let (found, value) = one.trim().split_once('=')?;
        let value = value.trim().trim_matches('"');
        let value = value
            .replace("%22", "\"")
            .replace("%0D", "\r")
            .replace("%0A", "\n");
        found.trim().eq_ignore_ascii_case(name).then_some(value)
    })
}

/// Splits a header at the semicolons outside of quotation marks.
fn unquoted_split(header: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    header.split(move |character| {
        is_quoted ^= character == '"';
        character == ';' && !is_quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_files_may_have_semicolons() {
        let disposition = r#"form-data; filename="a; name=b.txt"; Name="c;d%22""#;
        assert_eq!(quoted_value(disposition, "name").unwrap(), "c;d\"");
        let file = quoted_value(disposition, "filename");
        assert_eq!(file.unwrap(), "a; name=b.txt");
        assert_eq!(
            quoted_value("form-data; name=plain", "name").unwrap(),
            "plain"
        );
        assert_eq!(quoted_value("name=\"x\"", "name"), None);
        assert_eq!(
            boundary("multipart/form-data; charset=x; boundary=\"a b;c\"").unwrap(),
            "a b;c"
        );
    }

    #[test]
    fn parts_end_at_the_boundary_only() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--bc\r\n--b--";
        let refused = parts(body, "b").err();
        assert_eq!(refused, Some("a boundary isn't at the end of its line"));
        let body = b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx--b\r\n--b--rest";
        let found = parts(body, "b").unwrap();
        assert_eq!((found.len(), found[0].content), (1, b"x--b".as_slice()));
    }
}
