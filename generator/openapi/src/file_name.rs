//! The name of a document's file.

use spec::Service;

/// The file's name without its ending: `cvm-2017-03-12`.
pub fn file_stem(service: &Service) -> String {
    format!("{}-{}", service.name, service.version)
}
