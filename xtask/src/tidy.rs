//! House rules that no lint knows: module heads, file sizes, and that the rooms' arrows only point down.

use anyhow::{Context, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Files longer than this hold more than one thing.
const MAX_LINES: usize = 500;

/// The rooms, from the top: each may use those below it only.
const ROOMS: [&str; 14] = [
    "cli",
    "gate",
    "engine",
    "scan",
    "report",
    "policy",
    "advisory",
    "inventory",
    "secrets",
    "misconfig",
    "image",
    "versions",
    "sqlite",
    "model",
];

pub(crate) fn run() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace's root")?;
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for folder in ["crates", "xtask"] {
        list(&root.join(folder), &mut files)?;
    }
    for file in &files {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(file).display();
        if !text.starts_with("//!") {
            faults.push(format!("{name}: has no head (//!)"));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            faults.push(format!("{name}: {lines} lines, more than {MAX_LINES}"));
        }
    }
    arrows(root, &mut faults)?;
    if faults.is_empty() {
        println!("tidy: {} files", files.len());
        return Ok(());
    }
    bail!("{}", faults.join("\n"))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "testdata" && name != "target") {
            list(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// What a room's manifest names under `[dependencies]` has to lie below it.
fn arrows(root: &Path, faults: &mut Vec<String>) -> anyhow::Result<()> {
    for (height, room) in ROOMS.iter().enumerate() {
        let manifest =
            fs::read_to_string(root.join("crates").join(room).join("Cargo.toml")).with_context(|| format!("room {room}"))?;
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or("").split("\n[").next().unwrap_or("");
        for used in dependencies.lines().filter_map(|line| line.strip_prefix("tidewaiter-")) {
            let used = used.split(['.', ' ', '=']).next().unwrap_or(used);
            if ROOMS.iter().position(|other| *other == used).is_none_or(|other| other <= height) {
                faults.push(format!("crates/{room}: uses {used}, which does not lie below it"));
            }
        }
    }
    Ok(())
}
