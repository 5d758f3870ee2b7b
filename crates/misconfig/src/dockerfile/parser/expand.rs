//! Variables in words: `$X`, `${X:-y}`, `${X#..}`.
//!
//! Format: <https://docs.docker.com/reference/dockerfile/#environment-replacement>.
//! Limits: values that grow beyond [`MAX_VALUE`] bytes, patterns of more than [`MAX_PATTERN`] and replacements with wildcards are not
//! worked out; the word is not known. A stage remembers [`MAX_SCOPE`] bytes of variables.

use super::Word;
use std::collections::BTreeMap;

/// What a stage declares.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// ENV, which hides arguments of the same name.
    env: BTreeMap<String, Option<String>>,
    /// ARG; `None` without default.
    args: BTreeMap<String, Option<String>>,
    /// Bytes of all names and values.
    size: usize,
}

/// Variables can double each other line by line, and every word can name them all.
const MAX_VALUE: usize = 1024;
/// Every stage copies what it inherits.
const MAX_SCOPE: usize = 64 * 1024;
/// How deep `${A:-${B:-…}}` goes.
const MAX_DEPTH: usize = 16;
/// Bytes of a pattern and of what it is tried on.
const MAX_PATTERN: usize = 128;

impl Scope {
    /// ARG; without a default it takes that of the same argument above the first FROM.
    pub(super) fn declare(&mut self, pairs: &[(String, Option<Word>)], globals: &Self) {
        for (name, default) in pairs {
            let value = match default {
                Some(word) => word.known().map(str::to_owned),
                None => globals.args.get(name).cloned().flatten(),
            };
            if self.has_room(name, value.as_deref()) {
                self.args.insert(name.clone(), value);
            }
        }
    }

    /// ENV.
    pub(super) fn set(&mut self, pairs: &[(String, Option<Word>)]) {
        for (name, word) in pairs {
            let value = word.as_ref().and_then(Word::known);
            if self.has_room(name, value) {
                self.env.insert(name.clone(), value.map(str::to_owned));
            }
        }
    }

    fn has_room(&mut self, name: &str, value: Option<&str>) -> bool {
        self.size = self.size.saturating_add(name.len() + value.map_or(0, str::len));
        self.size <= MAX_SCOPE
    }

    /// What a stage that builds on this one sees of it.
    pub(super) fn inherited(&self) -> Self {
        Self { env: self.env.clone(), args: BTreeMap::new(), size: self.size }
    }

    /// Whether ARG or ENV name a variable.
    pub(crate) fn declares(&self, name: &str) -> bool {
        self.env.contains_key(name) || self.args.contains_key(name)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.env.get(name).or_else(|| self.args.get(name))?.as_deref()
    }

    /// A word with its variables replaced and its quotes removed.
    pub(crate) fn word(&self, raw: &str, escape: char) -> Word {
        let mut expander =
            Expander { rest: raw.chars(), scope: self, escape, limit: raw.len() + MAX_VALUE, is_known: true, is_lost: false };
        let value = expander.read(None, 0);
        if expander.is_lost {
            return Word { raw: raw.to_owned(), value: raw.to_owned(), is_known: false };
        }
        Word { raw: raw.to_owned(), value, is_known: expander.is_known }
    }
}

struct Expander<'a> {
    rest: std::str::Chars<'a>,
    scope: &'a Scope,
    escape: char,
    /// Bytes of a result.
    limit: usize,
    /// Whether every variable so far had a value.
    is_known: bool,
    /// Whether a limit was hit.
    is_lost: bool,
}

