//! Parts a text into commands.

use super::{Command, Link, MAX_DEPTH, wrappers};
use std::iter::Peekable;
use std::str::Chars;

/// The commands of a text, in the order in which they begin.
pub(super) fn commands(text: &str, depth: usize) -> Vec<Command> {
    if depth > MAX_DEPTH {
        return Vec::new();
    }
    let mut lexer = Lexer { rest: text.chars().peekable(), out: Vec::new(), depth };
    lexer.read(false, depth > 0);
    lexer.out
}

struct Lexer<'a> {
    rest: Peekable<Chars<'a>>,
    out: Vec<Command>,
    depth: usize,
}

/// What has been read of a command.
#[derive(Default)]
struct Partial {
    command: Command,
    word: Option<String>,
    /// Where the next word goes.
    target: Target,
    /// Heredocs whose texts begin behind the line.
    heredocs: Vec<(String, bool)>,
    /// Brackets that are open.
    brackets: usize,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Target {
    #[default]
    Words,
    Writes,
    Nowhere,
    Heredoc {
        strips_tabs: bool,
    },
}

impl Lexer<'_> {
    /// Reads to the end, or to the bracket that closes a substitution.
    fn read(&mut self, is_substitution: bool, is_inner: bool) {
        let mut partial = Partial { command: Command { is_inner, ..Command::default() }, ..Partial::default() };
        while let Some(c) = self.rest.next() {
            match c {
                '\n' => {
                    self.end(&mut partial, Link::Next, is_inner);
                    self.skip_heredocs(&mut partial.heredocs);
                }
                c if c.is_whitespace() => partial.end_word(),
                '#' if partial.word.is_none() => self.skip_comment(),
                ';' => self.end(&mut partial, Link::Next, is_inner),
                '&' if self.takes('&') => self.end(&mut partial, Link::And, is_inner),
                '&' if self.takes('>') => partial.redirect(Target::Writes),
                '&' => self.end(&mut partial, Link::Next, is_inner),
                '|' if self.takes('|') => self.end(&mut partial, Link::Or, is_inner),
                '|' => {
                    self.takes('&');
                    self.end(&mut partial, Link::Pipe, is_inner);
                }
                '(' => {
                    let link = partial.command.link;
                    self.end(&mut partial, link, is_inner);
                    partial.brackets += 1;
                    partial.command.is_inner = true;
                }
                ')' if partial.brackets == 0 && is_substitution => break,
                ')' => {
                    self.end(&mut partial, Link::Next, is_inner);
                    partial.brackets = partial.brackets.saturating_sub(1);
                    partial.command.is_inner = is_inner || partial.brackets > 0;
                }
                '<' | '>' => self.redirect(c, &mut partial),
                _ => self.part(c, partial.word.get_or_insert_default()),
            }
        }
        self.end(&mut partial, Link::Next, is_inner);
    }

    fn takes(&mut self, c: char) -> bool {
        self.rest.next_if_eq(&c).is_some()
    }

    fn skip_comment(&mut self) {
        while self.rest.next_if(|c| *c != '\n').is_some() {}
    }

    /// Reads one part of a word: a character, or what is quoted or substituted.
    fn part(&mut self, c: char, word: &mut String) {
        match c {
            '\\' => match self.rest.next() {
                Some('\n') | None => {}
                Some(next) => word.push(next),
            },
            '\'' => word.extend(self.rest.by_ref().take_while(|c| *c != '\'')),
            '"' => self.quoted(word),
            '$' | '`' => self.substitution(c, word),
            _ => word.push(c),
        }
    }

    fn quoted(&mut self, word: &mut String) {
        while let Some(c) = self.rest.next() {
            match c {
                '"' => return,
                '\\' => match self.rest.next() {
                    Some('\n') | None => {}
                    Some(next @ ('"' | '\\' | '$' | '`')) => word.push(next),
                    Some(next) => word.extend(['\\', next]),
                },
                '$' | '`' => self.substitution(c, word),
                _ => word.push(c),
            }
        }
    }

