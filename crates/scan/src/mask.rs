//! Stars for secrets in everything that a report tells.
//!
//! Who scans an image shows others the report. What it says comes from the image: configuration and history, names of files and
//! packages, addresses in lock files, lines of manifests, messages that quote them. All of it is looked through, with all built-in rules
//! and those of the user, whatever was asked for and whatever was allowed.
//! Limits: a secret that only its name gives away is known where it has its name, and wherever else it stands if it is long.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};
use tidewaiter_misconfig::{Checked, is_secret_name, secret_variables};
use tidewaiter_model::{CodeLine, Gap, ImageMetadata, Package, Problem, Report, ResultSet};
use tidewaiter_secrets::Scanner;

const STARS: &str = "****";
/// Shorter values are words that stand elsewhere and mean something else.
const LEAST_ALONE: usize = 8;
/// Values that are looked for wherever they stand; real images have a handful.
const MOST: usize = 1000;
/// Characters that are shown of a line.
const WIDTH: usize = 200;

/// Knows what must not be told.
pub(crate) struct Mask<'a> {
    builtin: Builtin<'a>,
    /// The user's rules, if there are any.
    own: Option<&'a Scanner>,
    /// Values of the configuration that are secrets by their names.
    known: Vec<String>,
}

/// A scanner with all built-in rules.
enum Builtin<'a> {
    Made(Box<Scanner>),
    /// The one that looks for secrets.
    Shared(&'a Scanner),
}

impl Builtin<'_> {
    fn get(&self) -> &Scanner {
        match self {
            Self::Made(scanner) => scanner,
            Self::Shared(scanner) => scanner,
        }
    }
}

/// Whether `--db-password`, `db.password` and the like name a secret.
fn is_named(name: &str, value: &str) -> bool {
    is_secret_name(&name.trim_start_matches('-').replace(['-', '.', '/'], "_"), Some(value), false)
}

/// Lines that give a value to the name of a secret, without the value: `password: …`, `- DB_PASSWORD=…`, `name: DB_PASSWORD` and
/// behind or below it `value: …`.
fn named(lines: &[&str]) -> BTreeMap<usize, String> {
    const SIGNS: [char; 2] = [':', '='];
    let mut veiled = BTreeMap::new();
    let mut is_below = false;
    for (line, number) in lines.iter().zip(1..) {
        let is_quote = |char: char| matches!(char, '"' | '\'' | ' ' | '\t' | '-' | '{' | ',');
        let mut rest = *line;
        let mut is_name = std::mem::take(&mut is_below);
        while let Some((key, value)) = rest.split_once(SIGNS) {
            let key = key.trim_end_matches(is_quote).rsplit(is_quote).next().unwrap_or_default();
            let word = value.trim_start_matches(is_quote).split([',', '}', '"', '\'']).next().unwrap_or_default().trim();
            if is_named(key, word) || is_name && key == "value" {
                veiled.insert(number, format!("{}{STARS}", line.get(..line.len() - value.len()).unwrap_or_default()));
                break;
            }
            is_name = key == "name" && is_named(word, "x");
            is_below = is_name;
            rest = value;
        }
    }
    veiled
}

impl<'a> Mask<'a> {
    /// By all built-in rules, and those of the user.
    pub(crate) fn new(own: Option<&'a Scanner>) -> Self {
        match own {
            Some(scanner) if scanner.is_builtin() => Self { builtin: Builtin::Shared(scanner), own: None, known: Vec::new() },
            own => Self { builtin: Builtin::Made(Box::default()), own, known: Vec::new() },
        }
    }

    fn scanners(&self) -> impl Iterator<Item = &Scanner> {
        std::iter::once(self.builtin.get()).chain(self.own)
    }

    fn text(&self, text: &mut String) {
        self.text_of("", text);
    }

    /// A text that is about a file, or from it.
    fn text_of(&self, path: &str, text: &mut String) {
        for value in &self.known {
            if text.contains(value.as_str()) {
                *text = text.replace(value.as_str(), STARS);
            }
        }
        for scanner in self.scanners() {
            if let Some(masked) = scanner.masked(path, text) {
                *text = masked;
            }
        }
    }

