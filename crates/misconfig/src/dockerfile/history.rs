//! The instructions that an image's history remembers.
//!
//! Format: `created_by` of <https://github.com/opencontainers/image-spec/blob/main/config.md>, a free text. Docker's classic builder
//! writes `/bin/sh -c #(nop)  CMD ["a"]` and `/bin/sh -c apt-get update`, BuildKit `CMD ["a"]` and
//! `RUN |1 A=b /bin/sh -c apt-get update # buildkit`, buildah the classic form with its settings behind it
//! (`|inheritLabels=false`), kaniko the instruction as it stands.
//! Limits: what other tools write (ko, bazel, nix, apko, jib) tells of no instructions. Flags of RUN and sources of classic COPY and ADD
//! are lost. Of ENV with several variables the values with blanks can be read wrong.

use super::checks::CHECKS;
use super::parser::{Dockerfile, Instruction, Keyword, Stage, Word};
use super::secret_words::{is_secret, is_secret_name};
use super::shell;
use crate::ignore::Ignores;
use tidewaiter_model::{CheckStatus, Misconfiguration};

const KIND: &str = "Image Security Check";
const PROVIDER: &str = "Image";

/// Checks what the lines of an image's history tell, oldest first. Lines of findings count from 1. Nothing passes where a line is none
/// that is understood, or none is there: what it did was not looked at.
#[must_use]
pub fn check_history(history: &[String]) -> Vec<Misconfiguration> {
    let read: Vec<Vec<Instruction>> = history.iter().zip(1..).map(|(line, number)| read(line, number)).collect();
    let is_understood = !read.is_empty() && read.iter().all(|instructions| !instructions.is_empty());
    let instructions = read.into_iter().flatten().collect();
    let dockerfile = Dockerfile { stages: vec![Stage { instructions, ..Stage::default() }], ..Dockerfile::default() };
    let text: Vec<String> = history.iter().map(|line| line.replace(['\n', '\r'], " ")).collect();
    let lines: Vec<&str> = text.iter().map(String::as_str).collect();
    let entries = CHECKS.iter().filter(|entry| entry.on_history);
    let mut results: Vec<_> =
        entries.flat_map(|entry| entry.check.results(&dockerfile, KIND, PROVIDER, &lines, &Ignores::default())).collect();
    results.retain(|result| is_understood || result.status != CheckStatus::Pass);
    for result in results.iter_mut().filter(|result| result.cause.start_line > 0) {
        result.cause.resource = format!("history line {}", result.cause.start_line);
    }
    results
}

/// Variables and build arguments of these lines that look like secrets, with their values.
pub(crate) fn secret_variables(history: &[&str]) -> Vec<(String, String)> {
    let instructions = history.iter().flat_map(|line| read(line, 0));
    let set = instructions.filter(|instruction| matches!(instruction.keyword, Keyword::Arg | Keyword::Env));
    let pairs = set.flat_map(|instruction| instruction.pairs).filter_map(|(name, value)| Some((name, value?.value)));
    pairs.filter(|(name, value)| is_secret_name(name, Some(value), false) || is_secret(value)).collect()
}

/// The instructions of one line: build arguments that it shows are such.
fn read(line: &str, number: usize) -> Vec<Instruction> {
    let line = line.trim();
    let line = line.strip_suffix("# buildkit").unwrap_or(line).trim_end();
    if let Some((_, instruction)) = line.split_once("#(nop)") {
        return instruction_of(without_settings(instruction), number).into_iter().collect();
    }
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match Keyword::from_word(word).filter(|_| word.bytes().all(|b| b.is_ascii_uppercase())) {
        Some(Keyword::Run) => run(rest, number),
        Some(_) => instruction_of(line, number).into_iter().collect(),
        None if word.starts_with('|') || is_shell(word) => run(line, number),
        None => Vec::new(),
    }
}

/// buildah's settings stand behind the instruction: `|inheritLabels=false|force-mtime=10`.
fn without_settings(line: &str) -> &str {
    let line = line.trim();
    let Some((instruction, settings)) = line.split_once('|') else { return line };
    let is_setting =
        |setting: &str| setting.split_once('=').is_some_and(|(name, value)| !name.contains(' ') && !value.contains(' '));
    if settings.split('|').all(is_setting) { instruction.trim() } else { line }
}

