//! Files that are read as a whole and differ in nothing but their names and their readers: lock files, manifests, and other
//! small documents of a package manager.
//!
//! Limits: 64 MiB, far above any lock file of the field; nothing below `node_modules`, where published packages keep the lock
//! files of their own development, which nobody installs from.

use crate::{Analyzer, File, FileFacts, Names, Setting, Stat};

/// One kind of such files.
pub(crate) struct TextFormat {
    /// See [`Analyzer::id`].
    pub(crate) id: &'static str,
    /// See [`Analyzer::version`].
    pub(crate) version: u32,
    /// See [`Analyzer::setting`].
    pub(crate) setting: Setting,
    /// See [`Analyzer::names`].
    pub(crate) names: Names,
    /// Whether a file is of this kind, by path and name.
    pub(crate) wants: fn(&Stat<'_>) -> bool,
    /// States what the text says, or why it could not be read; what was stated before an error stays.
    pub(crate) read: fn(&str, &mut FileFacts) -> Result<(), String>,
}

const MAX: u64 = 64 << 20;

impl Analyzer for TextFormat {
    fn id(&self) -> &'static str {
        self.id
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn setting(&self) -> Setting {
        self.setting
    }

    fn names(&self) -> Names {
        self.names
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.size <= MAX && (self.wants)(stat) && !stat.path.split('/').any(|part| part == "node_modules")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes);
        let text = String::from_utf8_lossy(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            facts.problem(format!("{} is no UTF-8 from byte {} on", file.stat.name(), error.valid_up_to()));
        }
        if let Err(error) = (self.read)(&text, facts) {
            facts.problem(format!("broken {}: {error}", file.stat.name()));
        }
    }
}

/// YAML of lock files: the library's limits on what multiplies (aliases, depth), but room for the lock files of large
/// workspaces, which hold more nodes than its limits for configuration files allow.
///
/// # Errors
/// What is wrong with the document, on one line.
pub(crate) fn yaml<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    // A document without aliases has no more nodes than bytes; some aliases are allowed for.
    let max_nodes = (100_000 + text.len()).min(10_000_000);
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_events: 2 * max_nodes, max_nodes: max_nodes, simple_key_max_lookahead: 65_536 },
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| first_line(&error.to_string()))
}

/// The first line of an error, since problems are told on one line.
pub(crate) fn first_line(error: &str) -> String {
    error.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("unreadable").to_owned()
}

/// JSON as people write it, made strict: without comments and trailing commas.
pub(crate) fn strict_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut is_text = false;
    while let Some(c) = rest.next() {
        match c {
            '\\' if is_text => {
                out.push(c);
                out.extend(rest.next());
            }
            '"' => {
                is_text = !is_text;
                out.push(c);
            }
            '/' if !is_text && rest.peek() == Some(&'/') => while rest.next_if(|&c| c != '\n').is_some() {},
            '/' if !is_text && rest.next_if_eq(&'*').is_some() => {
                while let Some(c) = rest.next() {
                    if c == '*' && rest.next_if_eq(&'/').is_some() {
                        break;
                    }
                }
            }
            '}' | ']' if !is_text => {
                out.truncate(out.trim_end().trim_end_matches(',').len());
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
