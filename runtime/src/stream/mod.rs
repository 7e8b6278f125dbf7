//! Replies that come as server-sent events, `text/event-stream`.

mod decode;
mod event;
mod events;
mod fault;
mod media_type;
mod parser;

pub use event::Event;
pub use events::Events;

pub(crate) use events::Limits;
pub(crate) use media_type::is_event_stream;
