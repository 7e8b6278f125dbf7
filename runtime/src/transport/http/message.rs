//! A request as connections take it.

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HOST, PROXY_AUTHORIZATION};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use http_body_util::Full;

use super::connection::Forwarding;
use super::failure::bad_address;
use super::host::Host;
use crate::transport::TransportError;

/// What hyper sends.
pub(super) type Outgoing = Request<Full<Bytes>>;

/// A request until a connection has taken it, and what is needed to form it anew for another one.
pub(super) struct Message {
    target: PathAndQuery,
    /// Nothing while a connection has it.
    outgoing: Option<Outgoing>,
}

/// An address as its origin, `https://host:port`, and the rest.
pub(super) fn split(url: &str) -> Result<(&str, &str), TransportError> {
    let scheme = url.find(':').unwrap_or(url.len());
    let Some(after) = url.get(scheme..).and_then(|rest| rest.strip_prefix("://")) else {
        return Err(bad_address("no scheme"));
    };
    let length = after.find(['/', '?']).unwrap_or(after.len());
    Ok(url.split_at(url.len() - after.len() + length))
}

impl Message {
    pub(super) fn new(
        target: &str,
        method: Method,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Self, TransportError> {
        let target = match target {
            "" | "/" => PathAndQuery::from_static("/"),
            other => PathAndQuery::try_from(other).map_err(bad_address)?,
        };
        let mut outgoing = Request::new(Full::new(body));
        *outgoing.method_mut() = method;
        *outgoing.headers_mut() = headers;
        let encodings = outgoing.headers_mut().entry(ACCEPT_ENCODING);
        encodings.or_insert(HeaderValue::from_static("gzip"));
        Ok(Self {
            target,
            outgoing: Some(outgoing),
        })
    }

    /// The request for HTTP/1.1: the path alone in its first line, or the whole address if a proxy passes it on.
    pub(super) fn for_http1(&mut self, host: &Host, through: Option<&Forwarding>) -> Outgoing {
        let mut outgoing = self.outgoing.take().unwrap_or_default();
        *outgoing.uri_mut() = match through {
            Some(_) => host.absolute(&self.target),
            None => Uri::from(self.target.clone()),
        };
        let headers = outgoing.headers_mut();
        let named = headers.entry(HOST);
        named.or_insert_with(|| host.header().clone());
        if let Some(authorization) = through.and_then(|proxy| proxy.authorization.as_ref()) {
            headers.insert(PROXY_AUTHORIZATION, authorization.clone());
        }
        outgoing
    }

    /// The request for HTTP/2, which has the host in its address. A copy stays, for what a server refuses does not
    /// come back.
    pub(super) fn for_http2(&mut self, host: &Host) -> Outgoing {
        let outgoing = self.outgoing.get_or_insert_default();
        *outgoing.uri_mut() = host.absolute(&self.target);
        outgoing.headers_mut().remove(HOST);
        outgoing.clone()
    }

    /// Takes back what a connection has not sent.
    pub(super) fn restore(&mut self, outgoing: Outgoing) {
        self.outgoing = Some(outgoing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_split_behind_its_host_and_port() {
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
