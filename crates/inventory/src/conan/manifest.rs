//! What a project asks Conan for.
//!
//! Formats: <https://docs.conan.io/2/reference/conanfile_txt.html>, <https://docs.conan.io/2/reference/conanfile.html>.
//! Files: `conanfile.txt`, `conanfile.py`.
//! Limits: a `conanfile.py` is a program; of it, the references are read that stand as texts in calls and attributes whose names
//! end in `requires`. Versions are asked for as ranges as well, so that none is installed by this.

use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "conanfile",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["conanfile.txt", "conanfile.py"]),
    wants: |stat| matches!(stat.name(), "conanfile.txt" | "conanfile.py"),
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    if facts.path.ends_with(".py") {
        read_program(text, facts)
    } else {
        read_sections(text, facts)
    }
    Ok(())
}

/// Whether this is a list of requirements, and if so, whether of those that only developers have.
fn is_for_developers(list: &str) -> Option<bool> {
    match list {
        "requires" => Some(false),
        "build_requires" | "tool_requires" | "test_requires" | "python_requires" => Some(true),
        _ => None,
    }
}

fn read_sections(text: &str, facts: &mut FileFacts) {
    let mut section = "";
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
        } else if let Some(dev) = is_for_developers(section) {
            declare(line, dev, facts);
        }
    }
}

fn read_program(text: &str, facts: &mut FileFacts) {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(|line| [line, "\n"]).collect();
    let mut rest = code.as_str();
    while let Some((before, after)) = rest.split_once("requires") {
        let stem = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("");
        rest = after;
        let Some(dev) = is_for_developers(&format!("{stem}requires")) else { continue };
        let value = after.trim_start();
        let (is_call, value) = match value.strip_prefix('=') {
            Some(value) => (false, value),
            None if value.starts_with('(') => (true, value),
            None => continue,
        };
        let (texts, after) = texts(value);
        // What follows a call's first text are options.
        texts.into_iter().take(if is_call { 1 } else { usize::MAX }).for_each(|text| declare(text, dev, facts));
        rest = after;
    }
}

/// The texts of a value and what follows it. It ends with the bracket that closes it, or with a line that does not go on.
fn texts(value: &str) -> (Vec<&str>, &str) {
    let mut texts = Vec::new();
    let (mut depth, mut last) = (0_usize, ' ');
    let mut chars = value.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' | '\'' => {
                let Some((end, _)) = chars.by_ref().find(|(_, other)| *other == char) else { break };
                texts.extend(value.get(at + 1..end));
            }
            '(' | '[' => depth += 1,
            ')' | ']' if depth < 2 => break,
            ')' | ']' => depth -= 1,
            '\n' if depth == 0 && !matches!(last, ',' | '\\') => break,
            _ => {}
        }
        if !char.is_whitespace() {
            last = char;
        }
    }
    (texts, chars.as_str())
}

fn declare(reference: &str, dev: bool, facts: &mut FileFacts) {
    let (name, version) = reference.split_once('/').unwrap_or((reference, ""));
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'.' | b'-'));
    if !name.is_empty() && !version.is_empty() && is_name(name) {
        facts.declared.push(Declared { purl_type: "conan".into(), name: name.to_owned(), dev });
    }
}
