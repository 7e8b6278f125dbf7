//! Addresses of documentation pages, told apart by what identifies a page.

use std::fmt;

use url::Url;

use super::edition::Edition;

/// A page of the documentation, or a product's root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    pub(crate) edition: Edition,
    /// The number that the site files the page under. It does not tell the product.
    pub(crate) category: u64,
    /// The page's number; none for a root.
    pub(crate) page: Option<u64>,
}

/// What makes two addresses one page: the edition and the page's number, under whatever category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identity {
    Page(Edition, u64),
    Root(Edition, u64),
}

/// Prefixes of the international edition that translate the site's frame only.
const FRAME_LANGUAGES: &[&str] = &["zh", "jp", "ko", "ind", "pt", "en"];

impl Address {
    /// The page that a link on a page of `edition` leads to, whatever else the link holds: a query, an
    /// anchor, the language of the frame. `None` for what is no page of the documentation.
    pub(crate) fn of_link(link: &str, edition: Edition) -> Option<Self> {
        let base = Url::parse(&format!("https://{}/", edition.host())).ok()?;
        let url = base.join(link.trim()).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let edition = Edition::of_host(url.host_str()?)?;
        Self::of_path(url.path(), edition)
    }

    /// The page behind an absolute address.
    pub(crate) fn of_url(url: &str) -> Option<Self> {
        let host = Url::parse(url).ok()?.host_str()?.to_owned();
        Self::of_link(url, Edition::of_host(&host)?)
    }

    /// The page that a path names: `/document/api/213/15699`, `/zh/document/product/213`.
    pub(crate) fn of_path(path: &str, edition: Edition) -> Option<Self> {
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
        parts.next().is_none().then_some(Self {
            edition,
            category,
            page,
        })
    }

    pub(crate) fn identity(self) -> Identity {
        match self.page {
            Some(page) => Identity::Page(self.edition, page),
            None => Identity::Root(self.edition, self.category),
        }
    }

    /// The path to ask for.
    pub(crate) fn path(self) -> String {
        let category = self.category;
        match self.page {
            Some(page) => format!("/document/api/{category}/{page}"),
            None => format!("/document/api/{category}"),
        }
    }
}

/// The address under which the page is recorded.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The international edition has no part of its own for the API.
        let path = match self.edition {
            Edition::Zh => self.path(),
            Edition::Intl => self.path().replacen("/api/", "/product/", 1),
        };
        write!(f, "https://{}{path}", self.edition.host())
    }
}

/// Numbers of at most twelve digits; longer ones are none of the site's.
fn number(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_many_addresses() {
        let page = Address::of_url("https://cloud.tencent.com/document/api/213/15699").unwrap();
        assert_eq!(page.identity(), Identity::Page(Edition::Zh, 15699));
        for same in [
            "https://cloud.tencent.com/document/product/213/15699",
            "http://cloud.tencent.cn/document/product/409/15699?lang=en&from_cn_redirect=1",
            "/document/api/213/15699#KeyPair",
            "//www.cloud.tencent.com/document/api/213/15699/",
        ] {
            let address = Address::of_link(same, Edition::Zh).unwrap();
            assert_eq!(address.identity(), page.identity(), "{same}");
        }
        for international in [
            "https://www.tencentcloud.com/zh/document/product/213/15699",
            "https://intl.cloud.tencent.com/document/product/213/15699?has_map=1",
        ] {
            let address = Address::of_link(international, Edition::Zh).unwrap();
            assert_eq!(address.identity(), Identity::Page(Edition::Intl, 15699));
        }
        assert_eq!(
            Address::of_link("/document/api/213", Edition::Zh)
                .unwrap()
                .identity(),
            Identity::Root(Edition::Zh, 213)
        );
    }

    #[test]
    fn nothing_outside_the_documentation_is_an_address() {
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
            assert_eq!(Address::of_link(link, Edition::Zh), None, "{link}");
        }
    }
}
