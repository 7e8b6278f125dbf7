//! The reasons for which a fake refuses a request, and their documented codes.

use std::borrow::Cow;

use spec::Protocol;

/// A refusal: its documented kind, and the message that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) problem: Problem,
    pub(crate) message: String,
}

/// A documented kind of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    InvalidAuthorization,
    SecretIdNotFound,
    SignatureFailure,
    SignatureExpire,
    TokenFailure,
    Unsigned,
    InvalidAction,
    NoSuchVersion,
    NoSuchProduct,
    UnsupportedRegion,
    UnsupportedProtocol,
    MissingParameter,
    UnknownParameter,
    InvalidParameter,
    InvalidParameterValue,
    InvalidRequest,
    RequestSizeLimitExceeded,
}

impl Problem {
    /// Returns a refusal of this kind.
    pub(crate) fn because(self, message: impl Into<String>) -> Refusal {
        Refusal {
            problem: self,
            message: message.into(),
        }
    }

    /// Returns the documented code: protocol v2 has fewer than version 3.0.
    pub(crate) fn code(self, protocol: Protocol) -> &'static str {
        match protocol {
            Protocol::Tc3 => self.code_of_3_0(),
            Protocol::V2 => self.code_of_v2(),
        }
    }

    fn code_of_3_0(self) -> &'static str {
        match self {
            Self::InvalidAuthorization => "AuthFailure.InvalidAuthorization",
            Self::SecretIdNotFound => "AuthFailure.SecretIdNotFound",
            Self::SignatureFailure => "AuthFailure.SignatureFailure",
            Self::SignatureExpire => "AuthFailure.SignatureExpire",
            Self::TokenFailure => "AuthFailure.TokenFailure",
            Self::Unsigned => "AuthFailure.UnauthorizedOperation",
            Self::InvalidAction => "InvalidAction",
            Self::NoSuchVersion => "NoSuchVersion",
            Self::NoSuchProduct => "NoSuchProduct",
            Self::UnsupportedRegion => "UnsupportedRegion",
            Self::UnsupportedProtocol => "UnsupportedProtocol",
            Self::MissingParameter => "MissingParameter",
            Self::UnknownParameter => "UnknownParameter",
            Self::InvalidParameter => "InvalidParameter",
            Self::InvalidParameterValue => "InvalidParameterValue",
            Self::InvalidRequest => "InvalidRequest",
            Self::RequestSizeLimitExceeded => "RequestSizeLimitExceeded",
        }
    }

    fn code_of_v2(self) -> &'static str {
        match self {
            Self::InvalidAuthorization | Self::Unsigned => "InvalidRequest.Forbidden",
            Self::SecretIdNotFound => "InvalidParameter.SecretIdNotFound",
            Self::SignatureFailure => "InvalidParameter.SignatureFailure",
            Self::SignatureExpire => "InvalidRequest.ReplayAttack",
            Self::TokenFailure => "InvalidRequest.TokenCheckFailed",
            Self::InvalidAction | Self::NoSuchVersion | Self::NoSuchProduct => {
                "InvalidAction.NotFound"
            }
            Self::UnsupportedProtocol => "InvalidRequest.UnsupportedProtocol",
            Self::UnsupportedRegion
            | Self::MissingParameter
            | Self::UnknownParameter
            | Self::InvalidParameter
            | Self::InvalidParameterValue
            | Self::InvalidRequest
            | Self::RequestSizeLimitExceeded => "InvalidParameter",
        }
    }
}

/// Returns the number of an error code in replies of the oldest API, which have one next to the
/// name. The documentation has numbers for whole groups of names.
pub(crate) fn number_of(code: &str) -> i64 {
    if let Ok(number) = code.parse() {
        return number;
    }
    match code {
        "InvalidParameter.SignatureFailure" | "InvalidRequest.MFACheckFailed" => return 4100,
        "InvalidParameter.SecretIdNotFound" => return 4104,
        "InvalidRequest.TokenCheckFailed" => return 4110,
        "InvalidRequest.LimitExceeded" => return 4400,
        "InvalidRequest.ReplayAttack" => return 4500,
        "InvalidRequest.UnsupportedProtocol" => return 4600,
        "InvalidAction.ActionUnavailable" => return 6200,
        _ => {}
    }
    let group = code.split('.').next().unwrap_or(code);
    match group {
        "AuthFailure" | "UnauthorizedOperation" => 4101,
        "PermissionDenied" => 4102,
        "InvalidRequest" => 4300,
        "InvalidAction" => 6100,
        "InternalError" | "InnerError" => 6000,
        "OperationFail" | "OperationConstraints" | "NotSupport" => 5100,
        _ => 4000,
    }
}

/// Returns a value in quotation marks, shortened for a message.
pub(crate) fn quoted(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 100;
    match text.char_indices().nth(LONGEST) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}
