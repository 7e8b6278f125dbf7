//! Errors that arrive as events: a stream that has begun cannot report them by its status.

use serde_json::Value;

use super::parser::Event;
use crate::codec::{self, Reader};
use crate::error::{ApiError, Error, ErrorKind};
use crate::reply::{ENVELOPE, ErrorBody, request_id_in};

/// Returns the error that an event reports, if any.
///
/// Servers use three forms: the envelope of ordinary replies, `{"ErrorMsg": {"Code": 2003, "Msg":
/// …}}` among the members of a response, and events named `error`.
pub(crate) fn fault_in(event: &Event, status: u16) -> Option<Error> {
    let named_error = event.event.as_deref() == Some("error");
    // Fast path: most events report no error and must not be parsed twice.
    if !named_error && !event.data.contains("\"Error") {
        return None;
    }
    let inner = member(&event.data, ENVELOPE).unwrap_or(&event.data);
    let documented = member(inner, "Error")
        .and_then(ErrorBody::from_text)
        .or_else(|| error_message(&value(member(inner, "ErrorMsg")?)));
    let body = match documented {
        Some(body) => body,
        None if named_error => any_error(&value(inner), &event.data),
        None => return None,
    };
    Some(api_error(body, status, &event.data))
}

/// Returns an error that the text of a reply states.
pub(super) fn api_error(body: ErrorBody, status: u16, text: &str) -> Error {
    let code = body.code.unwrap_or_default();
    let message = body.message.unwrap_or_default();
    let error = ApiError::new(code, body.number, message, status);
    let error = Error::new(ErrorKind::Api(error));
    error.with_request_id(request_id_in(text)).after_attempts(1)
}

/// Returns the JSON of an object's member. `None` also if the text isn't a JSON object.
fn member<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    let members = codec::members(json).ok()?;
    let last = members.into_iter().rev().find(|(found, _)| found == name);
    last.map(|(_, json)| json)
}

fn value(json: &str) -> Value {
    Reader::new(json).value().unwrap_or_default()
}

/// Reads `{"Code": 2003, "Msg": "…"}`. A code of zero means success.
fn error_message(value: &Value) -> Option<ErrorBody> {
    let body = ErrorBody {
        code: text(value, &["Code"]).filter(|code| code != "0"),
        number: None,
        message: text(value, &["Msg", "Message"]).filter(|message| !message.is_empty()),
    };
    if body.code.is_none() && body.message.is_none() {
        return None;
    }
    Some(body)
}

/// Reads code and message from an event named `error`, which may have any shape.
fn any_error(value: &Value, data: &str) -> ErrorBody {
    ErrorBody {
        code: text(value, &["Code", "code"]),
        number: None,
        message: text(value, &["Message", "message", "Msg", "msg"])
            .or_else(|| Some(data.to_owned())),
    }
}

/// Returns the first of these members that exists, as text.
fn text(value: &Value, names: &[&str]) -> Option<String> {
    let found = names.iter().find_map(|name| value.get(name))?;
    match found {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(event: Option<&str>, data: &str) -> Option<String> {
        let mut given = Event::new(data);
        given.event = event.map(str::to_owned);
        Some(fault_in(&given, 200)?.to_string())
    }

    #[test]
    fn error_in_any_form_is_found() {
        for (event, data, message) in [
            (
                None,
                r#"{"Response":{"Error":{"Code":"FailedOperation","Message":"busy"},"RequestId":"r-1"}}"#,
                "FailedOperation: busy (request id r-1)",
            ),
            (None, r#"{"Error":{"Code":429,"Message":"m"}}"#, "429: m"),
            (None, r#"{"Error":{"code":"A.B","message":"m"}}"#, "A.B: m"),
            (
                None,
                r#"{"Note":"","ErrorMsg":{"Msg":"too long","Code":2003},"Id":"x"}"#,
                "2003: too long",
            ),
            (Some("error"), r#"{"code":5,"message":"m"}"#, "5: m"),
            (Some("error"), "out of order", ": out of order"),
        ] {
            assert_eq!(fault(event, data).as_deref(), Some(message));
        }
    }

    #[test]
    fn other_event_is_not_error() {
        for data in [
            "",
            "\"Error\"",
            r#"{"ErrorMsg":null}"#,
            r#"{"ErrorMsg":{"Msg":"","Code":0}}"#,
            r#"{"ErrorMsg":"ok"}"#,
            r#"{"Error":{"Code":""}}"#,
            r#"{"Error":"none"}"#,
            r#"{"code":5,"message":"m"}"#,
            r#"{"Errors":[{"Code":"x"}]}"#,
        ] {
            assert_eq!(fault(None, data), None, "{data}");
        }
    }
}
