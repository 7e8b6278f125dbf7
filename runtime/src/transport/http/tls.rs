//! TLS settings of the default transport: trusted roots and the client certificate.

use std::error::Error as StdError;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{AlertDescription, ClientConfig, RootCertStore};

use super::roots::SystemRoots;
use super::{HttpOptions, failure};
use crate::transport::{TransportError, TransportErrorKind};

/// The TLS settings of a transport.
pub(crate) struct Tls {
    /// The settings for connections to the API.
    pub(crate) to_host: Arc<ClientConfig>,
    /// The settings for connections to proxies, which tunnels are requested from in HTTP/1.1.
    pub(crate) to_proxy: Arc<ClientConfig>,
    /// The system's roots, unless the options exclude them.
    system: Option<Arc<SystemRoots>>,
}

impl Tls {
    /// Creates the settings for the options, except for the system's roots. Uses the process's
    /// default crypto provider if the application installed one.
    pub(crate) fn new(options: &HttpOptions) -> Result<Self, TransportError> {
        let provider = match CryptoProvider::get_default() {
            Some(installed) => Arc::clone(installed),
            None => Arc::new(ring::default_provider()),
        };
        let added = added_roots(options)?;
        let (verifier, system): (Arc<dyn ServerCertVerifier>, _) = if options.without_system_roots {
            (only(added, &provider)?, None)
        } else {
            let roots = SystemRoots::new(added, Arc::clone(&provider)).map_err(setup_error)?;
            let roots = Arc::new(roots);
            (Arc::clone(&roots) as _, Some(roots))
        };
        let to_host = config(options, provider, verifier)?;
        let mut to_proxy = to_host.clone();
        to_proxy.alpn_protocols.clear();
        Ok(Self {
            to_host: Arc::new(to_host),
            to_proxy: Arc::new(to_proxy),
            system,
        })
    }

    /// Reads the system's roots, unless they were read before. Call it while connecting.
    pub(crate) async fn prepare(&self) -> Result<(), TransportError> {
        let Some(roots) = self.system.as_ref().filter(|roots| !roots.are_read()) else {
            return Ok(());
        };
        let roots = Arc::clone(roots);
        let read = tokio::task::spawn_blocking(move || roots.read()).await;
        read.map_err(setup_error)?.map_err(|error| {
            setup_error(format!(
                "cannot read the system's root certificates: {error}; install them, or pass \
                 certificates to `HttpOptions::add_root_certificates`"
            ))
        })
    }
}

fn config(
    options: &HttpOptions,
    provider: Arc<CryptoProvider>,
    verifier: Arc<dyn ServerCertVerifier>,
) -> Result<ClientConfig, TransportError> {
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

/// Returns the added certificates. On Android, they require `system_roots(false)`, because its
/// verifier takes none.
fn added_roots(options: &HttpOptions) -> Result<Vec<CertificateDer<'static>>, TransportError> {
    let mut added = Vec::new();
    for pem in &options.root_certificates {
        added.extend(certificates(pem)?);
    }
    if cfg!(target_os = "android") && !options.without_system_roots && !added.is_empty() {
        return Err(setup_error(
            "on Android, added root certificates require `system_roots(false)`",
        ));
    }
    Ok(added)
}

/// Returns a verifier that trusts only these certificates.
fn only(
    added: Vec<CertificateDer<'static>>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, TransportError> {
    let mut store = RootCertStore::empty();
    for certificate in added {
        store.add(certificate).map_err(setup_error)?;
    }
    let provider = Arc::clone(provider);
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider);
    Ok(verifier.build().map_err(setup_error)?)
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
