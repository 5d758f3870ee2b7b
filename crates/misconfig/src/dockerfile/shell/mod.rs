//! The commands of a RUN instruction.
//!
//! Grammar: <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html>, as far as it tells where commands begin and
//! end: lists, pipes, newlines, quotes, comments, heredocs, substitutions. What other programs run (`sudo`, `env`, `sh -c "…"`) is
//! told as commands of its own.
//! Limits: nothing is expanded; `$X` stays as it is and `$(…)` becomes `$()`. Shells within shells are followed [`MAX_DEPTH`] deep.

mod command;
mod lexer;
mod wrappers;

pub(crate) use command::{Command, Link};

/// How deep shells are followed within shells.
const MAX_DEPTH: usize = 8;

/// The commands of a text that a shell runs.
pub(crate) fn of_text(text: &str) -> Vec<Command> {
    lexer::commands(text, 0)
}

/// The commands of a script that names its interpreter, or leaves that to the shell; none if that is no shell.
pub(crate) fn of_script(text: &str) -> Vec<Command> {
    let interpreter = text.strip_prefix("#!").and_then(|text| text.lines().next());
    let is_shell = |line: &str| line.split(['/', ' ', '\t']).any(|part| wrappers::SHELLS.contains(&part));
    if interpreter.is_none_or(is_shell) { of_text(text) } else { Vec::new() }
}

/// The commands of an exec form; a shell that it names is the one that all runs in.
pub(crate) fn of_words(words: Vec<String>) -> Vec<Command> {
    let command = Command { words, ..Command::default() };
    if let Some(script) = wrappers::script(&command) {
        return of_text(&script);
    }
    let mut commands = Vec::new();
    wrappers::unwrap(command, 0, &mut commands);
    commands
}

#[cfg(test)]
mod tests;
