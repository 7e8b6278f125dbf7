//! A request in the form that hyper sends.

use bytes::Bytes;
use http::header::ACCEPT_ENCODING;
use http::{HeaderValue, Request, Uri};
use zeroize::Zeroizing;

use super::failure::BoxError;
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};

/// Returns the request for hyper.
pub(crate) fn message(request: HttpRequest) -> Result<Request<Bytes>, TransportError> {
    let uri = address(request.url)?;
    let mut message = Request::new(request.body);
    *message.uri_mut() = uri;
    *message.method_mut() = request.method;
    *message.headers_mut() = request.headers;
    let encodings = message.headers_mut().entry(ACCEPT_ENCODING);
    encodings.or_insert(HeaderValue::from_static("gzip"));
    Ok(message)
}

/// Parses the address of a request.
fn address(url: String) -> Result<Uri, TransportError> {
    // A query may hold a session token. All parts of the address share this memory, which is
    // zeroized with the last of them.
    let url = Bytes::from_owner(Zeroizing::new(url));
    let uri = Uri::from_maybe_shared(url).map_err(bad_address)?;
    if uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
    {
        return Err(bad_address("user info (`user:password@`) is not supported"));
    }
    match uri.scheme_str() {
        Some("http" | "https") => Ok(uri),
        _ => Err(bad_address("it must start with http:// or https://")),
    }
}

/// Returns the error for a malformed address. It omits the address, which may hold secrets.
fn bad_address(error: impl Into<BoxError>) -> TransportError {
    let problem = format!("malformed request address: {}", error.into());
    TransportError::new(TransportErrorKind::Setup, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_needs_scheme_and_host() {
        for (url, expected) in [
            ("https://host.example", "https://host.example/"),
            ("http://[::1]:8080/a/b?c=/d", "http://[::1]:8080/a/b?c=/d"),
            (
                "https://host.example?a=http://b/",
                "https://host.example/?a=http://b/",
            ),
        ] {
            assert_eq!(address(url.to_owned()).unwrap().to_string(), expected);
        }
        for url in [
            "",
            "/",
            "host.example/",
            "host.example:443/",
            "https:/host",
            "https://",
            "ftp://host/",
            "https://user:password@host/",
        ] {
            let error = address(url.to_owned()).unwrap_err();
            assert_eq!(error.kind(), TransportErrorKind::Setup, "{url}");
        }
    }
}
