//! The members of requests and replies as trees, from names that are paths.
//!
//! Tables name nested members in two ways. A name is a path: `data.eipSet.eipId`. Or a further
//! table lists the members of a row of the table above.

use super::printed::frame::words_in;
use super::row::Row;
use super::table::FoundTable;
use crate::words::vocabulary::{TableWord, table_words};

/// The maximum depth of members.
const MAX_DEPTH: usize = 16;

/// A member with the members in it.
#[derive(Debug, Default, Clone)]
pub(super) struct Node<'a> {
    pub(super) name: String,
    /// True if the name has an index: `instanceIds.n`.
    pub(super) is_list: bool,
    /// The row that describes it. A path alone doesn't describe the members that it goes through.
    pub(super) row: Option<Row<'a>>,
    pub(super) children: Vec<Node<'a>>,
    /// The 1-based line of the table that lists the children, or of the first path through it.
    pub(super) line: usize,
    /// The words above that table.
    pub(super) title: String,
}

/// The members of one side, and the doubts about them.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    /// Texts of filters without a member that takes them, and the forms of the request.
    pub(super) notes: Vec<String>,
    /// The line and title of each further table without a known owner.
    pub(super) unclear: Vec<(usize, String)>,
}

impl<'a> Tree<'a> {
    /// Builds the tree of a section. `titles` are the titles of further tables, in order, of which
    /// it removes those that it uses.
    pub(super) fn of(tables: Vec<FoundTable<'a>>, titles: &mut Vec<String>) -> Self {
        let mut tree = Self::default();
        let variants = tables.iter().filter(|table| is_variant(table)).count();
        let further = tables.len().saturating_sub(1);
        let has_variants = further > 0 && variants == further + 1;
        for (index, table) in tables.into_iter().enumerate() {
            if has_variants {
                tree.notes.push(variant_as_text(&table));
            }
            if index == 0 {
                tree.add_rows(table.rows);
                continue;
            }
            let title = match &table.above {
                Some(above) => above.clone(),
                None if titles.is_empty() => String::new(),
                None => titles.remove(0),
            };
            if has_variants {
                tree.add_variant(table.rows);
            } else {
                tree.add_further(table, &title);
            }
        }
        tree
    }

    fn add_rows(&mut self, rows: Vec<Row<'a>>) {
        for row in rows {
            self.add_row(row);
        }
    }

    /// Adds a row, and the members on its path.
    fn add_row(&mut self, row: Row<'a>) {
        let segments = segments(&row.name);
        let line = row.line;
        let start = self.start_of(&segments);
        let mut nodes = match start {
            Some(path) => match child_at(&mut self.nodes, &path) {
                Some(node) => &mut node.children,
                None => return,
            },
            None => &mut self.nodes,
        };
        let last = segments.len().saturating_sub(1);
        for (index, segment) in segments.iter().enumerate() {
            let at = match nodes.iter().position(|node| node.name == segment.name) {
                Some(at) => at,
                None => {
                    nodes.push(Node {
                        name: segment.name.clone(),
                        line,
                        ..Node::default()
                    });
                    nodes.len() - 1
                }
            };
            let Some(node) = nodes.get_mut(at) else {
                return;
            };
            node.is_list |= segment.is_list;
            if index == last {
                if node.row.is_none() {
                    node.row = Some(row);
                }
                return;
            }
            nodes = &mut node.children;
        }
    }

    /// Returns the path of the node in whose children a dotted name begins, if it begins with the
    /// name of a nested member: `detail.n.sgId` below `data.detail`.
    fn start_of(&self, segments: &[Segment]) -> Option<Vec<usize>> {
        let first = segments.first().filter(|_| segments.len() > 1)?;
        if self.nodes.iter().any(|node| node.name == first.name) {
            return None;
        }
        let mut path = find(&self.nodes, &|node| node.name == first.name, MAX_DEPTH)?;
        path.pop();
        Some(path)
    }