fn is_shell(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or(word);
    word.starts_with('/') && matches!(name, "sh" | "bash" | "ash" | "dash" | "ksh" | "zsh")
}

/// `[|N A=b … ]/bin/sh -c COMMAND`, or the command alone.
fn run(line: &str, number: usize) -> Vec<Instruction> {
    let (arguments, line) = arguments(line);
    let command = shell_command(line).unwrap_or(line);
    let mut instructions = Vec::new();
    if !arguments.is_empty() {
        let pairs = arguments.into_iter().map(|(name, value)| (name, Some(Word::literal(&value)))).collect();
        instructions.push(Instruction { pairs, ..Instruction::new(Keyword::Arg, (number, number)) });
    }
    let commands = shell::of_text(command);
    let text = command.to_owned();
    instructions.push(Instruction { text, commands, ..Instruction::new(Keyword::Run, (number, number)) });
    instructions
}

/// Build arguments, and what follows them. Values may hold blanks: a word without `=` continues the one before.
fn arguments(line: &str) -> (Vec<(String, String)>, &str) {
    let Some((count, rest)) = line.strip_prefix('|').and_then(|line| line.split_once(' ')) else { return (Vec::new(), line) };
    if count.parse::<usize>().is_err() {
        return (Vec::new(), line);
    }
    let begins_shell =
        |(at, _): &(usize, &str)| rest.get(*at..).is_some_and(|rest| is_shell(rest.split(' ').next().unwrap_or("")));
    let shell = std::iter::once((0, "")).chain(rest.match_indices(' ').map(|(at, blank)| (at + 1, blank))).find(begins_shell);
    let (listed, command) = shell.and_then(|(at, _)| rest.split_at_checked(at)).unwrap_or((rest, ""));
    (pairs(listed), command)
}

/// The command behind `/bin/bash -o pipefail -c`.
fn shell_command(line: &str) -> Option<&str> {
    let (shell, rest) = line.split_once(' ').filter(|(word, _)| is_shell(word))?;
    let mut rest = rest.trim_start();
    while let Some((word, behind)) = rest.split_once(' ').filter(|_| !shell.is_empty()) {
        if word.starts_with('-') && word.ends_with('c') {
            return Some(behind.trim_start());
        }
        if !word.starts_with(['-', '+']) && word != "pipefail" {
            return None;
        }
        rest = behind.trim_start();
    }
    None
}

/// An instruction other than RUN.
fn instruction_of(line: &str, number: usize) -> Option<Instruction> {
    let (word, rest) = line.trim().split_once(' ')?;
    let keyword = Keyword::from_word(word)?;
    let rest = rest.trim();
    let mut instruction = Instruction { text: rest.to_owned(), ..Instruction::new(keyword, (number, number)) };
    match keyword {
        Keyword::Arg => {
            let (name, value) = rest.split_once('=').map_or((rest, None), |(name, value)| (name, Some(Word::literal(value))));
            instruction.pairs = vec![(name.to_owned(), value)];
        }
        Keyword::Env | Keyword::Label => {
            instruction.pairs = pairs(rest).into_iter().map(|(name, value)| (name, Some(Word::literal(&value)))).collect();
        }
        Keyword::Add | Keyword::Copy => {
            // The classic builder writes sums of what it copied: `file:0123… in /app`.
            let words = rest.split_whitespace().filter(|word| *word != "in" && !word.starts_with("--"));
            instruction.args = words.map(Word::literal).collect();
        }
        _ => {}
    }
    Some(instruction)
}

