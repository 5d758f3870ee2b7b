//! `docs/reference.md` and `docs/settings.md`, written from registries, module heads and tables, so that they say what is there.

use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tidewaiter_advisory::import::feed::feeds;
use tidewaiter_inventory::{distributions, ecosystems};

/// Writes the pages.
pub(crate) fn write() -> anyhow::Result<()> {
    let root = root()?;
    pages(root)?
        .into_iter()
        .try_for_each(|(name, text)| fs::write(root.join(name), text).with_context(|| format!("cannot write {name}")))
}

/// Fails if a page is not what would be written.
pub(crate) fn check() -> anyhow::Result<()> {
    let root = root()?;
    for (name, text) in pages(root)? {
        if fs::read_to_string(root.join(name)).unwrap_or_default() != text {
            bail!("{name} is behind the code: run `cargo xtask reference`");
        }
    }
    Ok(())
}

fn pages(root: &Path) -> anyhow::Result<[(&'static str, String); 2]> {
    let settings = format!(
        "# The gate's settings\n\nWritten by `cargo xtask reference` from the code. Defaults, below a TOML file (`--settings`, `TIDEWAITER_SETTINGS`, \
         or `tidewaiter.toml`\nin the current folder), below the environment, below flags. `tidewaiter config check` tells what is in force and \
         why, `tidewaiter config\nexample` writes a file with everything in it. Of secrets and of the store, `NAME_FILE` may name a file that holds them.\n\n{}",
        tidewaiter_gate::settings::reference()
    );
    Ok([("docs/reference.md", page(root)?), ("docs/settings.md", settings)])
}

fn root() -> anyhow::Result<&'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace's root")
}

fn page(root: &Path) -> anyhow::Result<String> {
    let mut page = String::from(
        "# What is read, and who speaks of it\n\nWritten by `cargo xtask reference` from the code.\n\n## Files\n\n| unit | files |\n|---|---|\n",
    );
    let mut units = BTreeMap::new();
    files(&root.join("crates/inventory/src"), "", &mut units)?;
    for (unit, text) in units {
        writeln!(page, "| `{unit}` | {} |", text.replace('|', "\\|"))?;
    }
    page += "\n## Ecosystems\n\n`Type` is what reports call it; advisories are OSV's, ordered as the package manager orders versions.\n\n";
    page += "| id | `Type` | advisories | order |\n|---|---|---|---|\n";
    for ecosystem in ecosystems() {
        let (osv, order) = match ecosystem.advisories {
            Some(advisories) => (advisories.osv, advisories.order.id),
            None if ecosystem.class == tidewaiter_model::Class::OsPkgs => ("the distribution's", "the distribution's"),
            None => ("none are published", ""),
        };
        writeln!(page, "| {} | {} | {osv} | {order} |", ecosystem.id, ecosystem.kind)?;
    }
    page += "\n## Distributions\n\n| family | advisories | order |\n|---|---|---|\n";
    for distribution in distributions() {
        writeln!(page, "| {} | {} | {} |", distribution.family, distribution.osv, distribution.order.id)?;
    }
    page += "\n## Feeds\n\nBuilt by `tidewaiter db build --feed NAME=PATH_OR_URL`; a path may be a file, folder or archive, and `oci://` an artifact.\n\n";
    page += "| name | what | where it is published |\n|---|---|---|\n";
    for feed in feeds() {
        writeln!(page, "| {} | {} | {} |", feed.id, feed.name, feed.home)?;
    }
    page += "\n## Secrets\n\n| id | what | whose | severity |\n|---|---|---|---|\n";
    let mut rules: Vec<_> = tidewaiter_secrets::abouts().collect();
    rules.sort_by_key(|rule| rule.id);
    for rule in rules {
        writeln!(page, "| {} | {} | {} | {} |", rule.id, rule.title, rule.category, rule.severity)?;
    }
    page += "\n## Checks\n\n| of | id | also called | what should be | severity |\n|---|---|---|---|---|\n";
    for (subject, about) in tidewaiter_misconfig::abouts() {
        let aliases = about.aliases.join(", ");
        writeln!(page, "| {subject} | {} | {aliases} | {} | {} |", about.id, about.title.replace('|', "\\|"), about.severity)?;
    }
    Ok(page)
}

/// What the heads of modules say of their files.
fn files(folder: &Path, unit: &str, units: &mut BTreeMap<String, String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let inner = if unit.is_empty() { name.clone() } else { format!("{unit}/{name}") };
        if path.is_dir() {
            files(&path, &inner, units)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let key = if name == "mod" { unit.to_owned() } else { inner };
            units.extend(told(&text).map(|told| (key, told)));
        }
    }
    Ok(())
}

/// What follows `Files:` in a head, up to the next paragraph or label.
fn told(text: &str) -> Option<String> {
    let mut head = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let mut told = head.find_map(|line| line.strip_prefix("Files:"))?.trim().to_owned();
    for line in head.take_while(|line| !line.is_empty() && !line.starts_with("Limits:")) {
        told.push(' ');
        told += line;
    }
    Some(told)
}
