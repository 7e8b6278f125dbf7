//! The side catalogue: every page of the API documentation embeds the list of all pages.

use scraper::{Html, Selector};
use serde::Deserialize;

use crate::site::Edition;
use crate::site::address::{Address, Identity};

/// The products of an edition and their pages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Catalogue {
    pub(crate) edition: Edition,
    pub(crate) products: Vec<Product>,
}

/// A product. The catalogue doesn't name its service, only its pages do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Product {
    /// The number of the product's root page.
    pub(crate) root: u64,
    pub(crate) title: String,
    /// True if the site marks it as API 3.0.
    pub(crate) is_current: bool,
    /// The pages, deepest groups first: they contain the actions, which name the service.
    pub(crate) pages: Vec<Listed>,
}

/// A page in the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed {
    pub(crate) address: Address,
    /// The title of the innermost group.
    pub(crate) group: String,
    /// The number of groups around the page.
    pub(crate) depth: usize,
}

/// The JSON of the catalogue, reduced to the keys that this module reads.
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

/// Returns a page to request for its catalogue: CVM's overview, which has had this number in both
/// editions for years.
pub(crate) fn any_page(edition: Edition) -> Address {
    Address {
        edition,
        category: 213,
        page: Some(15689),
    }
}

/// Parses the catalogue that a page embeds. Returns `None` if it lacks a readable one.
pub(crate) fn parse(page: &str, edition: Edition) -> Option<Catalogue> {
    let selector = Selector::parse("textarea.J-qcSideNavListData").ok()?;
    let html = Html::parse_document(page);
    let text: String = html.select(&selector).next()?.text().collect();
    let element: Element = serde_json::from_str(&text).ok()?;
    let products: Vec<Product> = element
        .list
        .iter()
        .map(|node| product(node, edition))
        .filter(|product| !product.pages.is_empty())
        .collect();
    if products.is_empty() {
        return None;
    }
    Some(Catalogue { edition, products })
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

/// Collects the pages below a node. The JSON parser limits the depth.
fn collect(node: &Node, group: &Node, depth: usize, edition: Edition, pages: &mut Vec<Listed>) {
    if !node.children.is_empty() {
        for child in &node.children {
            collect(child, node, depth + 1, edition, pages);
        }
        return;
    }
    // Only the link identifies a page, and it may lead elsewhere.
    if let Some(address) = Address::from_link(&node.link, edition)
        && address.page.is_some()
    {
        pages.push(Listed {
            address,
            group: group.title.clone(),
            depth,
        });
    }
}

impl Product {
    /// Returns the addresses of all pages.
    pub(crate) fn addresses(&self) -> Vec<Address> {
        self.pages.iter().map(|page| page.address).collect()
    }
}

impl Catalogue {
    /// Returns the product that lists the page, or whose root it is.
    pub(crate) fn product_of(&self, page: Identity) -> Option<&Product> {
        self.products.iter().find(|product| {
            let root = Identity::Root(self.edition, product.root);
            let mut pages = product.pages.iter();
            root == page || pages.any(|listed| listed.address.identity() == page)
        })
    }

    /// Returns the product with that root.
    pub(crate) fn product(&self, root: u64) -> Option<&Product> {
        self.products.iter().find(|product| product.root == root)
    }
}
