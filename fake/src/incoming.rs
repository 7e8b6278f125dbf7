//! A request as it arrived: head and whole body.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

/// A request as it arrived.
pub(crate) struct Incoming {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Incoming {
    /// Returns a header as text; `None` if it is absent or not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns all headers of a name as one text, with a separator between them. An error means
    /// that one isn't text.
    pub(crate) fn whole_header(&self, name: &str, separator: &str) -> Result<Option<String>, ()> {
        let values = self.headers.get_all(name).iter();
        let values: Result<Vec<&str>, _> = values.map(|value| value.to_str()).collect();
        let values = values.map_err(|_| ())?;
        Ok((!values.is_empty()).then(|| values.join(separator)))
    }

    /// Returns the host with its port, as HTTP/1 and HTTP/2 send it. It may be empty.
    pub(crate) fn host(&self) -> &str {
        let authority = || self.uri.authority().map(http::uri::Authority::as_str);
        self.header("host").or_else(authority).unwrap_or_default()
    }

    /// Returns the query as sent; empty if there is none.
    pub(crate) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// Returns the media type without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> String {
        let whole = self.header("content-type").unwrap_or_default();
        let media_type = whole.split(';').next().unwrap_or_default();
        media_type.trim().to_ascii_lowercase()
    }

    /// Returns whether the path is that of protocol v2. A proxy may add a prefix.
    pub(crate) fn is_v2(&self) -> bool {
        self.uri.path().ends_with("/v2/index.php")
    }
}

/// Decodes the pairs of a query or form. Malformed escapes stay as they are.
pub(crate) fn decoded_pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        let bytes = percent_encoding::percent_decode_str(&spaced);
        bytes.decode_utf8_lossy().into_owned()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_leniently() {
        let pairs = decoded_pairs("a=1&b.0=%2F+x&c&%zz=%E4%BD%A0&&=");
        let expected = [
            ("a", "1"),
            ("b.0", "/ x"),
            ("c", ""),
            ("%zz", "你"),
            ("", ""),
        ];
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn host_comes_from_header_or_target() {
        let mut request = Incoming {
            method: Method::GET,
            uri: Uri::from_static("http://cvm.example/v2/index.php?a=1"),
            headers: HeaderMap::new(),
            body: Bytes::new(),
        };
        assert_eq!((request.host(), request.query()), ("cvm.example", "a=1"));
        assert!(request.is_v2());
        request.headers.insert("host", "other:80".parse().unwrap());
        assert_eq!(request.host(), "other:80");
    }
}
