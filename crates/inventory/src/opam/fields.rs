//! The fields of opam's files, as far as they are asked for.
//!
//! Format: <https://opam.ocaml.org/doc/Manual.html#General-syntax>.
//! Limits: fields of sections (`url { … }`) are taken for the file's own; those that are asked for are in none.

/// A piece of a field's value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A text, without its quotes.
    Text(String),
    /// A bracket, an operator or a word.
    Other(String),
}

impl Token {
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Other(other) if other == word)
    }
}

/// The tokens of a field's value; none if there is no such field.
pub(super) fn tokens(text: &str, field: &str) -> Result<Vec<Token>, String> {
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some((*at - line.len(), line))
    });
    let begins = |line: &str| line.strip_prefix(field)?.trim_start().starts_with(':').then_some(());
    let Some(start) = lines.find_map(|(at, line)| begins(line).map(|()| at + field.len())) else { return Ok(Vec::new()) };
    let value = text.get(start..).and_then(|rest| rest.split_once(':')).map_or("", |(_, value)| value);
    read(value).ok_or_else(|| format!("the field {field} has no end"))
}

/// One text, or a list with all that is in it; `None` if it is cut off.
fn read(value: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    let mut rest = value;
    loop {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let after = rest.get(first.len_utf8()..)?;
        match first {
            '"' => {
                let (text, after) = text(after)?;
                tokens.push(Token::Text(text));
                rest = after;
            }
            '#' => rest = after.split_once('\n')?.1,
            '[' | '{' | '(' => {
                depth += 1;
                tokens.push(Token::Other(first.to_string()));
                rest = after;
            }
            ']' | '}' | ')' => {
                depth = depth.checked_sub(1)?;
                tokens.push(Token::Other(first.to_string()));
                rest = after;
            }
            _ => {
                let is_word = |c: char| c.is_alphanumeric() || "-_:+.".contains(c);
                let is_end = |c: char| c.is_whitespace() || "\"#[]{}()".contains(c) || is_word(c) != is_word(first);
                let (word, after) = rest.split_at_checked(rest.find(is_end).unwrap_or(rest.len()).max(first.len_utf8()))?;
                tokens.push(Token::Other(word.to_owned()));
                rest = after;
            }
        }
        if depth == 0 {
            return Some(tokens);
        }
    }
}

/// A text up to its quote, in which a backslash takes a meaning away.
fn text(rest: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut characters = rest.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return Some((text, rest.get(at + 1..)?)),
            '\\' => text.push(characters.next()?.1),
            c => text.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_texts_or_lists() {
        let words = |text: &str| {
            let tokens = tokens(text, "depends").unwrap();
            tokens
                .iter()
                .map(|token| match token {
                    Token::Text(text) => format!("'{text}'"),
                    Token::Other(word) => word.clone(),
                })
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(words("x: \"depends: y\"\ndepends : \"a\\\"b\" \"c\""), "'a\"b'");
        assert_eq!(
            words("depends: [\n \"a\" {>= \"1\" & with-test} # \"b\"\n (\"c\" | \"d\")]\n"),
            "[ 'a' { >= '1' & with-test } ( 'c' | 'd' ) ]"
        );
        assert_eq!(words("depends-on: [\"a\"]\n"), "");
        for cut in ["depends: [\"a\"", "depends: \"a", "depends:", "depends: [ # a"] {
            assert!(tokens(cut, "depends").is_err(), "{cut}");
        }
        assert!(tokens("depends: ]", "depends").is_err());
    }
}
