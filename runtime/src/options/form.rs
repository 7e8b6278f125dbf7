//! The choices of a call: request form, signature method and language.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use bytes::Bytes;

use crate::error::InvalidRequest;
use crate::signing::Digest;

/// The method by which a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// TC3-HMAC-SHA256, the recommended method, for every form except [`RequestForm::Form`].
    #[default]
    Tc3HmacSha256,
    /// HmacSHA256 of signature method v1, for [`RequestForm::Form`] and [`RequestForm::Query`].
    HmacSha256,
    /// HmacSHA1 of signature method v1, for [`RequestForm::Form`] and [`RequestForm::Query`].
    HmacSha1,
    /// No signature, `Authorization: SKIP`, and no credential. Few actions allow it, for example
    /// `AssumeRoleWithWebIdentity` of `sts`.
    Skip,
}

/// The form in which the parameters of a request are sent. `Debug` prints only the lengths of
/// files.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestForm {
    /// `POST` of a JSON object, up to 10 MB; the default.
    Json,
    /// `GET` with parameters in the query, up to 32 KB. Lists and structures are flattened:
    /// `Filters.0.Name=zone`.
    Query,
    /// `POST` of a URL-encoded form, flattened like a query, up to 1 MB. Only for signature method
    /// v1, where it is the default.
    Form,
    /// `POST` of `multipart/form-data`, which few actions accept. The map holds the content of each
    /// file by the name of its parameter. The request's other parameters are sent as further parts.
    Multipart(BTreeMap<String, Bytes>),
    /// `POST` of these bytes as `application/octet-stream`, which few actions accept, for example
    /// `UploadLog` of `cls`. Parameters are sent in headers `X-<SERVICE>-<Parameter>`.
    OctetStream(Bytes),
}

// Files may be long and secret, so `Debug` prints only their lengths.
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

impl fmt::Display for SignatureMethod {
    /// Prints the name that the API uses: `TC3-HMAC-SHA256`, `HmacSHA256`, `HmacSHA1` or `SKIP`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Tc3HmacSha256 => "TC3-HMAC-SHA256",
            Self::HmacSha256 => "HmacSHA256",
            Self::HmacSha1 => "HmacSHA1",
            Self::Skip => "SKIP",
        })
    }
}

impl FromStr for SignatureMethod {
    type Err = InvalidRequest;

    /// Reads the name that the API uses, in any case.
    fn from_str(text: &str) -> Result<Self, InvalidRequest> {
        let all = [
            Self::Tc3HmacSha256,
            Self::HmacSha256,
            Self::HmacSha1,
            Self::Skip,
        ];
        one_of(text, "signature method", &all)
    }
}

/// Returns the value that prints as the text, in any case.
fn one_of<T: Copy + fmt::Display>(text: &str, kind: &str, all: &[T]) -> Result<T, InvalidRequest> {
    let mut values = all.iter().copied();
    if let Some(value) = values.find(|value| value.to_string().eq_ignore_ascii_case(text.trim())) {
        return Ok(value);
    }
    let names: Vec<String> = all.iter().map(T::to_string).collect();
    let names = names.join(", ");
    Err(InvalidRequest::Config(format!(
        "the {kind} {text:?} is unknown; use one of {names}"
    )))
}

/// Returns the form to use with a signature method, and the hash function if the method is v1.
pub(crate) fn form_and_digest(
    form: Option<&RequestForm>,
    method: SignatureMethod,
) -> Result<(&RequestForm, Option<Digest>), InvalidRequest> {
    let digest = match method {
        SignatureMethod::Tc3HmacSha256 | SignatureMethod::Skip => None,
        SignatureMethod::HmacSha256 => Some(Digest::Sha256),
        SignatureMethod::HmacSha1 => Some(Digest::Sha1),
    };
    let form = form.unwrap_or(match digest {
        None => &RequestForm::Json,
        Some(_) => &RequestForm::Form,
    });
    let fits = match form {
        RequestForm::Query => true,
        RequestForm::Form => digest.is_some(),
        _ => digest.is_none(),
    };
    if !fits {
        return Err(InvalidRequest::Options(format!(
            "the signature method {method:?} does not support the form {form:?}"
        )));
    }
    Ok((form, digest))
}

/// Returns the form and the hash function of a request in protocol v2, which knows only signed
/// forms and queries.
pub(crate) fn v2_form_and_digest(
    form: Option<&RequestForm>,
    method: Option<SignatureMethod>,
) -> Result<(&RequestForm, Digest), InvalidRequest> {
    let digest = match method {
        None | Some(SignatureMethod::HmacSha256) => Digest::Sha256,
        Some(SignatureMethod::HmacSha1) => Digest::Sha1,
        Some(method) => {
            return Err(InvalidRequest::Options(format!(
                "the signature method {method} does not exist in protocol v2; use HmacSHA256 or \
                 HmacSHA1, or set none"
            )));
        }
    };
    match form.unwrap_or(&RequestForm::Form) {
        form @ (RequestForm::Form | RequestForm::Query) => Ok((form, digest)),
        form => Err(InvalidRequest::Options(format!(
            "the form {form:?} does not exist in protocol v2; use Form or Query, or set none"
        ))),
    }
}

/// The language of error messages, if a product supports the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// Chinese, sent as `zh-CN`.
    Chinese,
    /// English, sent as `en-US`.
    English,
}

impl Language {
    /// Returns the value that requests carry: `zh-CN` or `en-US`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en-US",
        }
    }
}

impl fmt::Display for Language {
    /// Prints the value that requests carry: `zh-CN` or `en-US`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Language {
    type Err = InvalidRequest;

    /// Reads `zh-CN` or `en-US` in any case, or the language alone: `zh` or `en`.
    fn from_str(text: &str) -> Result<Self, InvalidRequest> {
        let alone = |language: &str| text.trim().eq_ignore_ascii_case(language);
        if alone("zh") {
            return Ok(Self::Chinese);
        }
        if alone("en") {
            return Ok(Self::English);
        }
        one_of(text, "language", &[Self::Chinese, Self::English])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_as_printed() {
        for (text, language) in [
            ("zh-CN", Language::Chinese),
            ("EN-us", Language::English),
            (" en ", Language::English),
            ("ZH", Language::Chinese),
        ] {
            assert_eq!(text.parse::<Language>().ok(), Some(language), "{text}");
            assert_eq!(
                language.to_string().parse::<Language>().ok(),
                Some(language)
            );
        }
        assert_eq!(
            "de".parse::<Language>().unwrap_err().to_string(),
            "configuration: the language \"de\" is unknown; use one of zh-CN, en-US"
        );
        assert_eq!(format!("{:>6}", Language::English), " en-US");
    }

    #[test]
    fn signature_methods_are_read_as_printed() {
        for method in [
            SignatureMethod::Tc3HmacSha256,
            SignatureMethod::HmacSha256,
            SignatureMethod::HmacSha1,
            SignatureMethod::Skip,
        ] {
            let read: SignatureMethod = method.to_string().to_lowercase().parse().unwrap();
            assert_eq!(read, method);
        }
        let error = "md5".parse::<SignatureMethod>().unwrap_err().to_string();
        assert!(error.contains("TC3-HMAC-SHA256, HmacSHA256"), "{error}");
    }
}
