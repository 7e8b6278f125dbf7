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

/// The numbers of error codes in replies of the oldest API, which have one next to the name. The
/// manual's page of common codes lists numbers and their meanings. Those of the names follow from
/// the equal meanings in the manual's list of names.
const NUMBERS: [(&str, i64); 15] = [
    ("InvalidParameter.SignatureFailure", 4100),
    ("InvalidParameter.SecretIdNotFound", 4104),
    ("InvalidRequest.TokenCheckFailed", 4105),
    ("InvalidRequest.MFACheckFailed", 4106),
    ("InternalError.CAMInnerError", 4110),
    ("InvalidRequest.LimitExceeded", 4400),
    ("InvalidRequest.RequestConcurrencyExceeded", 4400),
    ("InvalidRequest.ReplayAttack", 4500),
    ("InvalidRequest.UnsupportedProtocol", 4600),
    ("InvalidParameter.ResourceNotFound", 5000),
    ("InternalError.ResourceOpFailed", 5100),
    ("OperationConstraints.AccountBalanceNotEnough", 5300),
    ("PermissionDenied.UserQualificationAuditFailed", 5500),
    ("InvalidAction.NotFound", 6100),
    ("InvalidAction.ActionUnavailable", 6200),
];

/// Returns the number of an error code in replies of the oldest API. A name that the manual doesn't
/// number has that of its group.
pub(crate) fn number_of(code: &str) -> i64 {
    if let Ok(number) = code.parse() {
        return number;
    }
    if let Some((_, number)) = NUMBERS.iter().find(|(name, _)| *name == code) {
        return *number;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers and meanings are those of the manual's page of common codes.
    #[test]
    fn refusals_have_the_documented_numbers() {
        for (problem, number) in [
            (Problem::MissingParameter, 4000),
            (Problem::SignatureFailure, 4100),
            (Problem::SecretIdNotFound, 4104),
            (Problem::TokenFailure, 4105),
            (Problem::Unsigned, 4300),
            (Problem::SignatureExpire, 4500),
            (Problem::UnsupportedProtocol, 4600),
            (Problem::InvalidAction, 6100),
        ] {
            let code = problem.code(Protocol::V2);
            assert_eq!(number_of(code), number, "{code}");
        }
        for (code, number) in [
            ("InternalError.CAMInnerError", 4110),
            ("InternalError", 6000),
            ("AuthFailure", 4101),
            ("OperationFail.AllResourceOpFailed", 5100),
            ("InvalidParameter.Bandwidth", 4000),
            ("7003", 7003),
        ] {
            assert_eq!(number_of(code), number, "{code}");
        }
    }

    #[test]
    fn long_values_are_shortened_in_messages() {
        assert_eq!(quoted("ü").as_ref(), "ü");
        assert_eq!(quoted(&"ü".repeat(101)), "ü".repeat(100) + "…");
    }
}
