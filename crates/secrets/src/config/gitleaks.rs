//! gitleaks' TOML: <https://github.com/gitleaks/gitleaks#configuration>.
//!
//! Limits: `commits` means nothing here; `withinColumns` is taken as lines alone; `extend.url` is not fetched, which is told.

use super::{AllowList, Config, ConfigError, ReadFile, detector};
use crate::detector::{Group, Pattern};
use crate::exceptions::Target;
use serde::Deserialize;
use std::collections::HashMap;
use tidewaiter_model::Severity;
use toml::Spanned;

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct File {
    extend: Extend,
    rules: Vec<Rule>,
    allowlist: Option<Allowed>,
    allowlists: Vec<Allowed>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Extend {
    use_default: bool,
    path: String,
    url: String,
    disabled_rules: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Rule {
    id: String,
    description: String,
    regex: Option<Spanned<String>>,
    secret_group: usize,
    entropy: f32,
    path: Option<Spanned<String>>,
    keywords: Vec<String>,
    allowlist: Option<Allowed>,
    allowlists: Vec<Allowed>,
    required: Vec<Required>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Allowed {
    condition: String,
    paths: Vec<Spanned<String>>,
    regexes: Vec<Spanned<String>>,
    regex_target: String,
    stopwords: Vec<String>,
    target_rules: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Required {
    id: String,
    within_lines: Option<usize>,
}

/// Reads a file and those that it extends, so many deep.
pub(super) fn read(text: &str, read_file: ReadFile<'_>, depth: usize) -> Result<Config, ConfigError> {
    let file: File = toml::from_str(text)?;
    let mut config = match (&*file.extend.path, depth.checked_sub(1)) {
        ("", _) => Config::default(),
        (path, None) => {
            let problem = format!("{path} is not read: files extend each other twice at most");
            Config { problems: vec![problem], ..Config::default() }
        }
        (path, Some(depth)) => {
            let failed = |reason| ConfigError::Extended { path: path.to_owned(), reason };
            let bytes = read_file(path).map_err(failed)?;
            let base = read(std::str::from_utf8(&bytes)?, read_file, depth)?;
            Config { problems: base.problems.iter().map(|problem| format!("{path}: {problem}")).collect(), ..base }
        }
    };
    if !file.extend.url.is_empty() {
        config.problems.push(format!("extend.url {} is not fetched", file.extend.url));
    }
    // Without a word about the default rules those of the file are all.
    if !file.extend.use_default && config.enabled.is_none() {
        config.enabled = Some(file.extend.disabled_rules.iter().filter(|_| false).cloned().collect());
    }
    if file.extend.use_default {
        config.enabled = None;
    }
    config.disabled.extend(file.extend.disabled_rules);
    let patterns: HashMap<String, String> =
        file.rules.iter().filter_map(|rule| Some((rule.id.clone(), rule.regex.as_ref()?.get_ref().clone()))).collect();
    for allowed in file.allowlist.into_iter().chain(file.allowlists) {
        allow(&mut config, text, None, allowed);
    }
    for rule in file.rules {
        read_rule(&mut config, text, rule, &patterns);
    }
    Ok(config)
}

fn read_rule(config: &mut Config, text: &str, rule: Rule, patterns: &HashMap<String, String>) {
    let what = format!("rule {}", rule.id);
    for allowed in rule.allowlist.into_iter().chain(rule.allowlists) {
        allow(config, text, Some(&rule.id), allowed);
    }
    if let Some(path) = &rule.path {
        let Some(pattern) = config.compiled(&what, line_of(text, path), path.get_ref()) else { return };
        config.exceptions.only.push((rule.id.clone(), pattern));
    }
    // A rule without a pattern adds to a default one, or is about names of files.
    let Some(regex) = rule.regex else {
        if rule.path.is_some() {
            config.problems.push(format!("{what} has only a path, and files are not told by their names alone"));
        }
        return;
    };
    if config.compiled(&what, line_of(text, &regex), regex.get_ref()).is_none() {
        return;
    }
    let mut detector = detector(&rule.id, &rule.description, regex.get_ref());
    detector.severity = Severity::High;
    detector.anchors = rule.keywords;
    detector.group = if rule.secret_group == 0 { Group::First } else { Group::Number(rule.secret_group) };
    detector.entropy = rule.entropy;
    for required in rule.required {
        match patterns.get(&required.id) {
            Some(pattern) => detector.near.push((Pattern::new(pattern.clone()), required.within_lines.unwrap_or(usize::MAX))),
            None => config.problems.push(format!("{what} needs rule {}, which is not in the file", required.id)),
        }
    }
    config.detectors.retain(|earlier| earlier.id != detector.id);
    config.detectors.push(detector);
}

fn allow(config: &mut Config, text: &str, rule: Option<&str>, allowed: Allowed) {
    let mut compiled = |patterns: Vec<Spanned<String>>| -> Vec<_> {
        let compiled = |pattern: &Spanned<String>| config.compiled("allowlist", line_of(text, pattern), pattern.get_ref());
        patterns.iter().filter_map(compiled).collect()
    };
    let (paths, patterns) = (compiled(allowed.paths), compiled(allowed.regexes));
    config.exceptions.lists.push(AllowList {
        rules: rule.map(str::to_owned).into_iter().chain(allowed.target_rules).collect(),
        needs_all: allowed.condition.eq_ignore_ascii_case("and"),
        paths,
        patterns,
        target: match allowed.regex_target.as_str() {
            "match" => Target::Match,
            "line" => Target::Line,
            _ => Target::Secret,
        },
        stopwords: allowed.stopwords.iter().map(|word| word.to_ascii_lowercase()).collect(),
    });
}

fn line_of(text: &str, place: &Spanned<String>) -> u64 {
    let before = text.get(..place.span().start).unwrap_or_default();
    before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1
}
