//! TLS between the limiter and the server.

use redis::{Client, ClientTlsConfig, ConnectionAddr, ConnectionInfo, TlsCertificates};
use rustls::crypto::{CryptoProvider, ring};

/// The certificates of a limiter, in PEM.
#[derive(Clone, Default)]
pub(crate) struct Certificates {
    /// Those that the server's certificate must lead to, if not the system's.
    pub(crate) roots: Option<Vec<u8>>,
    /// The chain and the key of the client.
    pub(crate) client: Option<(Vec<u8>, Vec<u8>)>,
}

impl Certificates {
    /// Returns a client for an address with TLS, or the problem of the certificates. Returns `None`
    /// for other addresses, which need no certificates.
    pub(crate) fn client_of(&self, info: &ConnectionInfo) -> Option<Result<Client, String>> {
        if !matches!(info.addr(), ConnectionAddr::TcpTls { .. }) {
            let given = self.roots.is_some() || self.client.is_some();
            let problem = "the address has no TLS; write rediss:// or omit the certificates";
            return given.then(|| Err(problem.to_owned()));
        }
        choose_provider();
        let client = self.client.clone();
        let certificates = TlsCertificates {
            client_tls: client.map(|(client_cert, client_key)| ClientTlsConfig {
                client_cert,
                client_key,
            }),
            root_cert: self.roots.clone(),
        };
        let client = Client::build_with_tls(info.clone(), certificates);
        Some(client.map_err(|error| error.to_string()))
    }
}

/// Makes ring the provider of the process unless the program chose one. Redis uses the provider of
/// the process, and panics when several are linked and none is chosen.
fn choose_provider() {
    if CryptoProvider::get_default().is_none() {
        // Another thread may have been faster, and then there is one.
        let _ = ring::default_provider().install_default();
    }
}
