//! The faults of each call.

use crate::support::random::splitmix;

/// The kind of an action, which decides when a retry is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Only reads.
    Read,
    /// Changes something, with a client token.
    Token,
    /// Changes something.
    Write,
}

/// The server's reaction to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// Sends the head byte by byte.
    SlowHead,
    Throttled,
    TooManyRequests,
    /// Resets the connection.
    Reset,
    /// Closes the connection without a reply.
    Close,
    /// Closes the connection in the middle of the reply's body.
    HalfBody,
    /// Sends no reply and keeps the connection open.
    Stall,
    /// Replies as a gateway, with HTML.
    Gateway(u16),
    InternalError,
    /// Sends HTML instead of JSON, with status 200.
    Html,
    /// Reports an expired signature although the clock is right.
    Expired,
    InvalidParameter,
}

/// The effect of a fault on the request, which decides whether to retry.
pub(crate) enum Effect {
    Success,
    /// The request took no effect.
    Harmless,
    /// The request may have taken effect.
    Ambiguous,
    /// The request failed, and so would a retry.
    Lasting,
}

impl Fault {
    pub(crate) fn effect(self) -> Effect {
        match self {
            Self::None | Self::SlowHead => Effect::Success,
            Self::Throttled | Self::TooManyRequests => Effect::Harmless,
            Self::Reset | Self::Close | Self::HalfBody | Self::Stall => Effect::Ambiguous,
            Self::Gateway(_) | Self::InternalError => Effect::Ambiguous,
            Self::Html | Self::Expired | Self::InvalidParameter => Effect::Lasting,
        }
    }

    /// Returns the name of the resulting error: its code, HTTP status, or kind.
    pub(crate) fn error(self) -> String {
        match self {
            Self::None | Self::SlowHead => "none",
            Self::Throttled => "RequestLimitExceeded",
            Self::TooManyRequests => "429",
            Self::Reset | Self::Close | Self::HalfBody => "Broken",
            Self::Stall => "Attempt",
            Self::Gateway(status) => return status.to_string(),
            Self::InternalError => "InternalError",
            Self::Html => "Decode",
            Self::Expired => "AuthFailure.SignatureExpire",
            Self::InvalidParameter => "InvalidParameter",
        }
        .to_owned()
    }
}

/// The faults that a call draws from. Repeated ones are more likely.
const FAULTS: [Fault; 24] = [
    Fault::None,
    Fault::None,
    Fault::None,
    Fault::None,
    Fault::None,
    Fault::None,
    Fault::None,
    Fault::SlowHead,
    Fault::Throttled,
    Fault::Throttled,
    Fault::TooManyRequests,
    Fault::Reset,
    Fault::Reset,
    Fault::Close,
    Fault::HalfBody,
    Fault::Stall,
    Fault::Gateway(500),
    Fault::Gateway(502),
    Fault::Gateway(503),
    Fault::Gateway(504),
    Fault::InternalError,
    Fault::Html,
    Fault::Expired,
    Fault::InvalidParameter,
];

/// Returns the kind and the faults of a call, always the same for the same ID.
pub(crate) fn random(id: u64) -> (Kind, Vec<Fault>) {
    let mut state = id;
    let mut draw = |below: usize| (splitmix(&mut state) % below as u64) as usize;
    let kind = [Kind::Read, Kind::Token, Kind::Write][draw(3)];
    (kind, (0..3).map(|_| FAULTS[draw(FAULTS.len())]).collect())
}
