//! YAML and JSON as trees whose nodes know their lines, which findings show.
//!
//! Format: <https://yaml.org/spec/1.2.2/>, with the merge keys and the words for booleans of YAML 1.1, because that is how
//! Kubernetes and its tools read files.
//! Limits: what aliases copy and how deep a tree goes are bounded; a mapping or a list as a key is refused. A document that breaks
//! is a fault that names the line, and the documents around it are read all the same.

mod json;
mod node;
mod read;
mod scalar;

pub(crate) use json::read as json_within;
pub(crate) use node::{Entry, Fields, Node, Value};
pub(crate) use read::{Documents, read};
