//! What extraction finds in one file.

use spec::finding::Finding;
use spec::{Action, Catalogue, ErrorCode, Language, Localized, Region, Release, Source, Structure};

/// All facts of one file, in its order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The pages that describe an action.
    pub actions: Vec<ActionPage>,
    /// The other chapters that were understood.
    pub chapters: Vec<Chapter>,
    /// What is wrong or doubtful in the file.
    pub findings: Vec<Finding>,
}

impl Facts {
    /// How much was found: every action, parameter, member, error code, example, overview row, change
    /// and region counts one. A page that suddenly has far fewer has changed its layout.
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

impl Content {
    fn count(&self) -> usize {
        match self {
            Self::Structures(structures) => {
                let members = structures.iter().map(|of| 1 + of.members.len());
                members.sum()
            }
            Self::Errors(errors) => errors.len(),
            Self::Catalogue(groups) => groups.iter().map(|group| group.actions.len()).sum(),
            Self::History(releases) => {
                let changes = releases.iter().map(|of| 1 + of.changes.len());
                changes.sum()
            }
            Self::Regions(regions) => regions.len(),
            Self::Introduction { .. } => 1,
        }
    }
}

/// A page that describes an action.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActionPage {
    /// The action itself.
    pub action: Action,
    /// The texts of the page's error table, in the order of `action.errors`.
    pub errors: Vec<ErrorCode>,
    /// What the page's link to the API Explorer names.
    pub explorer: Option<ExplorerLink>,
    /// The structures that the page links to, in order, without repetition.
    pub linked_structures: Vec<String>,
    /// The language of the page.
    pub language: Option<Language>,
    /// Structures that the page shows only in its examples.
    pub inferred_structures: Vec<Structure>,
}

/// `…/api/explorer?Product=cvm&Version=2017-03-12&Action=DescribeRegions`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExplorerLink {
    /// The service.
    pub service: String,
    /// The API version.
    pub version: String,
    /// The action.
    pub action: String,
}

/// A chapter that is no action page.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// The service, where the chapter or its neighbours name it.
    pub service: Option<String>,
    /// The API version, where known.
    pub version: Option<String>,
    /// Where it begins.
    pub source: Source,
    /// The language of the chapter.
    pub language: Option<Language>,
    /// What it holds.
    pub content: Content,
}

/// What a chapter holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Data structures.
    Structures(Vec<Structure>),
    /// Error codes, common and the product's own.
    Errors(Vec<ErrorCode>),
    /// The overview of actions.
    Catalogue(Vec<Catalogue>),
    /// The release history.
    History(Vec<Release>),
    /// The region table of the common parameters.
    Regions(Vec<Region>),
    /// The introduction: the product's name and what it does.
    Introduction {
        /// The product's name.
        title: Localized,
        /// The text.
        doc: Localized,
    },
}
