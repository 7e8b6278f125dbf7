//! TLS settings of the default transport: trusted roots and the client certificate.

use std::error::Error as StdError;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{AlertDescription, ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::{HttpOptions, failure};
use crate::transport::{TransportError, TransportErrorKind};

/// Returns the TLS settings for the options. Uses the process's default crypto provider if the
/// application installed one.
pub(crate) fn config(options: &HttpOptions) -> Result<ClientConfig, TransportError> {
    let provider = match CryptoProvider::get_default() {
        Some(installed) => Arc::clone(installed),
        None => Arc::new(ring::default_provider()),
    };
    let verifier = verifier(options, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(setup_error)?
        .dangerous() // Required to set a verifier. This one verifies certificates in full.
        .with_custom_certificate_verifier(verifier);
    let mut config = match &options.client_certificate {
        Some(pem) => {
            let chain = certificates(pem)?;
            let key = PrivateKeyDer::from_pem_slice(pem).map_err(|error| {
                setup_error(format!("invalid key of the client certificate: {error}"))
            })?;
            builder
                .with_client_auth_cert(chain, key)
                .map_err(setup_error)?
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    if options.http2 {
        config.alpn_protocols.insert(0, b"h2".to_vec());
    }
    Ok(config)
}

fn verifier(
    options: &HttpOptions,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, TransportError> {
    let mut added = Vec::new();
    for pem in &options.root_certificates {
        added.extend(certificates(pem)?);
    }
    let provider = Arc::clone(provider);
    if options.without_system_roots {
        let mut store = RootCertStore::empty();
        for certificate in added {
            store.add(certificate).map_err(setup_error)?;
        }
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider);
        return Ok(verifier.build().map_err(setup_error)?);
    }
    if added.is_empty() {
        return Ok(Arc::new(Verifier::new(provider).map_err(setup_error)?));
    }
    with_added_roots(added, provider)
}

#[cfg(not(target_os = "android"))]
fn with_added_roots(
    added: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, TransportError> {
    let verifier = Verifier::new_with_extra_roots(added, provider);
    Ok(Arc::new(verifier.map_err(setup_error)?))
}

/// Rejects more roots: Android's verifier does not take any.
#[cfg(target_os = "android")]
fn with_added_roots(
    _: Vec<CertificateDer<'static>>,
    _: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, TransportError> {
    Err(setup_error(
        "on Android, added root certificates require `system_roots(false)`",
    ))
}

/// Returns all certificates of a PEM text, at least one.
fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TransportError> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let found = found.map_err(|error| setup_error(format!("invalid certificate: {error}")))?;
    if found.is_empty() {
        return Err(setup_error("the PEM text contains no certificate"));
    }
    Ok(found)
}

/// Returns an error of kind [`TransportErrorKind::Setup`].
pub(crate) fn setup_error(
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> TransportError {
    TransportError::new(TransportErrorKind::Setup, error)
}

/// Returns whether TLS failed for a lasting reason: one side does not accept the certificate of the
/// other, or they have no version or cipher in common.
pub(crate) fn is_rejection(error: &(dyn StdError + 'static)) -> bool {
    let mut reasons = failure::causes(error).filter_map(|cause| cause.downcast_ref());
    reasons.any(|reason| match reason {
        rustls::Error::InvalidCertificate(_)
        | rustls::Error::NoCertificatesPresented
        | rustls::Error::UnsupportedNameType
        | rustls::Error::PeerIncompatible(_) => true,
        rustls::Error::AlertReceived(alert) => is_lasting(*alert),
        _ => false,
    })
}

/// Returns whether a server that sent this alert would send it again.
fn is_lasting(alert: AlertDescription) -> bool {
    matches!(
        alert,
        AlertDescription::HandshakeFailure
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateRequired
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::ProtocolVersion
            | AlertDescription::InsufficientSecurity
            | AlertDescription::UnrecognisedName
            | AlertDescription::NoApplicationProtocol
    )
}