    /// Whether nothing in a text is a secret, by built-in rules.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.builtin.get().masked("", text).is_none()
    }

    /// A name: by built-in rules alone, since a broad rule of the user would leave nobody a path to look for.
    pub(crate) fn name(&self, name: &mut String) {
        if let Some(masked) = self.builtin.get().masked("", name) {
            *name = masked;
        }
    }

    /// Configuration and history of an image.
    pub(crate) fn configuration(&mut self, image: &mut ImageMetadata) {
        let variables = secret_variables(&image.config);
        let mut values = Vec::new();
        self.values(&image.config, &mut values);
        let is_long = |value: &&String| value.len() >= LEAST_ALONE;
        self.known.extend(variables.iter().map(|(_, value)| value).chain(&values).filter(is_long).take(MOST).cloned());
        // The longest first: one may be a part of another.
        self.known.sort_by_key(|value| std::cmp::Reverse(value.len()));
        self.known.dedup();
        let mask = |text: &mut String| {
            for (name, value) in &variables {
                let written = format!("{name}={value}");
                if text.contains(&written) {
                    *text = text.replace(&written, &format!("{name}={STARS}"));
                }
            }
            // What is a secret together with what stands before it may stand alone, in several parts even.
            let is_part = |value: &String| value == text || text.len() >= LEAST_ALONE && value.contains(text.as_str());
            if values.iter().any(is_part) {
                STARS.clone_into(text);
            }
            self.text(text);
        };
        let mut open = vec![&mut image.config];
        while let Some(value) = open.pop() {
            match value {
                Value::String(text) => mask(text),
                Value::Array(values) => open.extend(values),
                Value::Object(fields) => {
                    self.keys(fields);
                    open.extend(fields.values_mut());
                }
                _ => {}
            }
        }
        image.layers.iter_mut().filter_map(|layer| layer.created_by.as_mut()).for_each(mask);
    }

    /// What is a secret by the name of its field, or by the argument before it.
    fn values(&self, config: &Value, values: &mut Vec<String>) {
        let mut open = vec![config];
        while let Some(value) = open.pop() {
            let texts: Vec<String> = match value {
                Value::Array(items) => {
                    open.extend(items);
                    let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                    let pairs = items.iter().zip(items.iter().skip(1)).filter(|(flag, _)| flag.starts_with('-'));
                    values.extend(pairs.filter(|(flag, value)| is_named(flag, value)).map(|(_, value)| (*value).to_owned()));
                    vec![items.join(" "), items.join("\n")]
                }
                Value::Object(fields) => {
                    open.extend(fields.values());
                    let fields = || fields.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
                    values.extend(fields().filter(|(name, value)| is_named(name, value)).map(|(_, value)| value.to_owned()));
                    fields().map(|(name, value)| format!("{name}={value}")).collect()
                }
                _ => Vec::new(),
            };
            for text in &texts {
                for scanner in self.scanners() {
                    let room = MOST.saturating_sub(values.len());
                    values.extend(scanner.values(text).into_iter().take(room).map(str::to_owned));
                }
            }
        }
    }

    /// Names of labels, ports and volumes are whatever somebody wrote.
    fn keys(&self, fields: &mut Map<String, Value>) {
        let masked: BTreeMap<String, String> =
            fields.keys().filter_map(|key| Some((key.clone(), self.masked("", key)?))).collect();
        if !masked.is_empty() {
            let all = std::mem::take(fields);
            fields.extend(all.into_iter().map(|(key, value)| (masked.get(&key).cloned().unwrap_or(key), value)));
        }
    }

    fn masked(&self, path: &str, text: &str) -> Option<String> {
        let mut masked = text.to_owned();
        self.text_of(path, &mut masked);
        (masked != text).then_some(masked)
    }

    /// The lines that checks of a file show: what is a secret with the lines around it only is one in its own line, too, and what one
    /// check does not show another does not show either.
    pub(crate) fn lines(&self, bytes: &[u8], checked: &mut Checked) {
        let text = String::from_utf8_lossy(bytes);
        let original: Vec<&str> = text.lines().collect();
        let masked = self.masked(&checked.path, &text);
        let masked: Option<Vec<&str>> = masked.as_deref().map(|masked| masked.lines().collect());
        let mut veiled = named(&original);
        let shown = checked.results.iter().flat_map(|result| &result.cause.code);
        veiled.extend(shown.filter(|line| line.content.ends_with(STARS)).map(|line| (line.number, line.content.clone())));
        for line in checked.results.iter_mut().flat_map(|result| &mut result.cause.code) {
            let of = |lines: &[&str]| lines.get(line.number.wrapping_sub(1)).map(|line| (*line).to_owned());
            if let Some(veiled) = veiled.get(&line.number) {
                veiled.clone_into(&mut line.content);
            } else if let Some(masked) = &masked {
                // A text that cannot be shown has other lines.
                let masked = if masked.len() == original.len() { of(masked) } else { None };
                if masked != of(&original) {
                    line.content = masked.map_or_else(|| STARS.to_owned(), |masked| masked.chars().take(WIDTH).collect());
                }
            }
        }
    }

    /// All the rest.
    pub(crate) fn report(&self, report: &mut Report) {
        self.name(&mut report.artifact.name);
        if let Some(image) = &mut report.artifact.image {
            image
                .reference
                .iter_mut()
                .chain(&mut image.repo_tags)
                .chain(&mut image.repo_digests)
                .for_each(|text| self.name(text));
            self.name(&mut image.platform);
        }
        if let Some(os) = &mut report.os {
            self.name(&mut os.family);
            self.name(&mut os.version);
            os.pretty_name.iter_mut().for_each(|text| self.name(text));
        }
        let mut names = Names { mask: self, clean: HashSet::new() };
        report.results.iter_mut().for_each(|set| self.set(set, &mut names));
        for Problem { path, message, .. } in &mut report.coverage.problems {
            self.text_of(path, message);
            self.name(path);
        }
        for gap in &mut report.coverage.gaps {
            if let Gap::MissingShard { reason, .. } | Gap::MissingRatings { reason } = gap {
                self.text(reason);
            }
        }
        report.coverage.third_party.iter_mut().for_each(|text| self.name(text));
    }

    fn set(&self, set: &mut ResultSet, names: &mut Names<'_>) {
        let path = set.target.clone();
        self.name(&mut set.target);
        set.packages.iter_mut().for_each(|package| names.package(package));
        for secret in &mut set.secrets {
            secret.member.iter_mut().chain(&mut secret.place).for_each(|text| self.name(text));
            self.text(&mut secret.matched);
            self.code(&path, &mut secret.code);
        }
        for found in &mut set.misconfigurations {
            self.text_of(&path, &mut found.message);
            self.name(&mut found.cause.resource);
            self.code(&path, &mut found.cause.code);
        }
    }

    /// Lines together, since a key has several.
    fn code(&self, path: &str, code: &mut [CodeLine]) {
        let text = code.iter().map(|line| line.content.as_str()).collect::<Vec<_>>().join("\n");
        let Some(masked) = self.masked(path, &text) else { return };
        let masked: Vec<&str> = masked.split('\n').collect();
        let is_same = masked.len() == code.len();
        for (index, line) in code.iter_mut().enumerate() {
            line.content = masked.get(index).filter(|_| is_same).map_or_else(|| STARS.to_owned(), |line| (*line).to_owned());
        }
    }
}

