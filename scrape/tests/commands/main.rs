//! The program as its users meet it, on folders and against a server on the same machine.

mod files;
mod hostile;
mod interruption;
mod server;
mod site;
mod support;
mod walk;
