//! The region table of the chapter "Common parameters".

use document::BlockKind;
use spec::{Localized, Region};

use super::header::{Columns, columns_of_cells, columns_of_lines};
use super::known_types::unlink;
use super::reader::text_lines;
use super::unit::Unit;
use super::vocabulary::language_of;

/// The regions that a page lists; empty if it has no such table.
pub(super) fn read_regions(unit: &Unit<'_>) -> Vec<Region> {
    let mut regions = Vec::new();
    for block in unit.blocks {
        let BlockKind::Table(table) = &block.kind else {
            continue;
        };
        if columns_of_cells(table.header.iter().map(|cell| cell.text.as_str()))
            != Some(Columns::Region)
        {
            continue;
        }
        for row in &table.rows {
            if let [name, id, ..] = row.cells.as_slice() {
                regions.extend(region(unlink(&name.text).trim(), unlink(&id.text).trim()));
            }
        }
    }
    if regions.is_empty() {
        regions_of_lines(unit)
    } else {
        regions
    }
}

fn regions_of_lines(unit: &Unit<'_>) -> Vec<Region> {
    let lines = text_lines(unit.blocks);
    let mut regions = Vec::new();
    let mut inside = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((columns, taken)) = columns_of_lines(&lines[at..]) {
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

/// `亚太东南（曼谷） ap-bangkok`.
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
