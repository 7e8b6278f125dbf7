//! The forms that requests take on the wire, and which signature methods go with them.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;

use super::request_error::InvalidRequest;
use crate::signing::Digest;

/// How a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// The recommended one, for every form but [`RequestForm::Form`].
    #[default]
    Tc3HmacSha256,
    /// HmacSHA256 of signature method v1, for [`RequestForm::Form`] and [`RequestForm::Query`].
    HmacSha256,
    /// HmacSHA1 of signature method v1, for [`RequestForm::Form`] and [`RequestForm::Query`].
    HmacSha1,
    /// No signature, `Authorization: SKIP`: no credential is asked for. Only few actions allow it,
    /// `AssumeRoleWithWebIdentity` of `sts` for one.
    Skip,
}

/// How the parameters of a request are sent.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestForm {
    /// `POST` of a JSON object, up to 10 MB; the default.
    Json,
    /// `GET` with parameters in the query, lists and structures flattened to `Filters.0.Name=zone`; up
    /// to 32 KB.
    Query,
    /// `POST` of an URL-encoded form, flattened like a query; up to 1 MB, signature method v1 only and
    /// the default there.
    Form,
    /// `POST` of `multipart/form-data`, which few actions take: these files by parameter, and the
    /// request's other parameters.
    Multipart(BTreeMap<String, Bytes>),
    /// `POST` of these bytes as `application/octet-stream`, which few actions take, `UploadLog` of
    /// `cls` for one; the parameters go into headers `X-<SERVICE>-<Parameter>`.
    OctetStream(Bytes),
}

// Files may be long and secret, so only their lengths are shown.
impl fmt::Debug for RequestForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json => f.write_str("Json"),
            Self::Query => f.write_str("Query"),
            Self::Form => f.write_str("Form"),
            Self::Multipart(files) => {
                let lengths = files.iter().map(|(name, content)| (name, content.len()));
                f.write_str("Multipart ")?;
                f.debug_map().entries(lengths).finish()
            }
            Self::OctetStream(content) => write!(f, "OctetStream({} bytes)", content.len()),
        }
    }
}

/// The form to use with a signature method, and the hash function if the method is v1.
pub(super) fn settle(
    form: Option<&RequestForm>,
    method: SignatureMethod,
) -> Result<(&RequestForm, Option<Digest>), InvalidRequest> {
    let digest = match method {
        SignatureMethod::Tc3HmacSha256 | SignatureMethod::Skip => None,
        SignatureMethod::HmacSha256 => Some(Digest::Sha256),
        SignatureMethod::HmacSha1 => Some(Digest::Sha1),
    };
    let default = match digest {
        None => &RequestForm::Json,
        Some(_) => &RequestForm::Form,
    };
    let form = form.unwrap_or(default);
    let fits = match form {
        RequestForm::Query => true,
        RequestForm::Form => digest.is_some(),
        _ => digest.is_none(),
    };
    if !fits {
        return Err(InvalidRequest::Options(format!(
            "the signature method {method:?} is not for the form {form:?}"
        )));
    }
    Ok((form, digest))
}
