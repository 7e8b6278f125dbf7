//! The side catalogue: every page of the API documentation carries the list of all of them.

use scraper::{Html, Selector};
use serde::Deserialize;

use super::address::{Address, Identity};
use super::edition::Edition;

/// The products and their pages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Catalogue {
    pub(crate) edition: Edition,
    pub(crate) products: Vec<Product>,
}

/// A product as the site files it. Which service it is only its pages tell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Product {
    pub(crate) root: u64,
    pub(crate) title: String,
    /// Whether the site marks it as API 3.0.
    pub(crate) is_current: bool,
    /// Its pages, those in groups first: the groups hold the actions, which name the service.
    pub(crate) pages: Vec<Listed>,
}

/// A page in the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed {
    pub(crate) address: Address,
    /// The title of the group that it is in.
    pub(crate) group: String,
    /// How many groups it is in.
    pub(crate) depth: usize,
}

/// What the element holds, as far as it is of use here.
#[derive(Debug, Deserialize)]
struct Element {
    #[serde(default)]
    list: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    #[serde(default)]
    id: u64,
    #[serde(default)]
    title: String,
    #[serde(default)]
    tag: String,
    #[serde(default)]
    link: String,
    #[serde(default)]
    children: Vec<Node>,
}

/// The page that is asked for where only the catalogue is wanted: CVM's overview, which both editions
/// have had under this number for years.
pub(crate) fn any_page(edition: Edition) -> Address {
    Address {
        edition,
        category: 213,
        page: Some(15689),
    }
}

/// The catalogue in a page; none where the page has none, or one that can't be read.
pub(crate) fn of_page(page: &str, edition: Edition) -> Option<Catalogue> {
    let selector = Selector::parse("textarea.J-qcSideNavListData").ok()?;
    let html = Html::parse_document(page);
    let text: String = html.select(&selector).next()?.text().collect();
    let element: Element = serde_json::from_str(&text).ok()?;
    let products = element.list.iter().map(|node| product(node, edition));
    let products: Vec<Product> = products
        .filter(|product| !product.pages.is_empty())
        .collect();
    (!products.is_empty()).then_some(Catalogue { edition, products })
}

fn product(root: &Node, edition: Edition) -> Product {
    let mut pages = Vec::new();
    for node in &root.children {
        collect(node, root, 0, edition, &mut pages);
    }
    pages.sort_by_key(|page: &Listed| std::cmp::Reverse(page.depth));
    Product {
        root: root.id,
        title: root.title.clone(),
        is_current: root.tag == "3.0",
        pages,
    }
}

/// The depth is bounded by the JSON reader.
fn collect(node: &Node, group: &Node, depth: usize, edition: Edition, pages: &mut Vec<Listed>) {
    if !node.children.is_empty() {
        for child in &node.children {
            collect(child, node, depth + 1, edition, pages);
        }
        return;
    }
    // Only the link is believed, and only where it leads to a page of the documentation.
    if let Some(address) = Address::of_link(&node.link, edition).filter(|of| of.page.is_some()) {
        pages.push(Listed {
            address,
            group: group.title.clone(),
            depth,
        });
    }
}

impl Catalogue {
    /// The product that lists a page, or whose root it is.
    pub(crate) fn product_of(&self, page: Identity) -> Option<&Product> {
        self.products.iter().find(|product| {
            let root = Identity::Root(self.edition, product.root);
            root == page
                || product
                    .pages
                    .iter()
                    .any(|listed| listed.address.identity() == page)
        })
    }

    pub(crate) fn product(&self, root: u64) -> Option<&Product> {
        self.products.iter().find(|product| product.root == root)
    }
}
