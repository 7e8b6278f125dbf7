//! A request in the form that hyper sends.

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, HOST, PROXY_AUTHORIZATION};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use http_body_util::Full;

use super::connector::Forwarding;
use super::origin::{Origin, bad_address};
use crate::transport::TransportError;

/// A request of hyper.
pub(crate) type Outgoing = Request<Full<Bytes>>;

/// A request that has not been sent, with the parts needed to prepare it for another connection.
pub(crate) struct Message {
    target: PathAndQuery,
    /// `None` while a connection has it.
    outgoing: Option<Outgoing>,
}

impl Message {
    pub(crate) fn new(
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

    /// Returns the request for HTTP/1.1. The first line holds only the path, or the whole address
    /// if a proxy forwards the request.
    pub(crate) fn for_http1(&mut self, origin: &Origin, through: Option<&Forwarding>) -> Outgoing {
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

    /// Returns the request for HTTP/2, whose address includes the host. Keeps a copy, because hyper
    /// does not return a request that the server refuses.
    pub(crate) fn for_http2(&mut self, origin: &Origin) -> Outgoing {
        let outgoing = self.outgoing.get_or_insert_default();
        *outgoing.uri_mut() = origin.absolute(&self.target);
        outgoing.headers_mut().remove(HOST);
        outgoing.clone()
    }

    /// Takes back a request that was not sent.
    pub(crate) fn restore(&mut self, outgoing: Outgoing) {
        self.outgoing = Some(outgoing);
    }
}
