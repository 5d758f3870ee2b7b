//! Dockerfiles.
//!
//! Format: linked in `parser/`.
//! Files: `Dockerfile` and `Containerfile`, also with something before or behind a dot: `Dockerfile.prod`, `web.dockerfile`.
//! Limits: those of `parser/`; of a file larger than [`MAX_SIZE`] its beginning is checked.

mod checks;
mod history;
mod packages;
mod parser;
mod secret_words;
mod shell;

pub use history::check_history;
pub(crate) use history::secret_variables;
pub(crate) use secret_words::is_secret;
pub use secret_words::is_secret_name;

/// The words of each command of a shell's text.
pub(crate) fn shell_commands(text: &str) -> Vec<Vec<String>> {
    shell::of_text(text).into_iter().map(|command| command.words).collect()
}

use crate::rego::{Input, Kind};
use crate::{Checked, Format};
use std::borrow::Cow;

/// The format.
pub(crate) struct DockerfileFormat;

/// Bytes that are read; real ones have some thousand.
const MAX_SIZE: usize = 512 * 1024;
/// Problems that are told one by one.
const MAX_PROBLEMS: usize = 50;

/// What a file without FROM holds if it is part of a Dockerfile.
const INSTRUCTIONS: [&[u8]; 6] = [b"ADD", b"CMD", b"COPY", b"ENTRYPOINT", b"ENV", b"RUN"];

const KIND: &str = "Dockerfile Security Check";
const PROVIDER: &str = "Dockerfile";

impl Format for DockerfileFormat {
    fn id(&self) -> &'static str {
        "dockerfile"
    }

    fn wants(&self, path: &str, _size: u64) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        let is_one = |word: &str| {
            let before = name.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            let behind = name.strip_prefix(word).is_some_and(|rest| rest.starts_with('.'));
            before || behind
        };
        (is_one("dockerfile") || is_one("containerfile")) && !name.ends_with(".dockerignore") && !name.ends_with(".md")
    }

    fn sniff(&self, bytes: &[u8]) -> bool {
        bytes.split(|b| *b == b'\n').any(|line| {
            let line = line.trim_ascii_start();
            let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
            let word = line.split(|b| matches!(b, b' ' | b'\t' | b'\\' | b'`')).next().unwrap_or(line);
            // Parts of Dockerfiles have no FROM; other texts have small words.
            word.len() < line.len() && (word.eq_ignore_ascii_case(b"from") || INSTRUCTIONS.contains(&word))
        })
    }

    fn check(&self, bytes: &[u8], checked: &mut Checked) {
        let text = read(bytes, checked);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let dockerfile = parser::parse(text);
        for (line, message) in dockerfile.problems.iter().take(MAX_PROBLEMS) {
            checked.problem(format!("line {line}: {message}"));
        }
        if let Some(more) = dockerfile.problems.len().checked_sub(MAX_PROBLEMS).filter(|more| *more > 0) {
            checked.problem(format!("{more} more lines cannot be read"));
        }
        let ignores = checked.ignores(text);
        let lines: Vec<&str> = text.lines().collect();
        for entry in &checks::CHECKS {
            checked.results.extend(entry.check.results(&dockerfile, KIND, PROVIDER, &lines, &ignores));
        }
    }

    fn inputs(&self, path: &str, bytes: &[u8]) -> Vec<Input> {
        let text = String::from_utf8_lossy(bytes.get(..MAX_SIZE).unwrap_or(bytes));
        vec![Input { kind: Kind::Dockerfile, value: parser::input(&text, path) }]
    }

    fn abouts(&self) -> Vec<&'static crate::About> {
        checks::CHECKS.iter().map(|entry| &entry.check.about).collect()
    }
}

fn read<'a>(bytes: &'a [u8], checked: &mut Checked) -> Cow<'a, str> {
    let cut = bytes.get(..MAX_SIZE).unwrap_or(bytes);
    if cut.len() < bytes.len() {
        checked.problem(format!("larger than {MAX_SIZE} bytes; only the beginning is checked"));
    }
    if let Err(error) = std::str::from_utf8(cut)
        && error.error_len().is_some()
    {
        let line = cut.iter().take(error.valid_up_to()).filter(|b| **b == b'\n').count() + 1;
        checked.problem(format!("line {line}: not UTF-8"));
    }
    String::from_utf8_lossy(cut)
}

#[cfg(test)]
mod tests;
