//! An open byte stream to a host, as the pool uses it.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};

/// An open byte stream to a host.
pub(crate) struct Link {
    stream: Box<dyn Stream>,
    /// True if a proxy reads requests and forwards them.
    forwarded: bool,
}

/// A byte stream of any kind.
trait Stream: Read + Write + Connection + Unpin + Send {}

impl<T: Read + Write + Connection + Unpin + Send> Stream for T {}

impl Link {
    /// Returns a link to the host itself.
    pub(crate) fn new(stream: impl Read + Write + Connection + Unpin + Send + 'static) -> Self {
        Self {
            stream: Box::new(stream),
            forwarded: false,
        }
    }

    /// Returns a link to a proxy that reads requests and forwards them.
    pub(crate) fn forwarded(
        stream: impl Read + Write + Connection + Unpin + Send + 'static,
    ) -> Self {
        Self {
            stream: Box::new(stream),
            forwarded: true,
        }
    }
}

impl Connection for Link {
    /// Describes the link to the pool: the version of HTTP, and whether a proxy forwards requests.
    fn connected(&self) -> Connected {
        let connected = Connected::new().proxy(self.forwarded);
        if !self.forwarded && self.stream.connected().is_negotiated_h2() {
            return connected.negotiated_h2();
        }
        connected
    }
}

impl Read for Link {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

// A server that closes the connection often says why, such as with an early response or the number
// of the last request that it processed. If writing fails, reading therefore goes on, until the end
// of what the server sent. What is written in the meantime is lost anyway.
impl Write for Link {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        written.map(|written| unless_closed(written, bytes.len()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        written.map(|written| unless_closed(written, parts.iter().map(|part| part.len()).sum()))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        flushed.map(|flushed| unless_closed(flushed, ()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Returns the result of writing, or this value if the other side closed the connection.
fn unless_closed<T>(result: io::Result<T>, value: T) -> io::Result<T> {
    match result {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::BrokenPipe
                    | io::ErrorKind::ConnectionReset
                    | io::ErrorKind::ConnectionAborted
            ) =>
        {
            Ok(value)
        }
        result => result,
    }
}