impl Expander<'_> {
    /// Reads to the end, or to the bracket that closes a variable.
    fn read(&mut self, end: Option<char>, depth: usize) -> String {
        let (mut out, mut is_quoted) = (String::new(), false);
        while let Some(c) = self.rest.next() {
            match c {
                _ if self.is_lost => break,
                _ if Some(c) == end && !is_quoted => return out,
                '\'' if !is_quoted => out.extend(self.rest.by_ref().take_while(|c| *c != '\'')),
                '"' => is_quoted = !is_quoted,
                '$' => out.push_str(&self.variable(depth)),
                _ if c == self.escape => match self.rest.next() {
                    // Within double quotes only these can be escaped.
                    Some(next) if is_quoted && !matches!(next, '"' | '$') && next != self.escape => out.extend([c, next]),
                    Some(next) => out.push(next),
                    None => out.push(c),
                },
                _ => out.push(c),
            }
            self.is_lost |= out.len() > self.limit;
        }
        self.is_lost |= end.is_some();
        out
    }

    fn variable(&mut self, depth: usize) -> String {
        if self.rest.as_str().starts_with('{') {
            self.rest.next();
            return self.braced(depth);
        }
        let name = self.name();
        if name.is_empty() { "$".to_owned() } else { self.value(&name) }
    }

    /// A name, or one of the special parameters, which have no value here.
    fn name(&mut self) -> String {
        let rest = self.rest.as_str();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name: String = match rest.chars().next() {
            Some(c) if c.is_ascii_digit() || matches!(c, '@' | '*' | '#' | '?' | '!') => c.to_string(),
            _ => rest.chars().take_while(|c| is_part(*c)).collect(),
        };
        self.rest = rest.get(name.len()..).unwrap_or_default().chars();
        name
    }

    fn value(&mut self, name: &str) -> String {
        match self.scope.get(name) {
            Some(value) => {
                self.is_lost |= value.len() > MAX_VALUE;
                value.to_owned()
            }
            None => {
                self.is_known = false;
                format!("${{{name}}}")
            }
        }
    }

    fn braced(&mut self, depth: usize) -> String {
        let name = self.name();
        if depth >= MAX_DEPTH || name.is_empty() {
            self.is_lost = true;
            return String::new();
        }
        let value = self.scope.get(&name).map(str::to_owned);
        match self.rest.next() {
            Some('}') => self.value(&name),
            Some(':') => {
                let operator = self.rest.next();
                self.choose(operator, value.filter(|value| !value.is_empty()), &name, depth)
            }
            operator @ Some('-' | '+' | '?') => self.choose(operator, value, &name, depth),
            Some(operator @ ('#' | '%' | '/')) => self.cut(operator, value, &name, depth),
            _ => {
                self.is_lost = true;
                String::new()
            }
        }
    }

    fn choose(&mut self, operator: Option<char>, value: Option<String>, name: &str, depth: usize) -> String {
        let was_known = self.is_known;
        let other = self.read(Some('}'), depth + 1);
        match (operator, value) {
            (Some('-'), None) => other,
            (Some('+'), Some(_)) => other,
            (Some('+'), None) => {
                self.is_known = was_known && self.scope.declares(name);
                String::new()
            }
            (Some('-' | '?'), Some(value)) => {
                self.is_known = was_known;
                value
            }
            (Some('?'), None) => self.value(name),
            _ => {
                self.is_lost = true;
                String::new()
            }
        }
    }

    /// `${X#pattern}`, `${X%pattern}`, `${X/this/that}`, each also doubled.
    fn cut(&mut self, operator: char, value: Option<String>, name: &str, depth: usize) -> String {
        let is_doubled = self.rest.as_str().starts_with(operator);
        if is_doubled {
            self.rest.next();
        }
        let pattern = self.read(Some('}'), depth + 1);
        let Some(value) = value else { return self.value(name) };
        let is_long = value.len() > MAX_PATTERN || pattern.len() > MAX_PATTERN;
        let (this, that) = pattern.split_once('/').unwrap_or((&pattern, ""));
        if is_long || (operator == '/' && (this.is_empty() || this.contains(['*', '?', '\\']))) {
            self.is_lost = true;
            return String::new();
        }
        match (operator, is_doubled) {
            ('/', true) => value.replace(this, that),
            ('/', false) => value.replacen(this, that, 1),
            _ => trim(&value, &pattern, operator == '#', is_doubled).to_owned(),
        }
    }
}

/// Cuts the shortest or longest beginning or end that a pattern matches.
fn trim<'a>(value: &'a str, pattern: &str, at_start: bool, longest: bool) -> &'a str {
    let cuts = (0..=value.len()).filter_map(|at| value.split_at_checked(at));
    let mut kept = cuts.filter_map(|(before, after)| {
        let (cut, kept) = if at_start { (before, after) } else { (after, before) };
        matches(cut, pattern).then_some(kept)
    });
    // Cuts come by rising position: the first one cuts least at the start, and most at the end.
    let found = if at_start == longest { kept.next_back() } else { kept.next() };
    found.unwrap_or(value)
}

/// Whether a pattern of `*` and `?` matches a text as a whole.
fn matches(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut in_pattern, mut star) = (0, 0, None);
    while let Some(c) = text.get(at) {
        match pattern.get(in_pattern) {
            Some('*') => {
                star = Some((in_pattern, at));
                in_pattern += 1;
            }
            Some(p) if *p == '?' || p == c => {
                at += 1;
                in_pattern += 1;
            }
            _ => {
                let Some((of_pattern, of_text)) = star else { return false };
                star = Some((of_pattern, of_text + 1));
                in_pattern = of_pattern + 1;
                at = of_text + 1;
            }
        }
    }
    pattern.get(in_pattern..).is_some_and(|rest| rest.iter().all(|p| *p == '*'))
}
