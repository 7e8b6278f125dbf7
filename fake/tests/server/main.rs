//! The server: protocol, credentials, faults, and requests that no client should send.

mod bad_input;
mod credentials;
mod faults;
mod protocol;
mod specs;
mod support;
