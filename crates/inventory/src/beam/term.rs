//! Terms of Elixir and Erlang, as far as lock files write them: strings, atoms, numbers, tuples, lists and maps.
//!
//! Specification: <https://hexdocs.pm/elixir/syntax-reference.html>, <https://www.erlang.org/doc/system/data_types.html>.
//! Limits: strings, atoms and numbers are all text; maps and keyword lists are lists of pairs. 64 levels. Where a text cannot be
//! read further, all that came before is given, and `is_whole` is false.

/// A term.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Term {
    Text(String),
    Tuple(Vec<Term>),
    List(Vec<Term>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Elixir,
    Erlang,
}

/// What a text says.
pub(super) struct Read {
    pub(super) terms: Vec<Term>,
    pub(super) is_whole: bool,
}

const MAX_DEPTH: usize = 64;

impl Term {
    pub(super) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// The members of a tuple or list; none of anything else.
    pub(super) fn members(&self) -> &[Term] {
        match self {
            Self::Text(_) => &[],
            Self::Tuple(members) | Self::List(members) => members,
        }
    }

    /// The text of a member.
    pub(super) fn text_at(&self, index: usize) -> &str {
        self.members().get(index).map_or("", Term::text)
    }
}

/// Reads all terms of a text.
pub(super) fn read(text: &str, language: Language) -> Read {
    let mut reader = Reader { rest: text, language, is_broken: false };
    let terms = reader.members(None, 0);
    Read { terms, is_whole: !reader.is_broken }
}

struct Reader<'a> {
    rest: &'a str,
    language: Language,
    is_broken: bool,
}

impl<'a> Reader<'a> {
    /// Members up to a closing bracket, or up to the end where none is to come.
    fn members(&mut self, closing: Option<char>, depth: usize) -> Vec<Term> {
        let mut members = Vec::new();
        while !self.is_broken {
            self.skip_between();
            match (self.rest.chars().next(), closing) {
                (None, None) => break,
                (Some(next), Some(closing)) if next == closing => {
                    self.take(1);
                    break;
                }
                (Some(_), _) => match self.member(depth) {
                    Some(member) => members.push(member),
                    None => self.is_broken = true,
                },
                (None, Some(_)) => self.is_broken = true,
            }
        }
        members
    }

    /// A term, or a pair: `key: value`, `"key": value`, `key => value`.
    fn member(&mut self, depth: usize) -> Option<Term> {
        let first = self.term(depth)?;
        let is_scalar = matches!(first, Term::Text(_));
        let is_pair = self.language == Language::Elixir && is_scalar && self.strip(":");
        if !is_pair {
            self.skip_blank();
            if !self.strip("=>") {
                return Some(first);
            }
        }
        self.skip_blank();
        Some(Term::Tuple(vec![first, self.term(depth)?]))
    }

    fn term(&mut self, depth: usize) -> Option<Term> {
        let map = if self.language == Language::Elixir { "%{" } else { "#{" };
        if depth > MAX_DEPTH {
            return None;
        }
        if self.strip(map) {
            return Some(Term::List(self.members(Some('}'), depth + 1)));
        }
        if self.strip("{") {
            return Some(Term::Tuple(self.members(Some('}'), depth + 1)));
        }
        if self.strip("[") {
            return Some(Term::List(self.members(Some(']'), depth + 1)));
        }
        self.scalar().map(Term::Text)
    }

    fn scalar(&mut self) -> Option<String> {
        if self.language == Language::Elixir {
            // `:atom` and `:"quoted atom"`.
            self.strip(":");
        } else if self.strip("<<") {
            self.skip_blank();
            let text = if self.strip("\"") { self.quoted('"')? } else { String::new() };
            let (_, rest) = self.rest.split_once(">>")?;
            self.rest = rest;
            return Some(text);
        } else if self.strip("'") {
            return self.quoted('\'');
        }
        if self.strip("\"") { self.quoted('"') } else { self.word() }
    }

    /// What comes before a closing quote.
    fn quoted(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices();
        while let Some((at, char)) = chars.next() {
            match char {
                '\\' => text.push(match chars.next()?.1 {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                }),
                _ if char == quote => {
                    self.take(at + 1);
                    return Some(text);
                }
                _ => text.push(char),
            }
        }
        None
    }

    /// A bare atom or a number; a dot belongs to it only between others of its characters.
    fn word(&mut self) -> Option<String> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '?' | '!' | '-' | '+');
        let mut end = 0;
        for (at, char) in self.rest.char_indices() {
            let after = at + char.len_utf8();
            let is_inner_dot = char == '.' && self.rest.get(after..).is_some_and(|rest| rest.starts_with(is_part));
            if !is_part(char) && !is_inner_dot {
                break;
            }
            end = after;
        }
        let word = self.rest.get(..end).filter(|word| !word.is_empty())?.to_owned();
        self.take(end);
        Some(word)
    }

    fn strip(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or("");
    }

    /// White space and comments.
    fn skip_blank(&mut self) {
        let comment = if self.language == Language::Elixir { '#' } else { '%' };
        loop {
            self.rest = self.rest.trim_start();
            if !self.rest.starts_with(comment) || (comment == '#' && self.rest.starts_with("#{")) {
                return;
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }

    /// What parts members, and Erlang's terms.
    fn skip_between(&mut self) {
        loop {
            self.skip_blank();
            if !(self.strip(",") || self.language == Language::Erlang && self.strip(".")) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, language: Language) -> String {
        fn tell(term: &Term) -> String {
            let members = || term.members().iter().map(tell).collect::<Vec<_>>().join(" ");
            match term {
                Term::Text(text) => text.clone(),
                Term::Tuple(_) => format!("({})", members()),
                Term::List(_) => format!("[{}]", members()),
            }
        }
        let read = read(text, language);
        read.terms.iter().map(tell).collect::<Vec<_>>().join(" ") + if read.is_whole { "" } else { " …" }
    }

    #[test]
    fn terms_of_both_languages_are_read() {
        let elixir = r#"%{"a" => {:hex, :"b c", "1\"0", [x: 1.5, "y": nil, z: [],]}, # comment
            b: true}"#;
        assert_eq!(told(elixir, Language::Elixir), "[(a (hex b c 1\"0 [(x 1.5) (y nil) (z [])])) (b true)]");
        let erlang = "% head\n{\"1.2.0\",[{<<\"a\">>,{git,\"u\",'x y'},0}]}.\n#{k => <<\"v\"/utf8>>}.";
        assert_eq!(told(erlang, Language::Erlang), "(1.2.0 [(a (git u x y) 0)]) [(k v)]");
        assert_eq!(told("", Language::Erlang), "");
    }

    #[test]
    fn what_came_before_a_break_is_given() {
        assert_eq!(told("[{a, 1}, {b", Language::Erlang), "[(a 1) (b)] …");
        assert_eq!(told("%{\"a\": {:hex, \"1", Language::Elixir), "[(a (hex))] …");
        assert_eq!(told(&"{".repeat(100_000), Language::Erlang).matches('(').count(), 65);
    }
}
