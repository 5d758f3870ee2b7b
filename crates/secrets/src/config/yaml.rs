//! Our own YAML, and Trivy's: <https://trivy.dev/latest/docs/scanner/secret/#configuration>.
//!
//! Beside Trivy's keys rules have `entropy` and `stopwords`, and the file has `stopwords` for all rules and `skip-paths`.
//! The one allow rule that is built in, and so can be disabled, is `published-packages`; the names of Trivy's are taken and mean nothing.

use super::{AllowList, Block, Config, ConfigError, detector};
use crate::detector::Group;
use crate::exceptions::Target;
use crate::published;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;
use tidewaiter_model::Severity;

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", default)]
struct File {
    enable_builtin_rules: Option<Vec<String>>,
    disable_rules: Vec<String>,
    disable_allow_rules: Vec<String>,
    rules: Vec<Rule>,
    allow_rules: Vec<AllowRule>,
    exclude_block: ExcludeBlock,
    stopwords: Vec<String>,
    skip_paths: Vec<Spanned<String>>,
    #[serde(flatten)]
    unknown: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", default)]
struct Rule {
    id: String,
    category: String,
    title: String,
    severity: String,
    regex: Option<Spanned<String>>,
    keywords: Vec<String>,
    path: Option<Spanned<String>>,
    allow_rules: Vec<AllowRule>,
    exclude_block: ExcludeBlock,
    secret_group_name: Option<String>,
    entropy: f32,
    stopwords: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AllowRule {
    id: String,
    regex: Option<Spanned<String>>,
    path: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ExcludeBlock {
    regexes: Vec<Spanned<String>>,
}

pub(super) fn read(text: &str) -> Result<Config, ConfigError> {
    let file: File = if text.trim().is_empty() { File::default() } else { serde_saphyr::from_str(text)? };
    let mut config = Config { disabled: file.disable_rules.into_iter().collect(), ..Config::default() };
    config.enabled = file.enable_builtin_rules.filter(|rules| !rules.is_empty()).map(|rules| rules.into_iter().collect());
    for key in file.unknown.keys() {
        config.problems.push(format!("the key {key} is not known"));
    }
    config.tells_published = file.disable_allow_rules.iter().any(|rule| rule == published::ALLOW_RULE);
    allow(&mut config, None, file.allow_rules);
    block(&mut config, None, file.exclude_block);
    words(&mut config, None, file.stopwords);
    for path in file.skip_paths {
        let pattern = config.compiled("skip-paths", path.referenced.line(), &path.value);
        config.exceptions.skipped.extend(pattern);
    }
    for rule in file.rules {
        read_rule(&mut config, rule);
    }
    Ok(config)
}

fn read_rule(config: &mut Config, rule: Rule) {
    let what = format!("rule {}", rule.id);
    let Some(regex) = rule.regex else { return config.problems.push(format!("{what} has no regex")) };
    if rule.id.is_empty() {
        return config.problems.push(format!("line {}: a rule has no id", regex.referenced.line()));
    }
    if config.compiled(&what, regex.referenced.line(), &regex.value).is_none() {
        return;
    }
    if let Some(path) = rule.path {
        // Where a rule looks is part of it: without that it would look everywhere.
        let Some(pattern) = config.compiled(&what, path.referenced.line(), &path.value) else { return };
        config.exceptions.only.push((rule.id.clone(), pattern));
    }
    allow(config, Some(&rule.id), rule.allow_rules);
    block(config, Some(&rule.id), rule.exclude_block);
    words(config, Some(&rule.id), rule.stopwords);
    let mut detector = detector(&rule.id, &rule.title, &regex.value);
    detector.category = rule.category;
    detector.severity = Severity::from_word(&rule.severity).unwrap_or_default();
    detector.anchors = rule.keywords;
    detector.group = rule.secret_group_name.map_or(Group::Whole, Group::Named);
    detector.entropy = rule.entropy;
    config.detectors.push(detector);
}

fn allow(config: &mut Config, rule: Option<&str>, allowed: Vec<AllowRule>) {
    for allowed in allowed {
        let what = format!("allow rule {}", allowed.id);
        let mut compiled =
            |text: Option<Spanned<String>>| text.and_then(|text| config.compiled(&what, text.referenced.line(), &text.value));
        let (paths, patterns) = (compiled(allowed.path), compiled(allowed.regex));
        let (paths, patterns) = (paths.into_iter().collect(), patterns.into_iter().collect());
        let rules = rule.map(str::to_owned).into_iter().collect();
        config.exceptions.lists.push(AllowList { rules, paths, patterns, target: Target::Match, ..AllowList::default() });
    }
}

fn block(config: &mut Config, rule: Option<&str>, excluded: ExcludeBlock) {
    for text in excluded.regexes {
        if let Some(pattern) = config.compiled("exclude-block", text.referenced.line(), &text.value) {
            config.exceptions.blocks.push(Block { rules: rule.map(str::to_owned).into_iter().collect(), pattern });
        }
    }
}

fn words(config: &mut Config, rule: Option<&str>, words: Vec<String>) {
    if !words.is_empty() {
        let stopwords = words.iter().map(|word| word.to_ascii_lowercase()).collect();
        let rules = rule.map(str::to_owned).into_iter().collect();
        config.exceptions.lists.push(AllowList { rules, stopwords, ..AllowList::default() });
    }
}
