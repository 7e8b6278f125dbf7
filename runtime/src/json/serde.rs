//! `Serialize` and `Deserialize` of structures, by their schemas.
//!
//! Reading turns any format into JSON text and reads that, so every format is read as tolerantly as
//! replies are. Formats that are not for people may not describe their values, so their reader is
//! told each type. JSON of any shape is a text there.

mod read;
mod results;
mod write;

pub use read::deserialize;
pub use write::serialize;
