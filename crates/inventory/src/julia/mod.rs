//! Julia: what environments consist of, and what projects ask for; one file a format.
//!
//! Format: <https://pkgdocs.julialang.org/v1/toml-files/>.
//! Files: `Manifest.toml` and `JuliaManifest.toml`, also by version of Julia (`Manifest-v1.11.toml`); `Project.toml` and
//! `JuliaProject.toml`.
//! Julia loads packages by what the manifest of the running environment says, in images, too: there is no other record of what is
//! in use, since its depot keeps versions that no environment has any more. So manifests count everywhere, but for those that
//! packages in a depot keep of their own development.

pub(crate) mod manifest;
pub(crate) mod project;

#[cfg(test)]
mod tests;

use crate::Stat;

/// Whether a file is of this name, with `Julia` before it or not, and is not within a package in a depot
/// (`packages/NAME/HASH/…`).
fn is_named(stat: &Stat<'_>, is_name: fn(&str) -> bool) -> bool {
    let name = stat.name();
    is_name(name.strip_prefix("Julia").unwrap_or(name)) && !is_within_package(stat.path)
}

fn is_within_package(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(4).any(|parts| match parts {
        ["packages", _, hash, _] => (4..=5).contains(&hash.len()) && hash.bytes().all(|b| b.is_ascii_alphanumeric()),
        _ => false,
    })
}
