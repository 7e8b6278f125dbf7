//! Links to pages on the web and to files of the workspace.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A link to an address that a page gave; other schemes than the web's stay plain text.
pub fn web_link(address: &str, words: &str) -> Markup {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    if !is_web {
        return html! { (words) };
    }
    html! { a href=(address) rel="noreferrer noopener" { (words) } }
}

/// A link to a file of the workspace. `up` leads from the page's folder to the workspace (`../`); the
/// line, 0 for the whole file, is only shown, as browsers can't go to lines.
pub fn workspace_link(up: &str, file: &str, line: usize) -> Markup {
    let address = utf8_percent_encode(file, IN_PATH);
    html! {
        a href={ (up) (address) } {
            (file)
            @if line > 0 { ":" (line) }
        }
    }
}

/// Whatever could end a path or begin a scheme is written as `%xx`.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let link = |address| web_link(address, "page").into_string();
        assert!(link("https://cloud.tencent.com/a?b=\"c").contains("b=&quot;c"));
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            " https://a",
            "//a",
        ] {
            assert_eq!(link(address), "page");
        }
    }

    #[test]
    fn files_can_not_leave_their_path() {
        let link = workspace_link("../", "specs/a b?c#d:\"e.txt", 3).into_string();
        assert!(
            link.contains("href=\"../specs/a%20b%3Fc%23d%3A%22e.txt\""),
            "{link}"
        );
        assert!(link.contains(":3"), "{link}");
    }
}
