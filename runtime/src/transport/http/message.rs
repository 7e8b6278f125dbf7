//! A request as connections take it.

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HOST, PROXY_AUTHORIZATION};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use http_body_util::Full;

use super::connector::Forwarding;
use super::origin::{Origin, bad_address};
use crate::transport::TransportError;

/// What hyper sends.
pub(super) type Outgoing = Request<Full<Bytes>>;

/// A request until a connection has taken it, and what is needed to form it anew for another one.
pub(super) struct Message {
    target: PathAndQuery,
    /// Nothing while a connection has it.
    outgoing: Option<Outgoing>,
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
    pub(super) fn for_http1(&mut self, origin: &Origin, through: Option<&Forwarding>) -> Outgoing {
        let mut outgoing = self.outgoing.take().unwrap_or_default();
        *outgoing.uri_mut() = match through {
            Some(_) => origin.absolute(&self.target),
            None => Uri::from(self.target.clone()),
        };
        let headers = outgoing.headers_mut();
        let named = headers.entry(HOST);
        named.or_insert_with(|| origin.header().clone());
        if let Some(authorization) = through.and_then(|proxy| proxy.authorization.as_ref()) {
            headers.insert(PROXY_AUTHORIZATION, authorization.clone());
        }
        outgoing
    }

    /// The request for HTTP/2, which has the host in its address. A copy stays, for what a server refuses does not
    /// come back.
    pub(super) fn for_http2(&mut self, origin: &Origin) -> Outgoing {
        let outgoing = self.outgoing.get_or_insert_default();
        *outgoing.uri_mut() = origin.absolute(&self.target);
        outgoing.headers_mut().remove(HOST);
        outgoing.clone()
    }

    /// Takes back what a connection has not sent.
    pub(super) fn restore(&mut self, outgoing: Outgoing) {
        self.outgoing = Some(outgoing);
    }
}
