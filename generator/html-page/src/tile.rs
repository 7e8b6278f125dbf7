//! Figures that sum a page up.

use maud::{Markup, html};

use super::Tone;

/// One figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tile {
    /// What is counted.
    pub label: &'static str,
    /// The figure.
    pub value: String,
    /// What to make of it; may be empty.
    pub remark: String,
    /// Whether it is good or bad.
    pub tone: Tone,
}

/// The figures beside each other.
pub fn tiles(tiles: &[Tile]) -> Markup {
    html! {
        ul class="tiles" {
            @for tile in tiles {
                li class={ "tile " (tile.tone.class()) } {
                    div class="label" { (tile.label) }
                    div class="value" { (tile.value) }
                    @if !tile.remark.is_empty() {
                        div class="remark" { (tile.remark) }
                    }
                }
            }
        }
    }
}
