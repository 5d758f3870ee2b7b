//! Swift: what the Swift Package Manager locks, and what projects ask it for.
//!
//! Formats: linked in each reader.
//! Files: `Package.resolved`, `Package.swift`.
//! Limits: nothing within the folders where packages are built (`.build`, `checkouts`).

pub(crate) mod manifest;
pub(crate) mod resolved;

use crate::Stat;
use crate::repository::host_and_path;

/// The name by which advisories know a package: its address without scheme and `.git`.
fn name(url: &str) -> String {
    match host_and_path(url) {
        (host, "") => host.to_owned(),
        (host, path) => format!("{host}/{path}"),
    }
}

fn is_checked_out(stat: &Stat<'_>) -> bool {
    stat.path.split('/').any(|part| matches!(part, ".build" | "checkouts"))
}
