//! Addresses of documentation pages, and the identity of the page behind an address.

use std::fmt;

use url::Url;

use crate::site::Edition;

/// A page of the documentation, or a product's root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    pub(crate) edition: Edition,
    /// The number of the page's category, which doesn't identify the product.
    pub(crate) category: u64,
    /// The page's number; `None` for a root.
    pub(crate) page: Option<u64>,
}

/// The identity of a page: its edition and its number. The category doesn't matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identity {
    Page(Edition, u64),
    Root(Edition, u64),
}

/// The path prefixes of the international edition, which translate only the frame around a page.
const FRAME_LANGUAGES: &[&str] = &["zh", "jp", "ko", "ind", "pt", "en"];

impl Address {
    /// Parses a link on a page of `edition`, and ignores its query, fragment and frame language.
    /// Returns `None` unless it leads to a page of the documentation.
    pub(crate) fn from_link(link: &str, edition: Edition) -> Option<Self> {
        let base = Url::parse(&format!("https://{}/", edition.host())).ok()?;
        let url = base.join(link.trim()).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let edition = Edition::from_host(url.host_str()?)?;
        Self::from_path(url.path(), edition)
    }

    /// Parses an absolute address.
    pub(crate) fn from_url(url: &str) -> Option<Self> {
        let host = Url::parse(url).ok()?.host_str()?.to_owned();
        Self::from_link(url, Edition::from_host(&host)?)
    }

    /// Parses a path: `/document/api/213/15699`, `/zh/document/product/213`.
    pub(crate) fn from_path(path: &str, edition: Edition) -> Option<Self> {
        let mut parts = path.trim_matches('/').split('/').peekable();
        parts.next_if(|part| FRAME_LANGUAGES.contains(part));
        if parts.next() != Some("document") || !matches!(parts.next(), Some("api" | "product")) {
            return None;
        }
        let category = number(parts.next()?)?;
        let page = match parts.next() {
            Some(part) => Some(number(part)?),
            None => None,
        };
        if parts.next().is_some() {
            return None;
        }
        Some(Self {
            edition,
            category,
            page,
        })
    }

    /// Returns the identity of the page.
    pub(crate) fn identity(self) -> Identity {
        match self.page {
            Some(page) => Identity::Page(self.edition, page),
            None => Identity::Root(self.edition, self.category),
        }
    }

    /// Returns the path for requests.
    pub(crate) fn path(self) -> String {
        let category = self.category;
        match self.page {
            Some(page) => format!("/document/api/{category}/{page}"),
            None => format!("/document/api/{category}"),
        }
    }
}

/// Formats the address as the manifest records it.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The international edition has the API pages under `product` too.
        let path = match self.edition {
            Edition::Zh => self.path(),
            Edition::Intl => self.path().replacen("/api/", "/product/", 1),
        };
        write!(f, "https://{}{path}", self.edition.host())
    }
}

/// Parses a number of at most twelve digits, more than any number of the site has.
fn number(text: &str) -> Option<u64> {
    let is_plain = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_addresses_have_one_identity() {
        let page = Address::from_url("https://cloud.tencent.com/document/api/213/15699").unwrap();
        assert_eq!(page.identity(), Identity::Page(Edition::Zh, 15699));
        for same in [
            "https://cloud.tencent.com/document/product/213/15699",
            "http://cloud.tencent.cn/document/product/409/15699?lang=en&from_cn_redirect=1",
            "/document/api/213/15699#KeyPair",
            "//www.cloud.tencent.com/document/api/213/15699/",
        ] {
            let address = Address::from_link(same, Edition::Zh).unwrap();
            assert_eq!(address.identity(), page.identity(), "{same}");
        }
        for international in [
            "https://www.tencentcloud.com/zh/document/product/213/15699",
            "https://intl.cloud.tencent.com/document/product/213/15699?has_map=1",
        ] {
            let address = Address::from_link(international, Edition::Zh).unwrap();
            assert_eq!(address.identity(), Identity::Page(Edition::Intl, 15699));
        }
        assert_eq!(
            Address::from_link("/document/api/213", Edition::Zh)
                .unwrap()
                .identity(),
            Identity::Root(Edition::Zh, 213)
        );
    }

    #[test]
    fn links_outside_documentation_are_rejected() {
        for link in [
            "https://example.com/document/api/213/15699",
            "https://cloud.tencent.com.example.com/document/api/213/15699",
            "https://cloud.tencent.com@example.com/document/api/213/15699",
            "https://cloud.tencent.com/login?s_url=/document/api/213/15699",
            "https://cloud.tencent.com/developer/article/15699",
            "https://console.cloud.tencent.com/api/explorer?Product=cvm",
            "/document/api/213/15699/..%2f..%2fetc",
            "/document/api/213/../../etc/passwd",
            "/document/api/99999999999999999999/1",
            "/document/api/-1/+2",
            "javascript:alert(1)",
            "file:///document/api/213/15699",
            "#anchor",
            "",
        ] {
            assert_eq!(Address::from_link(link, Edition::Zh), None, "{link}");
        }
    }
}
