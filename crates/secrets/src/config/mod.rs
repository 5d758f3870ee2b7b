//! What users say of secrets in files: which rules, more rules, and what is none.
//!
//! Three forms: our own YAML, which is a superset of Trivy's `trivy-secret.yaml`, and gitleaks' TOML. A rule that cannot be used is
//! named with its line and left out; everything else holds.

mod gitleaks;
pub(crate) mod go;
mod yaml;

use crate::detector::{Detector, Group, Pattern, Reach, compile};
use crate::exceptions::{AllowList, Block, Exceptions};
use crate::rules::rules;
use crate::scanner::Scanner;
use regex::bytes::Regex;
use ring::digest::{Context, SHA256};
use std::cell::RefCell;
use std::collections::HashSet;
use tidewaiter_model::Severity;

/// A file of settings that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It is no YAML, or of another shape.
    #[error(transparent)]
    Yaml(#[from] serde_saphyr::Error),
    /// It is no TOML, or of another shape.
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    /// It is not UTF-8.
    #[error("it is not UTF-8")]
    Encoding(#[from] std::str::Utf8Error),
    /// A file that it extends cannot be read.
    #[error("it extends {path}, which cannot be read: {reason}")]
    Extended {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
}

/// What users say.
#[derive(Default)]
pub struct Config {
    /// The only built-in rules, if not all.
    enabled: Option<HashSet<String>>,
    disabled: HashSet<String>,
    detectors: Vec<Detector>,
    exceptions: Exceptions,
    /// Whether what lies in packages of others is told, too.
    tells_published: bool,
    /// The digest of all files that say so.
    digest: Vec<u8>,
    /// What could not be used, for people: `line 12: rule acme: …`.
    pub problems: Vec<String>,
}

/// Reads a file that another one extends.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

impl Config {
    /// Reads a file: gitleaks' form if its name ends in `.toml`, else YAML.
    ///
    /// # Errors
    /// It has no such form at all.
    pub fn read(name: &str, bytes: &[u8], read: ReadFile<'_>) -> Result<Self, ConfigError> {
        let text = std::str::from_utf8(bytes)?;
        let is_toml = name.ends_with(".toml");
        let texts = RefCell::new(Context::new(&SHA256));
        let add = |bytes: &[u8]| {
            texts.borrow_mut().update(&bytes.len().to_le_bytes());
            texts.borrow_mut().update(bytes);
        };
        add(&[u8::from(is_toml)]);
        add(bytes);
        let read = |path: &str| read(path).inspect(|bytes| add(bytes));
        let config = if is_toml { gitleaks::read(text, &read, 2)? } else { yaml::read(text)? };
        Ok(Self { digest: texts.into_inner().finish().as_ref().to_vec(), ..config })
    }

    /// A scanner that does as they say.
    #[must_use]
    pub fn scanner(self) -> Scanner {
        let is_replaced = |id: &str| self.detectors.iter().any(|detector| detector.id == id);
        let is_chosen = |id: &str| {
            self.enabled.as_ref().is_none_or(|enabled| enabled.contains(id)) && !self.disabled.contains(id) && !is_replaced(id)
        };
        let mut detectors: Vec<Detector> = rules().filter(|rule| is_chosen(rule.id)).map(Detector::from).collect();
        let disabled = self.disabled;
        detectors.extend(self.detectors.into_iter().filter(|detector| !disabled.contains(&detector.id)));
        Scanner::new(detectors, self.exceptions, self.tells_published).said_by(self.digest)
    }

    /// The pattern, or a problem that names it.
    fn compiled(&mut self, what: &str, line: u64, pattern: &str) -> Option<Regex> {
        match compile(pattern) {
            Ok(regex) => Some(regex),
            Err(error) => {
                let reason = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
                self.problems.push(format!("line {line}: {what}: the pattern cannot be used: {reason}"));
                None
            }
        }
    }
}

/// A rule of a user: his pattern decides alone.
fn detector(id: &str, title: &str, pattern: &str) -> Detector {
    Detector {
        id: id.to_owned(),
        title: if title.is_empty() { id.to_owned() } else { title.to_owned() },
        category: String::new(),
        severity: Severity::Unknown,
        anchors: Vec::new(),
        reach: Reach::Anywhere,
        pattern: Pattern::new(pattern.to_owned()),
        group: Group::Whole,
        entropy: 0.0,
        proof: |_| true,
        genuine: None,
        near: Vec::new(),
        paths: Vec::new(),
        is_generic: false,
        is_builtin: false,
    }
}

#[cfg(test)]
mod tests;