/// `A=b C=d e`: a word that begins like no variable continues the value before it.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for word in text.trim().split(' ') {
        match word.split_once('=') {
            Some((name, value)) if is_name(name) || pairs.is_empty() => pairs.push((name.to_owned(), value.to_owned())),
            _ => {
                if let Some((_, value)) = pairs.last_mut() {
                    value.push(' ');
                    value.push_str(word);
                }
            }
        }
    }
    for (_, value) in &mut pairs {
        *value = value.trim_matches('"').to_owned();
    }
    pairs
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::CheckStatus;

    fn shown(line: &str) -> String {
        let one = |one: &Instruction| {
            let pairs: Vec<_> = one
                .pairs
                .iter()
                .map(|(name, value)| format!("{name}={}", value.as_ref().map_or("-", |word| &word.value)))
                .collect();
            let words: Vec<_> = one.args.iter().map(|word| word.value.clone()).collect();
            let commands: Vec<_> = one.commands.iter().map(|command| command.words.join(" ")).collect();
            format!("{:?} {}", one.keyword, [pairs, words, commands].concat().join("; ")).trim_end().to_owned()
        };
        read(line, 1).iter().map(one).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn every_builder_is_understood() {
        let table = [
            ("/bin/sh -c #(nop)  CMD [\"bash\"]", "Cmd"),
            ("/bin/sh -c #(nop) ADD file:0123 in / ", "Add file:0123; /"),
            ("/bin/sh -c #(nop) HEALTHCHECK NONE|unsetLabel=true|inheritLabels=false|force-mtime=10", "Healthcheck"),
            ("/bin/sh -c #(nop)  ENV TAGS=latest v1", "Env TAGS=latest v1"),
            ("/bin/sh -c apt-get update && ls", "Run apt-get update; ls"),
            ("/bin/bash -o pipefail -c a | b", "Run a; b"),
            ("/bin/sh -ec a", "Run a"),
            ("RUN /bin/sh -c apk add a # buildkit", "Run apk add a"),
            ("RUN |2 A=b c D=/bin/e /bin/sh -c make $A # buildkit", "Arg A=b c; D=/bin/e | Run make $A"),
            ("|1 NPM_TOKEN=abc /bin/sh -c npm ci", "Arg NPM_TOKEN=abc | Run npm ci"),
            ("RUN apt-get update", "Run apt-get update"),
            ("COPY --chown=1:1 /a b /c # buildkit", "Copy /a; b; /c"),
            ("ENV A=b C=d", "Env A=b; C=d"),
            ("ARG TOKEN", "Arg TOKEN=-"),
            ("EXPOSE map[22/tcp:{}]", "Expose"),
            ("/bin/sh", "Run /bin/sh"),
            ("bazel build ...", ""),
            ("ko build ko://example.org/a", ""),
            ("nix-store", ""),
            ("# debian.sh --arch 'amd64' out/ 'bookworm'", ""),
            ("", ""),
        ];
        for (line, wanted) in table {
            assert_eq!(shown(line), wanted, "{line}");
        }
    }

    #[test]
    fn findings_name_their_history_line() {
        let history = [
            "/bin/sh -c #(nop) ADD file:0123 in / ",
            "ENV DB_PASSWORD=hunter2",
            "RUN /bin/sh -c apt-get update # buildkit",
            "|1 NPM_TOKEN=abc /bin/sh -c curl https://x | sh",
            "COPY id_rsa /root/.ssh/ # buildkit",
        ];
        let results = check_history(&history.map(str::to_owned));
        let failed: Vec<_> = results.iter().filter(|result| result.status == CheckStatus::Fail).collect();
        let told: Vec<_> = failed.iter().map(|result| (result.id.as_str(), result.cause.resource.as_str())).collect();
        let wanted = [
            ("DS-0017", "history line 3"),
            ("DS-0031", "history line 2"),
            ("DS-0031", "history line 4"),
            ("DS-0031", "history line 5"),
            ("TW-DF-0001", "history line 4"),
        ];
        assert_eq!(told, wanted);
        assert!(failed.iter().all(|result| result.cause.code.len() == 1 && result.kind == KIND));
        assert!(results.iter().any(|result| result.status == CheckStatus::Pass));
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_too_odd(lines in proptest::collection::vec("(RUN |ENV |/bin/sh -c |#\\(nop\\) |\\|1 A=b )?\\PC{0,60}", 0..4)) {
            let count = lines.len();
            proptest::prop_assert!(check_history(&lines).iter().all(|result| result.cause.end_line <= count));
        }
    }
}
