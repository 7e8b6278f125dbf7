//! Host, action and version in the examples of a page, for pages that state them nowhere else.

use document::{Block, BlockKind};
use spec::is_date;

use super::host::Host;
use super::sections::Sections;
use crate::words::is_identifier;
use crate::words::text::text_line;
use crate::words::vocabulary::Section;

/// The facts in the addresses and headers of a page's examples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExampleAddress {
    /// The host of Tencent Cloud that the first request with an action calls.
    pub(crate) host: Option<String>,
    /// The action of that request.
    pub(crate) action: Option<String>,
    /// The version of that request.
    pub(crate) version: Option<String>,
}

impl ExampleAddress {
    /// Reads the examples of a page whose headings prove that it describes an action.
    ///
    /// Other chapters show sample requests too.
    pub(crate) fn read(sections: &Sections<'_>) -> Self {
        let mut found = Self::default();
        let is_action_page = sections.has_heading(Section::Input)
            && (sections.has_heading(Section::Output)
                || sections.has_heading(Section::Description));
        if !is_action_page {
            return found;
        }
        for line in sections.blocks(Section::Examples).flat_map(lines_of_block) {
            found.read_line(line.trim());
        }
        found
    }

    fn read_line(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "host" => self.set_host(value),
            "x-tc-action" => self.set_action(value),
            "x-tc-version" => self.set_version(value),
            _ => {
                if let Some((_, address)) = line.split_once("://") {
                    let host = address.split(['/', '?', ' ', '"', '\'']).next();
                    self.set_host(host.unwrap_or_default());
                }
                self.read_query(line);
            }
        }
    }

    /// Reads the parameters in a line of a query, which may be wrapped.
    fn read_query(&mut self, line: &str) {
        for pair in line.split(['?', '&', ' ']) {
            match pair.split_once('=') {
                Some(("Action", action)) => self.set_action(action),
                Some(("Version", version)) => self.set_version(version),
                _ => {}
            }
        }
    }

    fn set_host(&mut self, printed: &str) {
        if self.host.is_none()
            && let Some(Host::Official(host)) = Host::at_start(printed)
        {
            self.host = Some(host);
        }
    }

    fn set_action(&mut self, printed: &str) {
        if self.action.is_none() && is_identifier(printed) {
            self.action = Some(printed.to_owned());
        }
    }

    fn set_version(&mut self, printed: &str) {
        if self.version.is_none() && is_date(printed) {
            self.version = Some(printed.to_owned());
        }
    }
}

fn lines_of_block(block: &Block) -> std::str::Lines<'_> {
    match &block.kind {
        BlockKind::Code(code) => code.lines(),
        _ => text_line(block).map_or("", |line| line.text).lines(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> (String, String, String) {
        let mut found = ExampleAddress::default();
        for line in lines {
            found.read_line(line);
        }
        let text = |fact: Option<String>| fact.unwrap_or_default();
        (text(found.host), text(found.action), text(found.version))
    }

    #[test]
    fn addresses_and_headers_state_the_action() {
        let facts = |host: &str, action: &str, version: &str| {
            (host.to_owned(), action.to_owned(), version.to_owned())
        };
        assert_eq!(
            read(&[
                "https://tia.tencentcloudapi.com/?Action=ListJob",
                "&Version=2018-02-26"
            ]),
            facts("tia.tencentcloudapi.com", "ListJob", "2018-02-26")
        );
        assert_eq!(
            read(&[
                "POST / HTTP/1.1",
                "Host: tia.tencentcloudapi.com",
                "X-TC-Action: ListJob",
                "{\"Version\": \"a=b\"}",
            ]),
            facts("tia.tencentcloudapi.com", "ListJob", "")
        );
        assert_eq!(
            read(&["https://evil.example.com/?Action=A%2e&Version=1"]),
            facts("", "", "")
        );
    }
}
