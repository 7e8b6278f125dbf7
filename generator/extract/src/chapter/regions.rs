//! The region table of the chapter "Common parameters".

use document::{BlockKind, Table};
use spec::{Language, Localized, Region};

use crate::facts::Content;
use crate::page::Page;
use crate::table::header::{Columns, column_of_table, columns_of_table, header_at};
use crate::words::vocabulary::Column;
use crate::words::{language_of, unlink};

/// Reads the region table of a page, or returns `None` if the page doesn't have one.
pub(crate) fn read_regions(page: &Page<'_>) -> Option<(Content, Language)> {
    let mut regions: Vec<Region> = page
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        })
        .flat_map(regions_of_table)
        .collect();
    if regions.is_empty() {
        regions = regions_of_lines(page);
    }
    let language = page.language();
    (!regions.is_empty()).then_some((Content::Regions(regions), language))
}

fn regions_of_table(table: &Table) -> Vec<Region> {
    if columns_of_table(table) != Some(Columns::Region) {
        return Vec::new();
    }
    let name_at = column_of_table(table, Column::Region).unwrap_or_default();
    let id_at = column_of_table(table, Column::Value).unwrap_or(1);
    table
        .rows
        .iter()
        .filter_map(|row| {
            let (name, id) = (row.cells.get(name_at)?, row.cells.get(id_at)?);
            region(unlink(&name.text).trim(), unlink(&id.text).trim())
        })
        .collect()
}

/// Reads a printed table, which ends at the first line that isn't a region.
fn regions_of_lines(page: &Page<'_>) -> Vec<Region> {
    let lines = page.lines();
    let mut regions = Vec::new();
    let mut inside = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((columns, taken)) = header_at(&lines, at) {
            inside = columns == Columns::Region;
            at += taken;
            continue;
        }
        at += 1;
        if !inside {
            continue;
        }
        let found = line
            .text
            .rsplit_once(' ')
            .and_then(|(name, id)| region(name.trim(), id));
        inside = found.is_some();
        regions.extend(found);
    }
    regions
}

/// Returns the region of a row such as `亚太东南（曼谷） ap-bangkok`.
fn region(name: &str, id: &str) -> Option<Region> {
    let is_id = id.contains('-')
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (is_id && !name.is_empty()).then(|| Region {
        id: id.to_owned(),
        name: Localized::new(language_of(name), name),
    })
}