/// Names of packages: the same stand in many places of a report.
struct Names<'m> {
    mask: &'m Mask<'m>,
    /// Those in which there is no secret.
    clean: HashSet<String>,
}

impl Names<'_> {
    fn name(&mut self, name: &mut String) {
        if self.clean.contains(name.as_str()) {
            return;
        }
        let before = name.clone();
        self.mask.name(name);
        if *name == before {
            self.clean.insert(before);
        }
    }

    fn package(&mut self, package: &mut Package) {
        let Package { name, version, path, source, licenses, maintainer, third_party, depends_on, modularity, purl, .. } =
            package;
        let texts = [name, version, path].into_iter().chain(licenses).chain(depends_on);
        texts.chain(maintainer).chain(third_party).chain(modularity).for_each(|text| self.name(text));
        if let Some(source) = source {
            self.name(&mut source.name);
            self.name(&mut source.version);
        }
        if let Some(purl) = purl {
            let texts = [&mut purl.namespace, &mut purl.name, &mut purl.version, &mut purl.subpath];
            texts.into_iter().chain(purl.qualifiers.iter_mut().map(|(_, value)| value)).for_each(|text| self.name(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_secret_names_are_left_out() {
        let text = "a: b\npassword: hunter2\n- DB_PASSWORD=hunter2\nname: x\nvalue: y\n- name: DB_PASSWORD\n  value: hunter2\n- {name: API_TOKEN, value: hunter2}\n\"token\": \"hunter2\"\nENV A=b DB_PASSWORD=hunter2";
        let veiled: Vec<(usize, String)> = named(&text.lines().collect::<Vec<_>>()).into_iter().collect();
        let of = |number: usize, text: &str| (number, text.to_owned());
        assert_eq!(
            veiled,
            [
                of(2, "password:****"),
                of(3, "- DB_PASSWORD=****"),
                of(7, "  value:****"),
                of(8, "- {name: API_TOKEN, value:****"),
                of(9, "\"token\":****"),
                of(10, "ENV A=b DB_PASSWORD=****")
            ]
        );
    }

    #[test]
    fn a_broad_rule_leaves_names_alone() {
        let config = tidewaiter_secrets::Config::read("x.yaml", b"rules: [{id: x, regex: 'a*'}]", &|_| Err(String::new()));
        let scanner = config.unwrap().scanner();
        let (mut name, mut message) = ("app/a.txt".to_owned(), "a line".to_owned());
        let mask = Mask::new(Some(&scanner));
        mask.name(&mut name);
        mask.text(&mut message);
        assert_eq!((name.as_str(), message.as_str()), ("app/a.txt", "* line"));
    }

    #[test]
    fn arguments_and_fields_are_known_by_what_stands_before_them() {
        let config = serde_json::json!({
            "config": { "Cmd": ["run", "--db-password", "hunter2", "--port", "80"], "Labels": { "db.password": "hunter2", "a": "b" } },
            "history": [{ "created_by": "x hunter2" }],
        });
        let mut image = ImageMetadata { config, ..ImageMetadata::default() };
        Mask::new(None).configuration(&mut image);
        assert_eq!(image.config["config"]["Cmd"], serde_json::json!(["run", "--db-password", "****", "--port", "80"]));
        assert_eq!(image.config["config"]["Labels"], serde_json::json!({ "a": "b", "db.password": "****" }));
    }
}
