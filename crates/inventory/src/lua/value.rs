//! Programs of Lua that assign values, as far as descriptions of packages are written so: texts, numbers, tables, and texts put
//! together with `..`, also of variables.
//!
//! Specification: <https://www.lua.org/manual/5.4/manual.html#3>.
//! Limits: nothing is run: calls, arithmetic and functions have no value here, conditions are taken to hold, and of fields that are
//! assigned one by one nothing is known. Variables stand for texts alone. 64 levels, texts of 64 KiB.

use std::collections::{BTreeMap, HashMap};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A text or a number.
    Text(String),
    /// Members and their names, if they have any.
    Table(Vec<(Option<String>, Value)>),
    /// What only running the program would tell.
    Unknown,
}

impl Value {
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn members(&self) -> impl Iterator<Item = (Option<&str>, &Self)> {
        let members = if let Self::Table(members) = self { members.as_slice() } else { &[] };
        members.iter().map(|(name, value)| (name.as_deref(), value))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.members().find(|(key, _)| *key == Some(name)).map(|(_, value)| value)
    }
}

/// What a program assigns: variables by name, and what it returns under `return`.
pub(super) struct Program {
    pub(super) values: BTreeMap<String, Value>,
    /// Whether all tables and texts end.
    pub(super) is_whole: bool,
}

/// Programs that describe packages are no longer than this; tokens take far more room than their text.
pub(super) const MAX: u64 = 1 << 20;

const MAX_DEPTH: usize = 64;
const MAX_TEXT: usize = 64 << 10;

pub(super) fn read(text: &str) -> Program {
    let (tokens, ends) = tokens(text);
    let mut reader = Reader { tokens: &tokens, at: 0, values: HashMap::new(), is_whole: ends };
    while reader.at < tokens.len() {
        reader.statement();
    }
    Program { values: reader.values.into_iter().collect(), is_whole: reader.is_whole }
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Name(String),
    Text(String),
    /// `..`
    Concatenation,
    Symbol(char),
}

/// The tokens, and whether the last of them is whole.
fn tokens(text: &str) -> (Vec<Token>, bool) {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { return (tokens, true) };
        if let Some(comment) = rest.strip_prefix("--") {
            rest = match long_text(comment) {
                Some(Some((_, after))) => after,
                Some(None) => return (tokens, false),
                None => comment.split_once('\n').map_or("", |(_, after)| after),
            };
        } else if let Some(long) = long_text(rest) {
            let Some((content, after)) = long else { return (tokens, false) };
            tokens.push(Token::Text(content.to_owned()));
            rest = after;
        } else if first == '"' || first == '\'' {
            let Some((content, after)) = quoted(rest, first) else { return (tokens, false) };
            tokens.push(Token::Text(content));
            rest = after;
        } else if first.is_ascii_alphanumeric() || first == '_' {
            let is_number = first.is_ascii_digit();
            let end =
                rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || is_number && c == '.')).unwrap_or(rest.len());
            let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            tokens.push(if is_number { Token::Text(word.to_owned()) } else { Token::Name(word.to_owned()) });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("..") {
            tokens.push(Token::Concatenation);
            rest = after;
        } else {
            tokens.push(Token::Symbol(first));
            rest = rest.get(first.len_utf8()..).unwrap_or("");
        }
    }
}

/// `[[text]]`, `[=[text]=]`, and what follows; `Some(None)` if it does not end.
fn long_text(text: &str) -> Option<Option<(&str, &str)>> {
    let level = text.strip_prefix('[')?.bytes().take_while(|b| *b == b'=').count();
    let content = text.get(1 + level..)?.strip_prefix('[')?;
    let ended = content.split_once(&format!("]{}]", "=".repeat(level)));
    Some(ended.map(|(content, after)| (content.strip_prefix('\n').unwrap_or(content), after)))
}

