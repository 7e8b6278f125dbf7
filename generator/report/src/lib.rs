//! What the specs hold, how much of it is known, and what is wrong with it: figures, and a page to look at.

mod coverage;
mod doubts;
mod figures;
mod findings;
mod page;
mod services;

pub use coverage::{MEASURES, Measure, Share};
pub use doubts::{Doubt, Evidence};
pub use figures::{Input, Report, Totals, report};
pub use findings::{Reported, RuleFigures};
pub use page::page;
pub use services::{ActionFigures, ServiceFigures};
