//! Protocol v2, which actions spoke before version 3.0 of the API.
//!
//! Generated crates of old APIs know their protocol, and calls look like those of version 3.0.
//! These differ:
//!
//! - Requests are a URL-encoded form, signed with HmacSHA256. [`CallOptions`](crate::CallOptions)
//!   select a query or HmacSHA1.
//! - Regions have short names in the oldest API. Either form is accepted and converted:
//!   [`RegionForm`].
//! - Replies of the oldest API have no `Response`, and their errors have numbers: [`Envelope`] and
//!   [`Error::number`](crate::Error::number).
//! - An action on several resources replies with a result for each: [`ResourceResults`].
//!
//! [`GenericClient::v2`](crate::GenericClient::v2) calls such actions by name.

mod region;
mod results;

pub use results::{Outcome, ResourceResult, ResourceResults};

/// The protocol of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Version 3.0 of the API, signed with TC3-HMAC-SHA256 unless a call chooses otherwise.
    Tc3,
    /// Protocol v2.
    V2(V2),
}

/// The form of protocol v2 that an API speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct V2 {
    /// The path of all requests: `/v2/index.php`.
    pub path: &'static str,
    /// The form of replies.
    pub envelope: Envelope,
    /// The form in which regions are sent.
    pub regions: RegionForm,
}

impl V2 {
    /// The form of APIs that have a version, such as `2017-03-12`: replies have a `Response`, and
    /// regions long names.
    pub const VERSIONED: Self = Self {
        path: "/v2/index.php",
        envelope: Envelope::Response,
        regions: RegionForm::Long,
    };

    /// The form of APIs without a version: replies have a `code`, and regions short names.
    pub const UNVERSIONED: Self = Self {
        path: "/v2/index.php",
        envelope: Envelope::Code,
        regions: RegionForm::Short,
    };
}

/// The form of replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Envelope {
    /// `{"Response": {…}}`, with an `Error` if the call failed.
    Response,
    /// `{"code": 0, "message": "", …}`, with another code if the call failed.
    Code,
}

/// The form of the names of regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionForm {
    /// `ap-guangzhou`
    Long,
    /// `gz`
    Short,
}

impl Protocol {
    /// Returns the form of protocol v2; `None` for version 3.0 of the API.
    pub(crate) fn v2(&self) -> Option<&V2> {
        match self {
            Self::Tc3 => None,
            Self::V2(v2) => Some(v2),
        }
    }

    /// Returns the form of replies.
    pub(crate) fn envelope(&self) -> Envelope {
        self.v2().map_or(Envelope::Response, |v2| v2.envelope)
    }
}
