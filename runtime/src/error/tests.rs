//! Tests of the facts that errors of all kinds share.

use super::*;

fn api(code: &str) -> Error {
    let error = Error::new(ErrorKind::Api(ApiError {
        code: code.to_owned(),
        number: None,
        message: "a\n\n b".to_owned(),
        status: 200,
    }));
    error
        .with_request_id(Some("id-1".to_owned()))
        .after_attempts(1)
}

#[test]
fn error_is_at_most_two_words() {
    assert!(size_of::<Error>() <= 16);
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<Error>());
}

#[test]
fn display_fits_on_one_line() {
    let text = "Failed: a b (request id id-1)";
    assert_eq!(api("Failed").to_string(), text);
    assert_eq!(
        api("Failed").after_attempts(3).to_string(),
        format!("{text} (after 3 attempts)")
    );
}

#[test]
fn display_names_request_and_trace() {
    let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    let error = TransportError::new(TransportErrorKind::Connect, refused);
    let error = Error::from(error).with_trace_id(Some("t-1"));
    assert_eq!(
        error.to_string(),
        "cannot connect: connection refused (trace id t-1)"
    );
    assert!(error.source().is_none(), "the message prints every cause");
    assert_eq!(
        api("Failed").with_trace_id(Some("t\n2")).to_string(),
        "Failed: a b (request id id-1, trace id t 2)"
    );
    let late = TransportError::new(TransportErrorKind::ConnectTimeout, "https://host: late");
    assert_eq!(
        Error::from(late).to_string(),
        "connecting timed out: https://host: late"
    );
}

#[test]
fn zero_time_limit_is_final() {
    for kind in [TimeoutKind::Attempt, TimeoutKind::Total] {
        let error = Error::timeout(kind, Some(Duration::ZERO));
        assert!(error.was_never_sent() && !error.is_retryable());
        assert!(
            error
                .to_string()
                .ends_with("(0ns allowed, so nothing was sent)")
        );
    }
}

#[test]
fn throttling_differs_from_other_limits() {
    assert!(api("RequestLimitExceeded").is_throttling());
    assert!(api("RequestLimitExceeded.UinLimitExceeded").is_throttling());
    assert!(!api("LimitExceeded").is_throttling());
    assert!(!api("RequestLimitExceededX").is_throttling());
}

#[test]
fn temporary_errors_are_retryable() {
    assert!(api("InternalError").is_retryable());
    assert!(api("RequestLimitExceeded").is_retryable());
    assert!(!api("InvalidParameterValue").is_retryable());
    let timeout = Error::from(TransportError::new(
        TransportErrorKind::ConnectTimeout,
        "late",
    ));
    assert!(matches!(
        timeout.kind(),
        ErrorKind::Timeout(error) if error.kind == TimeoutKind::Connect
    ));
    assert!(timeout.is_retryable());
}

#[test]
fn clone_keeps_every_fact_and_the_cause() {
    let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    let error = TransportError::new(TransportErrorKind::Connect, refused);
    let error = Error::from(error)
        .with_trace_id(Some("t-1"))
        .with_request_id(Some("id-1".to_owned()))
        .with_retry_after(Some(Duration::from_secs(3)))
        .after_attempts(2);
    let (debug, clone) = (format!("{error:?}"), error.clone());
    assert_eq!(format!("{clone:?}"), debug);
    let ErrorKind::Transport(transport) = clone.kind() else {
        panic!("{debug}");
    };
    let cause = transport.cause().downcast_ref::<std::io::Error>();
    assert!(cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::ConnectionRefused));
}

#[test]
fn unsent_requests_count_no_attempts() {
    let error = Error::from(CredentialError::new("none")).after_attempts(1);
    assert_eq!(error.attempts(), 0);
    assert_eq!(api("Failed").after_attempts(2).attempts(), 2);
}