    /// Adds the rows of another form of the same request. A parameter that not all forms require
    /// is optional.
    fn add_variant(&mut self, rows: Vec<Row<'a>>) {
        let is_in = |name: &str| rows.iter().any(|row| row.name == name);
        for node in &mut self.nodes {
            if !is_in(&node.name)
                && let Some(row) = &mut node.row
            {
                row.required = row.required.map(|_| spec::Required::Known(false));
            }
        }
        for mut row in rows {
            let known = self.nodes.iter_mut().find(|node| node.name == row.name);
            match known.and_then(|node| node.row.as_mut()) {
                Some(known) => {
                    let is_required = |row: &Row<'_>| row.required.is_some_and(|one| one.is_yes());
                    let both = is_required(known) && is_required(&row);
                    known.required = known.required.map(|_| spec::Required::Known(both));
                    if known.words() != row.words() {
                        known.text.extend(row.text);
                    }
                }
                None => {
                    row.required = row.required.map(|_| spec::Required::Known(false));
                    self.add_row(row);
                }
            }
        }
    }

    /// Adds a further table: filters, members by path, or the members of a row above.
    fn add_further(&mut self, table: FoundTable<'a>, title: &str) {
        if table.rows.is_empty() {
            return;
        }
        let says_filters = table_words(title).contains(&TableWord::Filters);
        if says_filters || table.rows.iter().all(describes_filter) {
            self.add_filters(&table, title);
            return;
        }
        let begins_with_member = |row: &Row<'_>| {
            let first = segments(&row.name).into_iter().next();
            row.name.contains('.')
                && first.is_some_and(|first| {
                    find(&self.nodes, &|node| node.name == first.name, MAX_DEPTH).is_some()
                })
        };
        if table.rows.iter().all(begins_with_member) {
            self.add_rows(table.rows);
            return;
        }
        let owners = self.owners(title);
        if owners.is_empty() {
            self.unclear.push((table.line, title.to_owned()));
            self.add_rows(table.rows);
            return;
        }
        for path in owners {
            if let Some(node) = child_at(&mut self.nodes, &path) {
                let mut inner = Tree::default();
                inner.add_rows(table.rows.clone());
                node.line = table.line;
                title.clone_into(&mut node.title);
                node.children.extend(inner.nodes);
            }
        }
    }

    /// Returns the paths of the members that a title names, or else of the only one that lacks its
    /// members.
    fn owners(&self, title: &str) -> Vec<Vec<usize>> {
        let names: Vec<&str> = words_in(title).collect();
        let mut owners: Vec<Vec<usize>> = Vec::new();
        // Of several names, the last one is the owner, unless slashes or commas list them.
        let lists = title.contains(['/', '、']);
        for name in names.iter().rev() {
            let is_named = |node: &Node<'_>| node.name.eq_ignore_ascii_case(name) && is_open(node);
            if let Some(path) = find(&self.nodes, &is_named, MAX_DEPTH)
                && (owners.is_empty() || lists)
            {
                owners.push(path);
            }
        }
        if owners.is_empty() {
            let mut open = Vec::new();
            collect(&self.nodes, &is_open, &mut Vec::new(), &mut open);
            // The last member of its table without members is the nearest one.
            if let [only] = open.as_slice() {
                owners.push(only.clone());
            }
        }
        owners.reverse();
        owners
    }

    /// Appends filters to the text of the member that takes them.
    fn add_filters(&mut self, table: &FoundTable<'a>, title: &str) {
        let text = filters_as_text(&table.rows, title);
        let takes_filters =
            |node: &&mut Node<'a>| node.name.to_ascii_lowercase().starts_with("filter");
        match self
            .nodes
            .iter_mut()
            .find(takes_filters)
            .and_then(|node| node.row.as_mut())
        {
            Some(row) => row.addition = text,
            None => self.notes.push(text),
        }
    }
}

