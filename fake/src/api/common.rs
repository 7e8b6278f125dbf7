//! The common parameters of a request, from its headers or from its query or form.

use std::borrow::Cow;

use http::Method as HttpMethod;
use spec::{COMMON_PARAMETERS, UNVERSIONED};

use crate::incoming::{Incoming, decoded_pairs};
use crate::parameters::is_in_query;
use crate::problem::{Problem, Refusal};
use crate::signature::Authorization;

/// The common parameters of a request.
pub(super) struct Common<'r> {
    pub(super) signing: Method<'r>,
    pub(super) action: Cow<'r, str>,
    /// Version; empty if the request lacks it, and `unversioned` for the oldest API.
    pub(super) version: Cow<'r, str>,
    pub(super) region: Option<Cow<'r, str>>,
    pub(super) timestamp: Option<Cow<'r, str>>,
    pub(super) token: Option<Cow<'r, str>>,
    pub(super) secret_id: Option<Cow<'r, str>>,
    /// The decoded query or form, if the request has its own parameters there.
    pub(super) pairs: Vec<(String, String)>,
    has_pairs: bool,
    in_headers: bool,
}

/// The method by which a request is signed.
pub(super) enum Method<'r> {
    Tc3(Authorization<'r>),
    /// HmacSHA1 or HmacSHA256.
    V1,
    /// `Authorization: SKIP`.
    Skip,
    Unsigned,
    Malformed(Refusal),
}

impl Method<'_> {
    /// Returns the documented name; empty if unknown.
    pub(super) fn name<'a>(&self, common: &'a Common<'_>) -> &'a str {
        match self {
            Self::Tc3(_) => "TC3-HMAC-SHA256",
            Self::V1 => common.pair("SignatureMethod").unwrap_or("HmacSHA1"),
            Self::Skip => "SKIP",
            Self::Unsigned | Self::Malformed(_) => "",
        }
    }
}

impl<'r> Common<'r> {
    pub(super) fn read(request: &'r Incoming) -> Self {
        match request
            .headers
            .get("authorization")
            .map(|value| value.to_str())
        {
            None => Self::in_pairs(request),
            Some(Err(_)) => {
                let refusal = Problem::InvalidAuthorization
                    .because("the header Authorization has bytes that aren't ASCII text");
                Self::in_headers(request, Method::Malformed(refusal))
            }
            Some(Ok(value)) if value.trim() == "SKIP" => Self::in_headers(request, Method::Skip),
            Some(Ok(value)) => {
                let parsed = Authorization::parse(value);
                let signing = parsed.map_or_else(Method::Malformed, Method::Tc3);
                Self::in_headers(request, signing)
            }
        }
    }

    fn in_headers(request: &'r Incoming, signing: Method<'r>) -> Self {
        let header = |name: &str| request.header(name).map(Cow::Borrowed);
        let has_pairs = is_in_query(request);
        Self {
            signing,
            action: header("x-tc-action").unwrap_or_default(),
            version: header("x-tc-version").unwrap_or_default(),
            region: header("x-tc-region"),
            timestamp: header("x-tc-timestamp"),
            token: header("x-tc-token"),
            secret_id: None,
            pairs: if has_pairs {
                decoded_pairs(request.query())
            } else {
                Vec::new()
            },
            has_pairs,
            in_headers: true,
        }
    }

    fn in_pairs(request: &'r Incoming) -> Self {
        let text = if request.method == HttpMethod::GET {
            Cow::Borrowed(request.query())
        } else {
            String::from_utf8_lossy(&request.body)
        };
        let is_form = request.method == HttpMethod::GET
            || request.media_type() == "application/x-www-form-urlencoded";
        let pairs = if is_form {
            decoded_pairs(&text)
        } else {
            Vec::new()
        };
        let pair = |wanted: &str| {
            let found = pairs.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| Cow::Owned(value.clone()))
        };
        // A request without any signature may still name its action in headers.
        let header = |name: &str| request.header(name).map(Cow::Borrowed);
        let unversioned = || request.is_v2().then_some(Cow::Borrowed(UNVERSIONED));
        let version = pair("Version")
            .or_else(|| header("x-tc-version"))
            .or_else(unversioned);
        Self {
            signing: match pair("Signature") {
                Some(_) => Method::V1,
                None => Method::Unsigned,
            },
            action: pair("Action")
                .or_else(|| header("x-tc-action"))
                .unwrap_or_default(),
            version: version.unwrap_or_default(),
            region: pair("Region").or_else(|| header("x-tc-region")),
            timestamp: pair("Timestamp"),
            token: pair("Token"),
            secret_id: pair("SecretId"),
            pairs,
            has_pairs: true,
            in_headers: false,
        }
    }

    pub(super) fn pair(&self, wanted: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns whether the request states a version.
    pub(super) fn has_version(&self) -> bool {
        !self.version.is_empty() && self.version != UNVERSIONED
    }

    /// Returns the name under which the request sends a common parameter.
    pub(super) fn name_of(&self, name: &'static str) -> &'static str {
        match (self.in_headers, name) {
            (true, "Action") => "X-TC-Action",
            (true, "Region") => "X-TC-Region",
            (true, "Timestamp") => "X-TC-Timestamp",
            (true, "Version") => "X-TC-Version",
            _ => name,
        }
    }

    /// Returns the parameters of the action, if the query or form has them.
    pub(super) fn own_pairs(
        &self,
        request: &Incoming,
    ) -> Result<Option<Vec<(String, String)>>, Refusal> {
        if !self.has_pairs {
            return Ok(None);
        }
        let (place, text) = match request.method {
            HttpMethod::GET => ("query", request.query().as_bytes()),
            _ => ("form", request.body.as_ref()),
        };
        if percent_encoding::percent_decode(text)
            .decode_utf8()
            .is_err()
        {
            return Err(Problem::InvalidParameter.because(format!(
                "the {place} has values that aren't UTF-8: encode text as UTF-8, then escape it"
            )));
        }
        let is_own = |name: &str| self.in_headers || !COMMON_PARAMETERS.contains(&name);
        let own = self.pairs.iter().filter(|(name, _)| is_own(name));
        Ok(Some(own.cloned().collect()))
    }
}
