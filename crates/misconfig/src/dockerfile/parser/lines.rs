//! Physical lines to logical ones: directives, comments, continuations, heredocs.

use super::words::split;
use std::iter::Peekable;

/// One instruction's text.
#[derive(Debug)]
pub(crate) struct Logical {
    /// The first and the last line, from 1.
    pub(crate) lines: (usize, usize),
    /// Without comments and continuation marks.
    pub(crate) text: String,
    /// The texts of its heredocs.
    pub(crate) heredocs: Vec<Heredoc>,
}

/// A heredoc.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heredoc {
    /// The word that ends it.
    pub(crate) name: String,
    /// Its lines, each with its end.
    pub(crate) body: String,
}

/// Reads the escape character and all logical lines.
pub(super) fn read(text: &str, problems: &mut Vec<(usize, String)>) -> (char, Vec<Logical>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().zip(1..).peekable();
    let escape = directives(&mut lines, problems);
    let mut read = Vec::new();
    while let Some((line, number)) = lines.next() {
        if line.trim().is_empty() || is_comment(line) {
            continue;
        }
        let mut logical = Logical { lines: (number, number), text: String::new(), heredocs: Vec::new() };
        let mut rest = Some(line.trim_start());
        while let Some(part) = rest.take() {
            match continued(part, escape) {
                None => logical.text.push_str(part),
                Some(part) => {
                    logical.text.push_str(part);
                    // Comments and blank lines do not end what is continued.
                    let next = lines.by_ref().find(|(line, _)| !line.trim().is_empty() && !is_comment(line));
                    rest = next.map(|(line, number)| {
                        logical.lines.1 = number;
                        line
                    });
                }
            }
        }
        for (name, strips_tabs) in heredocs(&logical.text, escape) {
            let heredoc = heredoc(name, strips_tabs, &mut lines, &mut logical.lines.1);
            logical.heredocs.push(heredoc.unwrap_or_else(|unfinished| {
                problems.push((number, format!("the heredoc {:?} never ends", unfinished.name)));
                unfinished
            }));
        }
        read.push(logical);
    }
    (escape, read)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Reads parser directives; they end at the first line that is none.
fn directives<'a>(lines: &mut Peekable<impl Iterator<Item = (&'a str, usize)>>, problems: &mut Vec<(usize, String)>) -> char {
    let mut escape = None;
    while let Some((line, number)) = lines.peek() {
        let Some((name, value)) = line.trim().strip_prefix('#').and_then(|line| line.split_once('=')) else { break };
        let name = name.trim().to_ascii_lowercase();
        if !matches!(name.as_str(), "syntax" | "escape" | "check") {
            break;
        }
        if name == "escape" {
            match value.trim() {
                _ if escape.is_some() => problems.push((*number, "a second escape directive".to_owned())),
                "\\" => escape = Some('\\'),
                "`" => escape = Some('`'),
                other => problems.push((*number, format!("{other:?} cannot be the escape character"))),
            }
        }
        lines.next();
    }
    escape.unwrap_or('\\')
}

/// The part before the continuation mark; `None` for a line that is not continued.
fn continued(line: &str, escape: char) -> Option<&str> {
    let part = line.trim_end_matches([' ', '\t']).strip_suffix(escape)?;
    (!part.ends_with(escape)).then_some(part)
}

/// The heredocs that a line opens: their names, and whether tabs are stripped.
fn heredocs(text: &str, escape: char) -> Vec<(String, bool)> {
    let (keyword, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    let may_have = match keyword.to_ascii_uppercase().as_str() {
        "ADD" | "COPY" | "RUN" => true,
        "ONBUILD" => !rest.trim_start().is_empty(),
        _ => false,
    };
    if !may_have || !rest.contains("<<") {
        return Vec::new();
    }
    split(rest, escape).into_iter().filter_map(opens).collect()
}

fn opens(word: &str) -> Option<(String, bool)> {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let (rest, strips_tabs) = rest.strip_prefix('-').map_or((rest, false), |rest| (rest, true));
    let name: String = rest.chars().filter(|c| !matches!(c, '"' | '\'' | '\\')).collect();
    (!name.is_empty() && !name.contains(['<', '>', '(', ')', ';', '&', '|'])).then_some((name, strips_tabs))
}

/// Reads a heredoc to its end; what there is of it when the file ends first.
fn heredoc<'a>(
    name: String,
    strips_tabs: bool,
    lines: &mut impl Iterator<Item = (&'a str, usize)>,
    last: &mut usize,
) -> Result<Heredoc, Heredoc> {
    let mut heredoc = Heredoc { name, body: String::new() };
    for (line, number) in lines {
        *last = number;
        let line = if strips_tabs { line.trim_start_matches('\t') } else { line };
        if line == heredoc.name {
            return Ok(heredoc);
        }
        heredoc.body.push_str(line);
        heredoc.body.push('\n');
    }
    Err(heredoc)
}
