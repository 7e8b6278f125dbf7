//! Hosts and addresses that pages gave, where they are such.

use spec::Source;

/// The host, if it is one: letters, digits, hyphens and dots.
pub(super) fn host(text: &str) -> Option<&str> {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.split('.').all(is_label).then_some(text)
}

/// The address of the first page that has one on the web.
pub(super) fn page(sources: &[Source]) -> Option<&str> {
    let mut urls = sources.iter().filter_map(|source| source.url.as_deref());
    urls.find(|url| is_address(url))
}

fn is_address(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c))
}
