//! The scheme, host and port of an address.

use std::error::Error as StdError;

use http::uri::PathAndQuery;
use http::{HeaderValue, Uri};

use crate::transport::{TransportError, TransportErrorKind};

/// A scheme, host and port.
#[derive(Debug)]
pub(crate) struct Origin {
    uri: Uri,
    header: HeaderValue,
}

impl Origin {
    /// Parses an address without a path: `https://host:port`.
    pub(crate) fn parse(origin: &str) -> Result<Self, TransportError> {
        let uri: Uri = origin.parse().map_err(bad_address)?;
        let default_port = match uri.scheme_str() {
            Some("https") => 443,
            Some("http") => 80,
            _ => return Err(bad_address("its scheme must be http or https")),
        };
        let name = uri.host().unwrap_or_default().to_ascii_lowercase();
        let header = match uri.port_u16() {
            Some(port) if port != default_port => format!("{name}:{port}"),
            _ => name,
        };
        Ok(Self {
            header: header.try_into().map_err(bad_address)?,
            uri,
        })
    }

    /// Returns the origin as an address without a path.
    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the value of the `Host` header, with the port unless it is the scheme's default.
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// Returns the absolute address of a path at this origin.
    pub(crate) fn absolute(&self, target: &PathAndQuery) -> Uri {
        let mut parts = self.uri.clone().into_parts();
        parts.path_and_query = Some(target.clone());
        // Replacing the path of a valid address keeps it valid.
        Uri::from_parts(parts).unwrap_or_default()
    }
}

/// Splits an address into its origin, `https://host:port`, and the rest.
pub(crate) fn split(url: &str) -> Result<(&str, &str), TransportError> {
    let scheme = url.find(':').unwrap_or(url.len());
    let Some(after) = url.get(scheme..).and_then(|rest| rest.strip_prefix("://")) else {
        return Err(bad_address("no scheme"));
    };
    let length = after.find(['/', '?']).unwrap_or(after.len());
    Ok(url.split_at(url.len() - after.len() + length))
}

/// Returns the error for a malformed address. It omits the address, which may hold secrets.
pub(crate) fn bad_address(error: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    let problem = format!("malformed request address: {}", error.into());
    TransportError::new(TransportErrorKind::Setup, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_separates_origin_and_target() {
        for (url, origin, target) in [
            ("https://host.example/", "https://host.example", "/"),
            (
                "http://[::1]:8080/a/b?c=/d",
                "http://[::1]:8080",
                "/a/b?c=/d",
            ),
            (
                "https://host.example?a=http://b/",
                "https://host.example",
                "?a=http://b/",
            ),
            ("https://host.example", "https://host.example", ""),
        ] {
            assert_eq!(split(url).unwrap(), (origin, target));
        }
        for url in ["", "host.example/", "host.example:443/", "https:/host"] {
            assert!(split(url).is_err(), "{url}");
        }
    }
}