/// Returns whether a table lists one form of the request, under a heading with a number.
fn is_variant(table: &FoundTable<'_>) -> bool {
    table.above.is_some() && table.rows.iter().all(|row| row.required.is_some())
}

/// Returns the heading of one form of the request with its parameters.
fn variant_as_text(table: &FoundTable<'_>) -> String {
    let names: Vec<&str> = table.rows.iter().map(|row| row.name.as_str()).collect();
    format!(
        "{}：{}",
        table.above.as_deref().unwrap_or_default(),
        names.join("、")
    )
}

/// Returns whether a row describes a filter: `（过滤条件）按照可用区过滤。`
fn describes_filter(row: &Row<'_>) -> bool {
    let words = row.words();
    let words = words.trim_start();
    words.starts_with("（过滤条件") || words.starts_with("(过滤条件") || row.name.contains('-')
}

/// Returns whether a member has members that no table lists yet.
fn is_open(node: &Node<'_>) -> bool {
    let is_structured = |row: &Row<'_>| {
        let plain = crate::words::unlink(&row.type_words);
        matches!(
            plain.trim(),
            "Array" | "Object" | "array" | "object" | "List" | "Array of Object"
        ) || row
            .type_name
            .as_ref()
            .is_some_and(|found| found.structure().is_some())
    };
    node.children.is_empty() && node.row.as_ref().is_some_and(is_structured)
}

/// A part of a dotted name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    name: String,
    is_list: bool,
}

/// Splits a name at its dots. `n`, `N`, `m` and numbers are indices.
fn segments(name: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for part in name
        .split('.')
        .filter(|part| !part.is_empty())
        .take(MAX_DEPTH)
    {
        let is_index =
            matches!(part, "n" | "N" | "m" | "M") || part.bytes().all(|b| b.is_ascii_digit());
        match segments.last_mut() {
            Some(last) if is_index => last.is_list = true,
            _ => segments.push(Segment {
                name: part.to_owned(),
                is_list: false,
            }),
        }
    }
    segments
}

/// Returns the path to the first node that fits, the topmost one first.
fn find(nodes: &[Node<'_>], fits: &impl Fn(&Node<'_>) -> bool, depth: usize) -> Option<Vec<usize>> {
    if let Some(at) = nodes.iter().position(fits) {
        return Some(vec![at]);
    }
    let deeper = depth.checked_sub(1)?;
    nodes.iter().enumerate().find_map(|(at, node)| {
        let mut path = find(&node.children, fits, deeper)?;
        path.insert(0, at);
        Some(path)
    })
}

fn collect(
    nodes: &[Node<'_>],
    fits: &impl Fn(&Node<'_>) -> bool,
    above: &mut Vec<usize>,
    found: &mut Vec<Vec<usize>>,
) {
    for (at, node) in nodes.iter().enumerate() {
        above.push(at);
        if fits(node) {
            found.push(above.clone());
        }
        collect(&node.children, fits, above, found);
        above.pop();
    }
}

fn child_at<'n, 'a>(nodes: &'n mut [Node<'a>], path: &[usize]) -> Option<&'n mut Node<'a>> {
    let (first, rest) = path.split_first()?;
    let node = nodes.get_mut(*first)?;
    if rest.is_empty() {
        return Some(node);
    }
    child_at(&mut node.children, rest)
}

/// Returns a table of filters as text: its title, and an item per filter.
fn filters_as_text(rows: &[Row<'_>], title: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !title.is_empty() {
        lines.push(title.to_owned());
    }
    lines.extend(rows.iter().map(|row| {
        let required = match row.required {
            Some(spec::Required::Known(true)) => "必选：是",
            Some(spec::Required::Known(false)) => "必选：否",
            _ => "",
        };
        let text = crate::words::text::join(&row.text).replace('\n', " ");
        let cells = [row.name.as_str(), &row.type_words, required, &text];
        let cells: Vec<&str> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        format!("- {}", cells.join(" - "))
    }));
    lines.join("\n")
}
