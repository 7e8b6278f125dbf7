//! Unpacks a body piece by piece.

use std::io::{self, Write as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use futures_core::Stream;

use super::body::Source;
use crate::transport::TransportError;

/// So much of the packed text at once: it grows a thousandfold at most, so no more than 4 MB are ever unpacked before
/// whoever reads them can say that it is enough.
const STEP: usize = 4 << 10;

/// The unpacked form of a packed body.
pub(super) struct Gunzip {
    packed: Source,
    /// What has come and is not unpacked yet.
    rest: Bytes,
    /// Nothing after the end or an error.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
    /// Whether anything came: nothing at all is no broken archive, but a body that is empty.
    begun: bool,
}

impl Gunzip {
    pub(super) fn new(packed: Source) -> Self {
        Self {
            packed,
            rest: Bytes::new(),
            decoder: Some(MultiGzDecoder::new(Vec::new())),
            begun: false,
        }
    }

    /// Unpacks the next step of what has come.
    fn step(&mut self) -> io::Result<Bytes> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(Bytes::new());
        };
        let step = self.rest.split_to(self.rest.len().min(STEP));
        decoder.write_all(&step)?;
        decoder.flush()?;
        Ok(std::mem::take(decoder.get_mut()).into())
    }

    /// What the end of the packed text brings.
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
