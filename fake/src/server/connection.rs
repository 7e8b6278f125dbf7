//! A TCP connection that can end with a reset, and that doesn't wait for its client forever.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// The facts that the requests of a connection tell about it.
#[derive(Default)]
pub(super) struct Signals {
    /// The connection ends with a reset.
    reset: AtomicBool,
    /// A request came, so that HTTP's own limits of time hold.
    requested: AtomicBool,
}

impl Signals {
    pub(super) fn reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }

    pub(super) fn requested(&self) {
        self.requested.store(true, Ordering::Relaxed);
    }
}

/// A connection that ends with a reset once it is told to. It fails if the first request, or a
/// reader of the reply, doesn't come for the limit of time.
pub(super) struct Link {
    stream: TcpStream,
    signals: Arc<Signals>,
    patience: Duration,
    /// The end of the wait for the first request.
    opening: Pin<Box<Sleep>>,
    /// The end of the wait for a reader who takes no bytes.
    writing: Option<Pin<Box<Sleep>>>,
}

impl Link {
    pub(super) fn new(stream: TcpStream, signals: Arc<Signals>, patience: Duration) -> Self {
        Self {
            stream,
            signals,
            patience,
            opening: Box::pin(sleep(patience)),
            writing: None,
        }
    }

    /// Fails a write that has been pending for too long.
    fn written(
        &mut self,
        context: &mut Context<'_>,
        polled: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if polled.is_ready() {
            self.writing = None;
            return polled;
        }
        let patience = self.patience;
        let end = self
            .writing
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        end.as_mut().poll(context).map(|()| Err(timed_out()))
    }
}

fn timed_out() -> io::Error {
    io::Error::from(io::ErrorKind::TimedOut)
}

impl Drop for Link {
    fn drop(&mut self) {
        if self.signals.reset.load(Ordering::Relaxed) {
            // Without lingering, closing sends a reset. If that fails, it closes as usual.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Link {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if polled.is_ready() || self.signals.requested.load(Ordering::Relaxed) {
            return polled;
        }
        let end = self.opening.as_mut().poll(context);
        end.map(|()| Err(timed_out()))
    }
}

impl AsyncWrite for Link {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.signals.reset.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
