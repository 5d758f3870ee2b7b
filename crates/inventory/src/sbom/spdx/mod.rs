//! SPDX.
//!
//! Specification: <https://spdx.github.io/spdx-spec/v2.3/> (ISO/IEC 5962), <https://spdx.github.io/spdx-spec/v3.0.1/>.

pub(super) mod graph;
pub(super) mod json;
pub(super) mod tag_value;

use super::component::{Bill, Component, system};
use std::collections::HashMap;

/// A package of SPDX 2, as both of its forms state it.
#[derive(Default)]
struct Stated {
    id: String,
    name: String,
    version: String,
    purpose: String,
    supplier: String,
    source_info: String,
    licenses: Vec<String>,
    purl: String,
}

/// Puts packages and relationships together.
fn bill(packages: Vec<Stated>, relationships: Vec<(String, String, String)>, problems: Vec<String>) -> Bill {
    let mut depends_on: HashMap<String, Vec<String>> = HashMap::new();
    for (from, kind, to) in relationships {
        match kind.as_str() {
            "DEPENDS_ON" => depends_on.entry(from).or_default().push(to),
            "DEPENDENCY_OF" => depends_on.entry(to).or_default().push(from),
            _ => {}
        }
    }
    let mut bill = Bill { problems, ..Bill::default() };
    for stated in packages {
        if stated.purpose.replace('_', "-") == "OPERATING-SYSTEM" {
            bill.os = Some(system(&stated.name, &stated.version));
        // The artifact itself, whose parts the others are.
        } else if !stated.purl.is_empty() || !is_container(&stated.purpose) {
            bill.components.push(Component {
                depends_on: depends_on.remove(&stated.id).unwrap_or_default(),
                id: stated.id,
                name: stated.name,
                version: stated.version,
                purl: stated.purl,
                supplier: Some(party(&stated.supplier).to_owned()),
                licenses: stated.licenses,
                source: source(&stated.source_info),
                path: None,
            });
        }
    }
    // The artifact itself is an image or a package that is not installed within itself.
    bill.components.retain(|component| !component.purl.starts_with("pkg:oci/"));
    bill
}

fn is_container(purpose: &str) -> bool {
    matches!(purpose, "CONTAINER" | "SOURCE" | "FILE" | "ARCHIVE" | "APPLICATION")
}

/// `Debian` of `Organization: Debian`.
fn party(stated: &str) -> &str {
    let parts = ["Organization:", "Person:", "Tool:"];
    parts.iter().find_map(|part| stated.strip_prefix(part)).unwrap_or(stated).trim()
}

/// `openssl` and `3.0.9-1` of `built package from: openssl 3.0.9-1`.
fn source(info: &str) -> Option<(String, Option<String>)> {
    let mut words = info.strip_prefix("built package from: ")?.split_whitespace();
    Some((words.next()?.to_owned(), words.next().map(str::to_owned)))
}
