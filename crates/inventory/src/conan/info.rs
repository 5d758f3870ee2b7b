//! A package in the cache of Conan 1.
//!
//! Format: <https://docs.conan.io/1/reference/conaninfo.html>; the package itself is named by its folder,
//! `data/NAME/VERSION/USER/CHANNEL/package/ID/`, <https://docs.conan.io/1/reference/env_vars.html#conan-user-home>.
//! Files: `conaninfo.txt` there.
//! Limits: the file states no licence. What a package was built with is told by its own folder, if it is there.

use super::{INSTALLED, Reference};
use crate::text_format::TextFormat;
use crate::{FileFacts, Names, Setting};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "conan-info",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["conaninfo.txt"]),
    wants: |stat| stat.name() == "conaninfo.txt" && reference(stat.path).is_some(),
    read,
};

fn reference(path: &str) -> Option<Reference<'_>> {
    let mut parts = path.rsplit('/').skip(2);
    let (kind, channel, user, version, name) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if kind == "package" { Reference::new(name, version, user, channel) } else { None }
}

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let path = facts.path.clone();
    let Some(reference) = reference(&path) else { return Ok(()) };
    let mut package = reference.package(&INSTALLED, &path);
    let required = text.lines().map(str::trim).skip_while(|line| *line != "[full_requires]").skip(1);
    package.depends_on = required
        .take_while(|line| !line.starts_with('['))
        .filter_map(Reference::parse)
        .map(|reference| format!("{}@{}", reference.name, reference.version))
        .collect();
    package.depends_on.sort();
    facts.packages.push(package);
    Ok(())
}
