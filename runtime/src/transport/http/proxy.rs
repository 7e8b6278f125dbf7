//! Which requests go through a proxy.

use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use super::HttpOptions;
use super::options::ProxyChoice;
use super::tls::setup;
use crate::transport::TransportError;

/// The proxies that the options name, if any.
pub(super) fn matcher(options: &HttpOptions) -> Result<Option<Matcher>, TransportError> {
    let url = match &options.proxy {
        ProxyChoice::None => return Ok(None),
        ProxyChoice::Environment => return Ok(Some(Matcher::from_system())),
        ProxyChoice::Url(url) => url.as_str(),
    };
    let all = Matcher::builder().all(url).build();
    let found = all.intercept(&Uri::from_static("http://host.invalid"));
    // The address is left out of errors, for it may hold a password.
    match found.as_ref().map(|proxy| proxy.uri().scheme_str()) {
        Some(Some("http" | "https")) => {}
        Some(_) => return Err(setup("the proxy's address is neither http nor https")),
        None => return Err(setup("the proxy's address is no URL")),
    }
    let except = options.no_proxy.clone().unwrap_or_else(from_environment);
    Ok(Some(Matcher::builder().all(url).no(except).build()))
}

/// What the environment excepts from proxies.
fn from_environment() -> String {
    let names = ["NO_PROXY", "no_proxy"];
    let found = names.iter().find_map(|name| std::env::var(name).ok());
    found.unwrap_or_default()
}

/// The header that tells a proxy who asks.
pub(super) fn authorization(proxy: &Intercept) -> Option<HeaderValue> {
    let mut value = proxy.basic_auth()?.clone();
    value.set_sensitive(true);
    Some(value)
}
