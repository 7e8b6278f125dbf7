//! Which call meets which faults.

/// What an action means for repeating it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It only reads.
    Read,
    /// It changes something, and has a client token.
    Token,
    /// It changes something.
    Write,
}

/// What the server does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// The head comes byte by byte.
    SlowHead,
    Throttled,
    TooManyRequests,
    /// The connection is reset.
    Reset,
    /// The connection is closed without a word.
    Close,
    HalfBody,
    /// Nothing comes, and the connection stays.
    Stall,
    /// A gateway answers, with HTML.
    Gateway(u16),
    InternalError,
    /// HTML where JSON should be, with status 200.
    Html,
    /// An expired signature, though the clock is right.
    Expired,
    InvalidParameter,
}

pub(crate) enum Sort {
    Success,
    /// The request has had no effect.
    Harmless,
    /// Nobody knows.
    Doubtful,
    Lasting,
}

impl Fault {
    pub(crate) fn sort(self) -> Sort {
        match self {
            Self::None | Self::SlowHead => Sort::Success,
            Self::Throttled | Self::TooManyRequests => Sort::Harmless,
            Self::Reset | Self::Close | Self::HalfBody | Self::Stall => Sort::Doubtful,
            Self::Gateway(_) | Self::InternalError => Sort::Doubtful,
            Self::Html | Self::Expired | Self::InvalidParameter => Sort::Lasting,
        }
    }

    /// The error that it ends in, by names of the runtime's.
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

/// The faults that a call meets, and its kind; the same for the same id.
pub(crate) fn random(id: u64) -> (Kind, Vec<Fault>) {
    let mut state = id;
    let mut draw = |below: usize| (splitmix(&mut state) % below as u64) as usize;
    let kind = [Kind::Read, Kind::Token, Kind::Write][draw(3)];
    (kind, (0..3).map(|_| FAULTS[draw(FAULTS.len())]).collect())
}

/// The generator of that name: one multiplication mixes the counter enough for a test.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
