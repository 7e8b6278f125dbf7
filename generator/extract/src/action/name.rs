//! The name of an action, elected from the parts of its page that state it.

use super::description::Description;
use super::example_address::ExampleAddress;
use super::parameters::CommonParameters;
use crate::facts::ExplorerLink;
use crate::page::Page;
use crate::words::looks_like_structure;

/// The names that the parts of a page state for its action.
#[derive(Debug)]
pub(crate) struct ActionNames {
    /// Parts and the names that they state, the most reliable part first.
    named: Vec<(&'static str, String)>,
}

impl ActionNames {
    /// Collects the names. A page that doesn't describe an action has none.
    pub(crate) fn collect(
        common: &CommonParameters,
        explorer: Option<&ExplorerLink>,
        page: &Page<'_>,
        description: &Description,
        example: &ExampleAddress,
    ) -> Self {
        let mut named = Vec::new();
        named.extend(explorer.map(|link| ("API Explorer link", link.action.clone())));
        named.extend(common.action.clone().map(|name| ("Action row", name)));
        let title = page.title_text();
        // Without a row or a link, a title counts only if the page states a host.
        let has_host = description.domain.is_some() || example.host.is_some();
        let is_action_page = !named.is_empty() || has_host;
        if is_action_page && title.len() > 3 && looks_like_structure(title) {
            named.push(("title", title.to_owned()));
        }
        if named.is_empty() && is_action_page {
            let name = description.action.clone();
            named.extend(name.map(|name| ("description", name)));
            let name = example.action.clone();
            named.extend(name.map(|name| ("address of an example", name)));
        }
        Self { named }
    }

    /// Returns the name that most parts state. In a tie, the most reliable part wins.
    pub(crate) fn elect(&self) -> Option<String> {
        let votes = |name: &str| self.named.iter().filter(|(_, other)| other == name).count();
        let most = self.named.iter().map(|(_, name)| votes(name)).max()?;
        self.named
            .iter()
            .find(|(_, name)| votes(name) == most)
            .map(|(_, name)| name.clone())
    }

    /// Returns a message with the parts that state another name, or `None` if all agree.
    pub(crate) fn contradictions(&self, elected: &str) -> Option<String> {
        let others = self.named.iter().filter(|(_, name)| name != elected);
        let named: Vec<String> = others
            .map(|(part, name)| format!("the {part} names `{name}`"))
            .collect();
        (!named.is_empty()).then(|| named.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(named: &[(&'static str, &str)]) -> ActionNames {
        ActionNames {
            named: named
                .iter()
                .map(|&(part, name)| (part, name.to_owned()))
                .collect(),
        }
    }

    #[test]
    fn majority_elects_the_name() {
        let split = names(&[
            ("API Explorer link", "A1"),
            ("Action row", "B1"),
            ("title", "B1"),
        ]);
        assert_eq!(split.elect().as_deref(), Some("B1"));
        assert_eq!(
            split.contradictions("B1").as_deref(),
            Some("the API Explorer link names `A1`")
        );
        let tie = names(&[("API Explorer link", "A1"), ("title", "B1")]);
        assert_eq!(tie.elect().as_deref(), Some("A1"));
        assert_eq!(names(&[]).elect(), None);
    }
}
