//! One instruction.

use super::lines::{Heredoc, Logical};
use super::words::{exec, first, split};
use super::{Scope, Word};
use crate::dockerfile::shell::{self, Command};

/// What an instruction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
}

impl Keyword {
    /// Reads one, in any case.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_uppercase().as_str() {
            "ADD" => Self::Add,
            "ARG" => Self::Arg,
            "CMD" => Self::Cmd,
            "COPY" => Self::Copy,
            "ENTRYPOINT" => Self::Entrypoint,
            "ENV" => Self::Env,
            "EXPOSE" => Self::Expose,
            "FROM" => Self::From,
            "HEALTHCHECK" => Self::Healthcheck,
            "LABEL" => Self::Label,
            "MAINTAINER" => Self::Maintainer,
            "RUN" => Self::Run,
            "SHELL" => Self::Shell,
            "STOPSIGNAL" => Self::Stopsignal,
            "USER" => Self::User,
            "VOLUME" => Self::Volume,
            "WORKDIR" => Self::Workdir,
            _ => return None,
        })
    }
}

/// `--name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    /// Without dashes, in lower case.
    pub(crate) name: String,
    /// Empty if there is none.
    pub(crate) value: String,
}

/// An instruction.
#[derive(Clone, Debug)]
pub(crate) struct Instruction {
    /// What it does.
    pub(crate) keyword: Keyword,
    /// The first and the last line.
    pub(crate) lines: (usize, usize),
    /// Whether only builds on top of this image run it (ONBUILD).
    pub(crate) is_trigger: bool,
    /// Its flags.
    pub(crate) flags: Vec<Flag>,
    /// All behind the flags, variables and quotes as they stand.
    pub(crate) text: String,
    /// The words of ADD, COPY, EXPOSE, FROM, SHELL, STOPSIGNAL, USER, VOLUME and WORKDIR.
    pub(crate) args: Vec<Word>,
    /// Names and values of ARG, ENV and LABEL.
    pub(crate) pairs: Vec<(String, Option<Word>)>,
    /// The texts of heredocs.
    pub(crate) heredocs: Vec<Heredoc>,
    /// The commands of RUN.
    pub(crate) commands: Vec<Command>,
}

impl Instruction {
    /// An instruction with nothing behind its keyword.
    pub(crate) fn new(keyword: Keyword, lines: (usize, usize)) -> Self {
        Self {
            keyword,
            lines,
            is_trigger: false,
            flags: Vec::new(),
            text: String::new(),
            args: Vec::new(),
            pairs: Vec::new(),
            heredocs: Vec::new(),
            commands: Vec::new(),
        }
    }

    /// Reads one; what is wrong with it if it is none.
    pub(crate) fn read(line: Logical, scope: &Scope, escape: char) -> Result<Self, String> {
        let (word, rest) = head(&line.text);
        if !word.eq_ignore_ascii_case("ONBUILD") {
            return Self::with(word, rest, line.lines, line.heredocs, scope, escape);
        }
        let (word, rest) = head(rest);
        if ["ONBUILD", "FROM", "MAINTAINER"].iter().any(|forbidden| word.eq_ignore_ascii_case(forbidden)) {
            return Err(format!("ONBUILD cannot trigger {}", shown(word)));
        }
        Ok(Self { is_trigger: true, ..Self::with(word, rest, line.lines, line.heredocs, scope, escape)? })
    }

    fn with(
        word: &str,
        rest: &str,
        lines: (usize, usize),
        heredocs: Vec<Heredoc>,
        scope: &Scope,
        escape: char,
    ) -> Result<Self, String> {
        let keyword = Keyword::from_word(word).ok_or_else(|| format!("unknown instruction {}", shown(word)))?;
        let (flags, text) = flags(rest, escape);
        if text.is_empty() && keyword != Keyword::Maintainer {
            return Err(format!("{} says nothing", word.to_ascii_uppercase()));
        }
        let mut read = Self { flags, text: text.to_owned(), heredocs, ..Self::new(keyword, lines) };
        let expand = |word: &str| scope.word(word, escape);
        match keyword {
            Keyword::Arg => read.pairs = split(text, escape).into_iter().map(|word| pair(word, &expand)).collect(),
            Keyword::Env | Keyword::Label => read.pairs = pairs(text, escape, &expand),
            Keyword::Add | Keyword::Copy | Keyword::Shell | Keyword::Volume => {
                let words = exec(text).map(|words| words.iter().map(|word| expand(word)).collect());
                read.args = words.unwrap_or_else(|| text.split_whitespace().map(expand).collect());
            }
            Keyword::Expose | Keyword::From => read.args = text.split_whitespace().map(expand).collect(),
            Keyword::User | Keyword::Workdir | Keyword::Stopsignal => read.args = vec![expand(text)],
            Keyword::Run => read.commands = read.parse_commands(),
            Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck | Keyword::Maintainer => {}
        }
        Ok(read)
    }

