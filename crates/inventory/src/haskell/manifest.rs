//! What a Haskell package asks for.
//!
//! Formats: <https://cabal.readthedocs.io/en/stable/cabal-package-description-file.html>, and
//! <https://github.com/sol/hpack#documentation>, from which such files are generated.
//! Files: `*.cabal`, `package.yaml`.
//! Tests and benchmarks are for developers. Limits: conditions are not asked; stanzas that others import count as what runs.

use crate::text_format::{TextFormat, yaml};
use crate::{Declared, FileFacts, Names, Setting};
use serde_json::Value;

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "cabal",
    version: 1,
    setting: Setting::Project,
    names: Names::End(&[".yaml", ".cabal"]),
    wants: |stat| stat.name() == "package.yaml" || stat.name().ends_with(".cabal"),
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers; others have files of this name, too")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    if facts.path.ends_with(".cabal") {
        read_cabal(text, facts);
    } else if let Ok(document) = yaml::<Value>(text) {
        read_hpack(&document, facts);
    }
    Ok(())
}

fn read_cabal(text: &str, facts: &mut FileFacts) {
    let mut dev = false;
    // How far the field is indented whose lines are read.
    let mut field: Option<usize> = None;
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--")) {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if field.is_some_and(|start| indent > start) {
            declare_all(content, dev, facts);
            continue;
        }
        field = None;
        if indent == 0 && !content.contains(':') {
            dev = content.starts_with("test-suite") || content.starts_with("benchmark");
        }
        if let Some((key, value)) = content.split_once(':')
            && key.trim().eq_ignore_ascii_case("build-depends")
        {
            field = Some(indent);
            declare_all(value, dev, facts);
        }
    }
}

fn read_hpack(document: &Value, facts: &mut FileFacts) {
    let parts = |key: &str| document.get(key).and_then(Value::as_object).into_iter().flat_map(serde_json::Map::values);
    let one = ["library", "executable"].into_iter().filter_map(|key| document.get(key));
    let run = std::iter::once(document).chain(one).chain(parts("executables")).chain(parts("internal-libraries"));
    let develop = parts("tests").chain(parts("benchmarks"));
    for (part, dev) in run.map(|part| (part, false)).chain(develop.map(|part| (part, true))) {
        match part.get("dependencies") {
            Some(Value::String(one)) => declare_all(one, dev, facts),
            Some(Value::Array(list)) => {
                let name = |entry: &'_ Value| entry.as_str().or_else(|| entry.get("name")?.as_str()).map(str::to_owned);
                list.iter().filter_map(name).for_each(|name| declare_all(&name, dev, facts));
            }
            Some(Value::Object(map)) => map.keys().for_each(|name| declare_all(name, dev, facts)),
            _ => {}
        }
    }
}

/// Declares `a >=1 && <2, b:{b, part}, c`.
fn declare_all(list: &str, dev: bool, facts: &mut FileFacts) {
    for entry in list.split(',') {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let entry = entry.trim();
        let name = entry.split(|c| !is_name(c)).next().unwrap_or("").trim_end_matches('-');
        // A version goes on from the line before, or a set of parts does.
        if name.bytes().any(|b| b.is_ascii_alphabetic()) && !entry.ends_with('}') || entry.contains('{') && !name.is_empty() {
            facts.declared.push(Declared { purl_type: "hackage".into(), name: name.to_owned(), dev });
        }
    }
}
