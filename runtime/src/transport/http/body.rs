//! The body of a response: received in pieces, decompressed.

use std::io::{self, Write as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use futures_core::Stream;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::response::Parts;
use http::{Response, Uri};
use http_body::{Body as _, Frame};
use hyper::body::Incoming;

use super::failure::{self, BoxError};
use crate::transport::TransportError;

/// A body as the caller receives it.
pub(crate) enum Body {
    Plain(Source),
    Gzip(Box<Gunzip>),
}

/// Returns the head and body of a response. Undoes gzip if the headers name it, and removes that
/// encoding from the headers.
pub(crate) fn decoded(response: Response<Incoming>, uri: &Uri) -> (Parts, Body) {
    let (mut head, incoming) = response.into_parts();
    let source = Source {
        incoming,
        uri: uri.clone(),
    };
    let encoding = head.headers.get(CONTENT_ENCODING);
    let packed = encoding.is_some_and(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"gzip"));
    if !packed {
        return (head, Body::Plain(source));
    }
    head.headers.remove(CONTENT_ENCODING);
    head.headers.remove(CONTENT_LENGTH);
    (head, Body::Gzip(Box::new(Gunzip::new(source))))
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.get_mut() {
            Self::Plain(source) => Pin::new(source).poll_next(context),
            Self::Gzip(packed) => Pin::new(&mut **packed).poll_next(context),
        }
    }
}

/// The data of a body as it arrives, without trailers. At its end, the connection returns to the
/// pool. A body dropped before its end closes the connection, or resets the stream of HTTP/2.
pub(crate) struct Source {
    incoming: Incoming,
    /// The address of the request, for errors.
    uri: Uri,
}

impl Source {
    /// Returns the error for a body that fails to arrive or to decompress.
    pub(crate) fn broken(&self, error: impl Into<BoxError>) -> TransportError {
        failure::within_body(&self.uri, error)
    }
}

impl Stream for Source {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = ready!(Pin::new(&mut self.incoming).poll_frame(context));
            match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Err(_trailers))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(self.broken(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// The number of compressed bytes to decompress at once. They expand at most a thousandfold, so one
/// step exceeds the length limit by at most 4 MB.
const STEP: usize = 4 << 10;

/// A gzip body, decompressed.
pub(crate) struct Gunzip {
    packed: Source,
    /// Data received but not yet decompressed.
    rest: Bytes,
    /// `None` after the end or an error.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
    /// True if any data arrived. A body without data is an empty body rather than a broken archive.
    begun: bool,
}

impl Gunzip {
    pub(crate) fn new(packed: Source) -> Self {
        Self {
            packed,
            rest: Bytes::new(),
            decoder: Some(MultiGzDecoder::new(Vec::new())),
            begun: false,
        }
    }

    /// Decompresses the next step of the received data.
    fn step(&mut self) -> io::Result<Bytes> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(Bytes::new());
        };
        let step = self.rest.split_to(self.rest.len().min(STEP));
        decoder.write_all(&step)?;
        decoder.flush()?;
        Ok(std::mem::take(decoder.get_mut()).into())
    }

    /// Returns the data that the end of the archive releases.
    fn finish(&mut self) -> io::Result<Bytes> {
        match self.decoder.take() {
            Some(decoder) if self.begun => Ok(decoder.finish()?.into()),
            _ => Ok(Bytes::new()),
        }
    }
}

impl Stream for Gunzip {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while this.decoder.is_some() {
            let unpacked = if this.rest.is_empty() {
                match ready!(Pin::new(&mut this.packed).poll_next(context)) {
                    Some(Ok(piece)) => {
                        this.begun |= !piece.is_empty();
                        this.rest = piece;
                        continue;
                    }
                    Some(Err(error)) => {
                        this.decoder = None;
                        return Poll::Ready(Some(Err(error)));
                    }
                    None => this.finish(),
                }
            } else {
                this.step()
            };
            match unpacked {
                Ok(unpacked) if unpacked.is_empty() => {}
                Ok(unpacked) => return Poll::Ready(Some(Ok(unpacked))),
                Err(error) => {
                    this.decoder = None;
                    return Poll::Ready(Some(Err(this.packed.broken(error))));
                }
            }
        }
        Poll::Ready(None)
    }
}