    /// The value of a flag.
    pub(crate) fn flag(&self, name: &str) -> Option<&str> {
        self.flags.iter().find(|flag| flag.name == name).map(|flag| &*flag.value)
    }

    /// The mounts of RUN of a type, each as its settings: `id=x,target=/y`. A mount without a type is a bind.
    pub(crate) fn mounts(&self, kind: &str) -> impl Iterator<Item = Vec<(&str, &str)>> {
        let mounts = self.flags.iter().filter(|flag| flag.name == "mount").map(|flag| {
            flag.value.split(',').map(|setting| setting.split_once('=').unwrap_or((setting, ""))).collect::<Vec<_>>()
        });
        mounts.filter(move |settings| settings.contains(&("type", kind)))
    }

    /// Whether a folder is kept out of the layer by a mount.
    pub(crate) fn caches(&self, folder: &str) -> bool {
        let is_target = |(name, path): &(&str, &str)| {
            matches!(*name, "target" | "dst" | "destination") && {
                let path = path.trim_matches(['"', '\'']).trim_end_matches('/');
                folder == path || folder.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
            }
        };
        self.mounts("cache").chain(self.mounts("tmpfs")).any(|settings| settings.iter().any(is_target))
    }

    /// The sources of ADD and COPY, without heredocs.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Word> {
        let sources = self.args.split_last().map_or(&[][..], |(_, sources)| sources);
        sources.iter().filter(|word| self.heredocs.is_empty() || !word.raw.contains("<<"))
    }

    /// The destination of ADD and COPY.
    pub(crate) fn destination(&self) -> Option<&Word> {
        self.args.last().filter(|_| self.args.len() > 1)
    }

    fn parse_commands(&self) -> Vec<Command> {
        if let Some(words) = exec(&self.text) {
            return shell::of_words(words);
        }
        let is_script = !self.heredocs.is_empty() && self.text.split_whitespace().count() == 1;
        if is_script {
            return self.heredocs.iter().flat_map(|heredoc| shell::of_script(&heredoc.body)).collect();
        }
        let mut commands = shell::of_text(&self.text);
        if commands.iter().any(Command::reads_script) {
            commands.extend(self.heredocs.iter().flat_map(|heredoc| shell::of_text(&heredoc.body)));
        }
        commands
    }
}

/// The first word, and what follows it.
fn head(text: &str) -> (&str, &str) {
    let (word, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    (word, rest.trim())
}

/// A word that is bearable in a message.
fn shown(word: &str) -> String {
    word.chars().take(40).collect()
}

/// Parts flags from what follows them.
fn flags(rest: &str, escape: char) -> (Vec<Flag>, &str) {
    let mut flags = Vec::new();
    let mut rest = rest.trim();
    while rest.starts_with("--") {
        let Some((word, behind)) = first(rest, escape) else { break };
        rest = behind.trim_start();
        let Some(flag) = word.strip_prefix("--").filter(|flag| !flag.is_empty()) else { break };
        let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
        flags.push(Flag { name: name.to_ascii_lowercase(), value: value.trim_matches(['"', '\'']).to_owned() });
    }
    (flags, rest)
}

fn pair(word: &str, expand: &impl Fn(&str) -> Word) -> (String, Option<Word>) {
    match word.split_once('=') {
        Some((name, value)) => (name.trim_matches(['"', '\'']).to_owned(), Some(expand(value))),
        None => (word.to_owned(), None),
    }
}

/// `A=b C=d`, or in the old form `A all the rest`.
fn pairs(text: &str, escape: char, expand: &impl Fn(&str) -> Word) -> Vec<(String, Option<Word>)> {
    let words = split(text, escape);
    if words.first().is_some_and(|word| word.contains('=')) {
        return words.into_iter().map(|word| pair(word, expand)).collect();
    }
    let (name, value) = head(text);
    vec![(name.to_owned(), Some(expand(value)))]
}
