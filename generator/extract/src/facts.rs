//! The facts that extraction finds in one file.

use spec::finding::Finding;
use spec::{
    Action, Catalogue, Envelope, ErrorCode, Language, Localized, Region, Release, Source, Structure,
};

/// All facts of one file, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The pages that describe an action.
    pub actions: Vec<ActionPage>,
    /// The other recognised chapters.
    pub chapters: Vec<Chapter>,
    /// Faults and doubts about the file.
    pub findings: Vec<Finding>,
}

impl Facts {
    /// Returns the number of facts.
    ///
    /// Every action, parameter, member, error code, example, overview row, change and region counts
    /// as one. A page whose number drops sharply has probably changed its layout.
    pub fn count(&self) -> usize {
        let actions = self.actions.iter().map(|page| {
            let action = &page.action;
            let members = action.input.len() + action.output.len();
            1 + members + action.errors.len() + action.examples.len()
        });
        let chapters = self.chapters.iter().map(|chapter| chapter.content.count());
        actions.chain(chapters).sum()
    }
}

/// A page that describes an action.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionPage {
    /// The action, without the texts of its error codes.
    pub action: Action,
    /// The rows of the page's error table, in the order of `action.errors`.
    pub errors: Vec<ErrorCode>,
    /// The page's link to the API Explorer.
    pub explorer: Option<ExplorerLink>,
    /// The structures that the page links to, each once, in order.
    pub linked_structures: Vec<String>,
    /// The addresses of the documentation's pages that the page refers to, each once, in order.
    /// Those in descriptions of parameters don't count.
    pub linked_pages: Vec<String>,
    /// The language of the page's own text.
    pub language: Option<Language>,
    /// The facts of a page of an API generation before 3.0, or `None` for API 3.0.
    pub retired: Option<Retired>,
}

/// The facts that only pages of API generations before 3.0 have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// The path of requests: `/v2/index.php`.
    pub path: String,
    /// The frame of replies.
    pub envelope: Envelope,
}

/// The query of a link to the API Explorer:
/// `…/api/explorer?Product=cvm&Version=2017-03-12&Action=DescribeRegions`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExplorerLink {
    /// `Product`, the service: `cvm`.
    pub service: String,
    /// `Version`, the API version: `2017-03-12`.
    pub version: String,
    /// `Action`, the action's name.
    pub action: String,
}

/// A chapter other than an action page.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// The service, if the actions of the same file name exactly one.
    pub service: Option<String>,
    /// The API version, if the actions of the same file name exactly one.
    pub version: Option<String>,
    /// The file and the line on which the chapter begins.
    pub source: Source,
    /// The language of the chapter's text.
    pub language: Option<Language>,
    /// The service and version in the chapter's link to the API Explorer.
    pub explorer: Option<(String, String)>,
    /// The address of the chapter's page, if its tables link to structures on it.
    pub address: Option<String>,
    /// True for a chapter of an API generation before 3.0.
    pub retired: bool,
    /// The facts of the chapter.
    pub content: Content,
}

/// The facts of a chapter, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Data structures.
    Structures(Vec<Structure>),
    /// Error codes, both common ones and the product's own.
    Errors(Vec<ErrorCode>),
    /// The overview of actions.
    Catalogue(Vec<Catalogue>),
    /// The release history.
    History(Vec<Release>),
    /// The region table of the common parameters.
    Regions(Vec<Region>),
    /// The introduction of the product.
    Introduction {
        /// The product's name.
        title: Localized,
        /// The text that describes the product.
        doc: Localized,
    },
}

impl Content {
    /// Returns the actions that the chapter names: users of structures, overview rows and changes.
    pub fn named_actions(&self) -> Vec<&str> {
        match self {
            Self::Structures(structures) => structures
                .iter()
                .flat_map(|structure| &structure.used_by)
                .map(String::as_str)
                .collect(),
            Self::Catalogue(groups) => groups
                .iter()
                .flat_map(|group| &group.actions)
                .map(|entry| entry.name.as_str())
                .collect(),
            Self::History(releases) => releases
                .iter()
                .flat_map(|release| &release.changes)
                .filter(|change| !change.kind.is_of_structure())
                .map(|change| change.name.as_str())
                .collect(),
            Self::Errors(_) | Self::Regions(_) | Self::Introduction { .. } => Vec::new(),
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Structures(structures) => structures
                .iter()
                .map(|structure| 1 + structure.members.len())
                .sum(),
            Self::Errors(errors) => errors.len(),
            Self::Catalogue(groups) => groups.iter().map(|group| group.actions.len()).sum(),
            Self::History(releases) => releases
                .iter()
                .map(|release| 1 + release.changes.len())
                .sum(),
            Self::Regions(regions) => regions.len(),
            Self::Introduction { .. } => 1,
        }
    }
}
