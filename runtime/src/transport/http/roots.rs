//! The system's root certificates, read when the first TLS connection needs them.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

/// Verifies servers against the system's root certificates and added ones.
///
/// Most systems keep all roots in one file and again in a folder of hundreds. Reading the folder
/// takes five times as long, so it is read only if the file does not suffice.
#[derive(Debug)]
pub(crate) struct SystemRoots {
    added: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
    /// The verifier with the roots of the one file, if the system has it.
    bundle: OnceLock<Option<Arc<WebPkiServerVerifier>>>,
    /// The verifier with all roots.
    all: OnceLock<Verifier>,
}

impl SystemRoots {
    /// Creates a verifier that has not read the system's roots.
    pub(crate) fn new(
        added: Vec<CertificateDer<'static>>,
        provider: Arc<CryptoProvider>,
    ) -> Result<Self, Error> {
        let mut store = RootCertStore::empty();
        for certificate in &added {
            // Only a check: later, nobody could correct a malformed certificate.
            store.add(certificate.clone())?;
        }
        Ok(Self {
            added,
            provider,
            bundle: OnceLock::new(),
            all: OnceLock::new(),
        })
    }

    pub(crate) fn are_read(&self) -> bool {
        matches!(self.bundle.get(), Some(Some(_))) || self.all.get().is_some()
    }

    /// Reads the roots, which blocks the thread.
    pub(crate) fn read(&self) -> Result<(), Error> {
        match self.bundle() {
            Some(_) => Ok(()),
            None => self.all().map(drop),
        }
    }

    fn bundle(&self) -> Option<&WebPkiServerVerifier> {
        let bundle = self.bundle.get_or_init(|| {
            let mut store = RootCertStore::clone(bundle()?);
            store.add_parsable_certificates(self.added.iter().cloned());
            let provider = Arc::clone(&self.provider);
            let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider);
            verifier.build().ok()
        });
        bundle.as_deref()
    }

    fn all(&self) -> Result<&Verifier, Error> {
        if let Some(all) = self.all.get() {
            return Ok(all);
        }
        let all = platform_verifier(self.added.clone(), Arc::clone(&self.provider))?;
        Ok(self.all.get_or_init(|| all))
    }
}

impl ServerCertVerifier for SystemRoots {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verify = |verifier: &dyn ServerCertVerifier| {
            verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        };
        if let Some(bundle) = self.bundle()
            && let Ok(verified) = verify(bundle)
        {
            return Ok(verified);
        }
        verify(self.all()?)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

/// Returns the roots of the system's one file, which all transports of the process share.
fn bundle() -> Option<&'static RootCertStore> {
    static BUNDLE: OnceLock<Option<RootCertStore>> = OnceLock::new();
    let bundle = BUNDLE.get_or_init(|| {
        let text = std::fs::read(bundle_path()?).ok()?;
        let certificates = CertificateDer::pem_slice_iter(&text);
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(certificates.filter_map(Result::ok));
        (!store.is_empty()).then_some(store)
    });
    bundle.as_ref()
}

/// Returns the path of the file with all roots, which the environment may name. `None` if it names
/// only a folder, or the system verifies certificates itself.
#[cfg(all(
    unix,
    not(target_os = "android"),
    not(target_vendor = "apple"),
    not(target_arch = "wasm32")
))]
fn bundle_path() -> Option<PathBuf> {
    if let Some(file) = std::env::var_os("SSL_CERT_FILE") {
        return Some(file.into());
    }
    let folder = std::env::var_os("SSL_CERT_DIR");
    if folder.is_some_and(|folder| !folder.is_empty()) {
        return None;
    }
    openssl_probe::probe().cert_file
}

#[cfg(not(all(
    unix,
    not(target_os = "android"),
    not(target_vendor = "apple"),
    not(target_arch = "wasm32")
)))]
fn bundle_path() -> Option<PathBuf> {
    None
}

#[cfg(not(target_os = "android"))]
fn platform_verifier(
    added: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, Error> {
    Verifier::new_with_extra_roots(added, provider)
}

/// Ignores added roots: Android's verifier takes none, and the transport has refused them.
#[cfg(target_os = "android")]
fn platform_verifier(
    _: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, Error> {
    Verifier::new(provider)
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
    use rustls::crypto::ring::default_provider;

    use super::*;

    /// Returns the certificate of an authority of this name, and one that it issued to
    /// `host.example`.
    fn issue(name: &str) -> [CertificateDer<'static>; 2] {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let authority = params.self_signed(&key).unwrap().der().clone();
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["host.example".to_owned()]).unwrap();
        [
            authority,
            params.signed_by(&key, &issuer).unwrap().der().clone(),
        ]
    }

    fn verify(roots: &SystemRoots, certificate: &CertificateDer<'_>) -> Result<(), Error> {
        let name = ServerName::try_from("host.example").unwrap();
        let verified = roots.verify_server_cert(certificate, &[], &name, &[], UnixTime::now());
        verified.map(drop)
    }

    #[test]
    fn roots_outside_the_bundle_are_trusted() {
        let [bundled, first] = issue("bundled");
        let [only_in_folder, second] = issue("only in the folder");
        let [_, third] = issue("unknown");
        let provider = Arc::new(default_provider());
        let mut store = RootCertStore::empty();
        store.add(bundled).unwrap();
        let bundle =
            WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(&provider));
        let roots = SystemRoots {
            added: vec![only_in_folder],
            provider,
            bundle: OnceLock::from(Some(bundle.build().unwrap())),
            all: OnceLock::new(),
        };
        assert!(roots.are_read());
        assert_eq!(verify(&roots, &first), Ok(()));
        assert!(roots.all.get().is_none(), "the bundle suffices");
        assert_eq!(verify(&roots, &second), Ok(()));
        assert!(roots.all.get().is_some());
        let unknown = rustls::CertificateError::UnknownIssuer;
        assert_eq!(
            verify(&roots, &third),
            Err(Error::InvalidCertificate(unknown))
        );
    }

    #[test]
    fn transports_share_one_bundle() {
        let provider = Arc::new(default_provider());
        let roots = || SystemRoots::new(Vec::new(), Arc::clone(&provider)).unwrap();
        let (first, second) = (roots(), roots());
        assert!(!first.are_read());
        if let Some(store) = bundle() {
            first.read().unwrap();
            second.read().unwrap();
            assert!(first.are_read() && first.all.get().is_none());
            assert!(second.all.get().is_none() && !store.is_empty());
            assert!(std::ptr::eq(store, bundle().unwrap()));
        }
    }
}
