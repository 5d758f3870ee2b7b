//! Programs that run other programs.

use super::{Command, lexer};

/// Shells.
pub(super) const SHELLS: [&str; 6] = ["sh", "bash", "ash", "dash", "ksh", "zsh"];

/// Words that stand before a command.
const KEYWORDS: [&str; 14] = ["if", "then", "elif", "else", "fi", "while", "until", "do", "done", "!", "{", "}", "time", "esac"];

/// Programs that run what follows their flags, with the flags that take a value, and how many operands of their own come first.
const WRAPPERS: [(&str, &[&str], usize); 19] = [
    ("sudo", &["-u", "-g", "-h", "-p", "-C", "-T", "-r", "-t", "-U", "-D", "-R", "--user", "--group", "--host", "--chdir"], 0),
    ("doas", &["-u", "-C"], 0),
    ("env", &["-u", "-C", "--unset", "--chdir"], 0),
    ("exec", &["-a"], 0),
    ("command", &[], 0),
    ("builtin", &[], 0),
    ("nohup", &[], 0),
    ("nice", &["-n", "--adjustment"], 0),
    ("ionice", &["-c", "-n", "--class", "--classdata"], 0),
    ("timeout", &["-k", "-s", "--kill-after", "--signal"], 1),
    ("stdbuf", &["-i", "-o", "-e"], 0),
    ("setarch", &[], 1),
    ("linux32", &[], 0),
    ("xargs", &["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"], 0),
    ("gosu", &[], 1),
    ("su-exec", &[], 1),
    ("eatmydata", &[], 0),
    ("busybox", &[], 0),
    ("retry", &["-n", "-d", "-t"], 0),
];

/// Adds the command that is run in the end; what a shell is given to run becomes commands of its own.
pub(super) fn unwrap(mut command: Command, depth: usize, out: &mut Vec<Command>) {
    let mut at = 0;
    while let Some(word) = command.words.get(at) {
        let name = word.rsplit('/').next().unwrap_or(word);
        if KEYWORDS.contains(&word.as_str()) || is_assignment(word) {
            at += 1;
        } else if let Some((name, with_value, operands)) = WRAPPERS.iter().find(|(wrapper, ..)| *wrapper == name) {
            let inner = skip_wrapper(&command.words, at + 1, with_value, *operands);
            if inner >= command.words.len() {
                break;
            }
            command.has_sudo |= matches!(*name, "sudo" | "doas");
            at = inner;
        } else {
            break;
        }
    }
    command.words.drain(..at);
    let script = script(&command);
    let (has_sudo, link) = (command.has_sudo, command.link);
    if command.words.is_empty() {
        return;
    }
    out.push(command);
    let Some(script) = script else { return };
    let mut inner = lexer::commands(&script, depth + 1);
    inner.iter_mut().for_each(|command| command.has_sudo |= has_sudo);
    if let Some(first) = inner.first_mut() {
        first.link = link;
    }
    out.append(&mut inner);
}

/// Whether a flag of a shell says that a script follows: `-c`, `-exc`.
pub(super) fn is_command_flag(arg: &str) -> bool {
    arg.starts_with('-') && !arg.starts_with("--") && arg.ends_with('c')
}

fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Where the command begins that a wrapper runs.
fn skip_wrapper(words: &[String], mut at: usize, with_value: &[&str], mut operands: usize) -> usize {
    while let Some(word) = words.get(at) {
        if word == "--" {
            return at + 1 + operands;
        } else if with_value.contains(&word.as_str()) {
            at += 2;
        } else if word.starts_with('-') || is_assignment(word) {
            at += 1;
        } else if operands > 0 {
            operands -= 1;
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// The script that a command gives to a shell.
pub(super) fn script(command: &Command) -> Option<String> {
    if command.is(&["eval"]) {
        return Some(command.args().collect::<Vec<_>>().join(" "));
    }
    let is_shell = command.is(&SHELLS);
    if !is_shell && !command.is(&["su", "runuser", "chroot"]) {
        return None;
    }
    let mut args = command.args();
    args.find(|arg| if is_shell { is_command_flag(arg) } else { matches!(*arg, "-c" | "--command") })?;
    args.next().map(str::to_owned)
}
