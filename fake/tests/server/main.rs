//! The server: protocol, credentials, control, faults, and requests that no client should send.

mod bad_input;
mod connections;
mod control;
mod credentials;
mod faults;
mod protocol;
mod signatures;
mod specs;
mod support;