    /// `$(…)`, `$((…))`, `${…}`, `` `…` ``; a plain `$X` stays as it is.
    fn substitution(&mut self, c: char, word: &mut String) {
        if c == '`' {
            word.push_str("$()");
            let inner = self.backquoted();
            self.out.extend(commands(&inner, self.depth + 1));
            return;
        }
        word.push('$');
        if self.rest.peek() == Some(&'{') {
            self.braced(word);
        } else if self.takes('(') {
            word.push_str("()");
            if self.takes('(') {
                self.skip_arithmetic();
            } else if self.depth < MAX_DEPTH {
                self.depth += 1;
                self.read(true, true);
                self.depth -= 1;
            }
        }
    }

    fn backquoted(&mut self) -> String {
        let mut inner = String::new();
        while let Some(c) = self.rest.next() {
            match c {
                '`' => break,
                '\\' => match self.rest.next() {
                    Some(next @ ('`' | '\\' | '$')) => inner.push(next),
                    next => inner.extend(std::iter::once('\\').chain(next)),
                },
                _ => inner.push(c),
            }
        }
        inner
    }

    /// Reads `{…}` as it stands, brackets within it too.
    fn braced(&mut self, word: &mut String) {
        let mut open = 0usize;
        for c in self.rest.by_ref() {
            word.push(c);
            match c {
                '{' => open += 1,
                '}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }

    fn skip_arithmetic(&mut self) {
        let mut open = 2usize;
        for c in self.rest.by_ref() {
            match c {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }

    /// `>file`, `>>file`, `2>&1`, `<file`, `<<END`, `<<<word`.
    fn redirect(&mut self, c: char, partial: &mut Partial) {
        // The number before it is no word of its own.
        if partial.word.as_ref().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit())) {
            partial.word = None;
        }
        if c == '>' {
            self.takes('>');
            self.takes('|');
            partial.redirect(if self.takes('&') { Target::Nowhere } else { Target::Writes });
        } else if self.takes('<') {
            let is_string = self.takes('<');
            partial.redirect(if is_string { Target::Nowhere } else { Target::Heredoc { strips_tabs: self.takes('-') } });
        } else if self.rest.peek() != Some(&'(') {
            self.takes('&');
            self.takes('>');
            partial.redirect(Target::Nowhere);
        }
    }

    fn skip_heredocs(&mut self, heredocs: &mut Vec<(String, bool)>) {
        for (name, strips_tabs) in heredocs.drain(..) {
            loop {
                let line: String = self.rest.by_ref().take_while(|c| *c != '\n').collect();
                let line = if strips_tabs { line.trim_start_matches('\t') } else { &line };
                if line == name || self.rest.peek().is_none() {
                    break;
                }
            }
        }
    }

    /// Ends a command and begins the next one.
    fn end(&mut self, partial: &mut Partial, link: Link, is_inner: bool) {
        partial.end_word();
        let next = Command { link, is_inner: is_inner || partial.brackets > 0, ..Command::default() };
        let command = std::mem::replace(&mut partial.command, next);
        if command.words.is_empty() {
            // Nothing stands between two marks: the first one tells how the next command follows.
            if link == Link::Next && command.link != Link::Next {
                partial.command.link = command.link;
            }
            return;
        }
        wrappers::unwrap(command, self.depth, &mut self.out);
    }
}

impl Partial {
    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        match std::mem::take(&mut self.target) {
            Target::Words => self.command.words.push(word),
            Target::Writes => self.command.writes.push(word),
            Target::Nowhere => {}
            Target::Heredoc { strips_tabs } => self.heredocs.push((word, strips_tabs)),
        }
    }

    fn redirect(&mut self, target: Target) {
        self.end_word();
        self.target = target;
    }
}
