//! The bodies of requests, within limits of time and memory.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The bytes of a larger body that are read and dropped, so that the client can read the refusal.
const LARGEST_DROPPED: usize = 64 << 20;

/// The memory for the large bodies of all requests.
#[derive(Clone)]
pub(super) struct Memory(Arc<Semaphore>);

impl Default for Memory {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(Self::BYTES)))
    }
}

impl Memory {
    /// The bytes that all large bodies may take at a time; others wait.
    const BYTES: usize = 128 << 20;
    /// The bytes of a body that never waits.
    const SMALL: usize = 64 << 10;

    /// Reserves memory for a whole body, so that no body holds a part while it waits for the rest.
    async fn taken(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        if bytes <= Self::SMALL {
            return None;
        }
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        Arc::clone(&self.0).acquire_many_owned(bytes).await.ok()
    }
}

/// A request's body, or the reason why there is none.
pub(super) enum Received {
    /// The body, and its memory.
    Whole(Bytes, Option<OwnedSemaphorePermit>),
    TooLarge,
    TooSlow,
    Broken,
}

/// Receives a body of at most `limit` bytes.
pub(super) async fn received(
    mut body: Incoming,
    limit: usize,
    patience: Duration,
    memory: &Memory,
) -> Received {
    let received = timeout(patience, whole(&mut body, limit, memory)).await;
    let received = received.unwrap_or(Received::TooSlow);
    if matches!(received, Received::TooLarge) {
        let _ = timeout(patience, drain(body)).await;
    }
    received
}

async fn whole(body: &mut Incoming, limit: usize, memory: &Memory) -> Received {
    let announced = body.size_hint().upper();
    let announced = announced.map_or(limit, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    if announced > limit {
        return Received::TooLarge;
    }
    let mut taken = memory.taken(announced).await;
    let mut whole = Bytes::new();
    let exact = body.size_hint().exact().map(|_| announced);
    let mut more = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Received::Broken;
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if more.len() + data.len() > limit {
            return Received::TooLarge;
        }
        if more.is_empty() && body.is_end_stream() {
            // A body that comes at once isn't copied.
            whole = data;
        } else {
            if more.is_empty() {
                more.reserve_exact(exact.unwrap_or_default());
            }
            more.extend_from_slice(&data);
        }
    }
    if whole.is_empty() {
        whole = more.into();
    }
    if let Some(taken) = &mut taken {
        drop(taken.split(taken.num_permits().saturating_sub(whole.len())));
    }
    Received::Whole(whole, taken)
}

async fn drain(mut body: Incoming) {
    let mut dropped = 0;
    while let Some(Ok(frame)) = body.frame().await {
        dropped += frame.data_ref().map_or(0, Bytes::len);
        if dropped > LARGEST_DROPPED {
            return;
        }
    }
}