/// A text between quotes, and what follows.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut content = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => content.push(match chars.next()?.1 {
                'n' => '\n',
                't' => '\t',
                other => other,
            }),
            '\n' => return None,
            _ if char == quote => return Some((content, text.get(at + 1..)?)),
            _ => content.push(char),
        }
    }
    None
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    values: HashMap<String, Value>,
    is_whole: bool,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn strip(&mut self, token: &Token) -> bool {
        let is_next = self.peek() == Some(token);
        self.at += usize::from(is_next);
        is_next
    }

    fn name(&mut self) -> Option<&'a str> {
        let Some(Token::Name(name)) = self.peek() else { return None };
        self.at += 1;
        Some(name)
    }

    /// `a, b = 1, 2` and `return 1`; anything else is passed over.
    fn statement(&mut self) {
        let Some(first) = self.name() else {
            self.at += 1;
            return;
        };
        if first == "return" {
            let value = self.expression(0);
            self.values.insert(first.to_owned(), value);
            return;
        }
        let mut names = vec![first];
        while self.strip(&Token::Symbol(',')) {
            names.extend(self.name());
        }
        // `a.b = 1` assigns to no variable, and `==` does not assign.
        let before = self.at.checked_sub(2).and_then(|at| self.tokens.get(at));
        let is_field = names.len() == 1 && matches!(before, Some(Token::Symbol('.' | ':')));
        if is_field || !self.strip(&Token::Symbol('=')) || self.peek() == Some(&Token::Symbol('=')) {
            return;
        }
        for name in names {
            let value = self.expression(0);
            self.values.insert(name.to_owned(), value);
            self.strip(&Token::Symbol(','));
        }
    }

    fn expression(&mut self, depth: usize) -> Value {
        let mut value = self.operand(depth);
        while self.strip(&Token::Concatenation) {
            value = match (value, self.operand(depth)) {
                (Value::Text(a), Value::Text(b)) if a.len() + b.len() <= MAX_TEXT => Value::Text(a + &b),
                _ => Value::Unknown,
            };
        }
        value
    }

    fn operand(&mut self, depth: usize) -> Value {
        let value = match self.peek() {
            None => Value::Unknown,
            Some(Token::Symbol('{')) if depth < MAX_DEPTH => self.table(depth + 1),
            Some(Token::Symbol('(')) if depth < MAX_DEPTH => {
                self.at += 1;
                let value = self.expression(depth + 1);
                self.strip(&Token::Symbol(')'));
                value
            }
            // A function's body is passed over as statements are.
            Some(Token::Name(name)) if name == "function" => Value::Unknown,
            Some(Token::Name(name)) => {
                self.at += 1;
                self.values.get(name).filter(|value| value.text().is_some()).cloned().unwrap_or(Value::Unknown)
            }
            Some(Token::Text(text)) => {
                self.at += 1;
                Value::Text(text.clone())
            }
            Some(_) => Value::Unknown,
        };
        if self.suffixes() { Value::Unknown } else { value }
    }

    /// Passes over calls, fields and arithmetic that follow a value.
    fn suffixes(&mut self) -> bool {
        let start = self.at;
        loop {
            match self.peek() {
                Some(Token::Symbol('(')) => self.brackets('(', ')'),
                Some(Token::Symbol('[')) => self.brackets('[', ']'),
                Some(Token::Symbol('.' | ':' | '+' | '-' | '*' | '/' | '%')) => self.at += 2,
                _ => return self.at > start,
            }
        }
    }

    fn brackets(&mut self, open: char, close: char) {
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            self.at += 1;
            depth += usize::from(*token == Token::Symbol(open));
            if *token == Token::Symbol(close) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return;
                }
            }
        }
    }

    fn table(&mut self, depth: usize) -> Value {
        let mut members = Vec::new();
        self.at += 1;
        while !self.strip(&Token::Symbol('}')) {
            let start = self.at;
            let name = self.key();
            let value = self.expression(depth);
            members.push((name, value));
            if !self.strip(&Token::Symbol(',')) {
                self.strip(&Token::Symbol(';'));
            }
            if self.peek().is_none() {
                self.is_whole = false;
                break;
            }
            // What cannot be read is passed over, token by token.
            self.at = self.at.max(start + 1);
        }
        Value::Table(members)
    }

    /// `name =` and `["name"] =`.
    fn key(&mut self) -> Option<String> {
        let assigns =
            |at: usize| self.tokens.get(at) == Some(&Token::Symbol('=')) && self.tokens.get(at + 1) != Some(&Token::Symbol('='));
        match (self.peek()?, self.tokens.get(self.at + 1), self.tokens.get(self.at + 2)) {
            (Token::Name(name), _, _) if assigns(self.at + 1) => {
                self.at += 2;
                Some(name.clone())
            }
            (Token::Symbol('['), Some(Token::Text(name)), Some(Token::Symbol(']'))) if assigns(self.at + 3) => {
                self.at += 4;
                Some(name.clone())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        fn tell(value: &Value) -> String {
            match value {
                Value::Text(text) => text.clone(),
                Value::Unknown => "?".to_owned(),
                Value::Table(members) => {
                    let tell = |(name, value): &(Option<String>, Value)| {
                        name.as_ref().map_or(String::new(), |name| format!("{name}:")) + &tell(value)
                    };
                    format!("({})", members.iter().map(tell).collect::<Vec<_>>().join(" "))
                }
            }
        }
        let program = read(text);
        let values = program.values.iter().map(|(name, value)| format!("{name}={}", tell(value)));
        values.collect::<Vec<_>>().join(" ") + if program.is_whole { "" } else { " …" }
    }

    #[test]
    fn assignments_are_read() {
        assert_eq!(told("a = 'x' -- b = 1\n--[[ c = 2\n]] d = [==[\ny]]z]==] e = 5.1"), "a=x d=y]]z e=5.1");
        assert_eq!(
            told("local v, r = '1.0', \"-2\"\nversion = v .. r;\npackage = 'a' .. unknown"),
            "package=? r=-2 v=1.0 version=1.0-2"
        );
        assert_eq!(told("t = { 'a', b = \"c\\\"\", [\"d e\"] = {1; 2}, f(x), }"), "t=(a b:c\" d e:(1 2) ?)");
        assert_eq!(told("return {\n dependencies = { lua = '5.4-1' }\n}"), "return=(dependencies:(lua:5.4-1))");
        assert_eq!(told("a.b = 1 c = ('x'):format(1) d = 'y' if a == 1 then e = 2 end"), "c=? d=y e=2");
        assert_eq!(told("f = function(x) return x end g = 1"), "f=? g=1 return=?");
    }

    #[test]
    fn what_does_not_end_is_told() {
        assert_eq!(told(&format!("a = 1 --{}", "[[".repeat(500_000))), "a=1 …");
        assert_eq!(told("a = 1 b = { 'c', d = "), "a=1 b=(c d:?) …");
        assert_eq!(told("a = 1 b = 'c"), "a=1 b=? …");
        assert_eq!(told(&format!("a = 1 b = {}", "{".repeat(100_000))).matches('(').count(), 64);
        let doubling = format!("a = 'xxxxxxxx'\n{}", "a = a .. a\n".repeat(100));
        assert_eq!(told(&doubling), "a=?");
    }
}
