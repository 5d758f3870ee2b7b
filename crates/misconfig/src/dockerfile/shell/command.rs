//! One command.

/// How a command follows the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Link {
    /// It is the first one, or stands behind `;`, `&` or a newline.
    #[default]
    Next,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|`
    Pipe,
}

/// A command with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Command {
    /// The program and its arguments, without quotes.
    pub(crate) words: Vec<String>,
    /// How it follows the one before it.
    pub(crate) link: Link,
    /// Whether `sudo` runs it.
    pub(crate) has_sudo: bool,
    /// Whether it stands in `(…)`, `$(…)` or another shell, and so leaves no trace in the shell that goes on.
    pub(crate) is_inner: bool,
    /// The files that its output is sent to.
    pub(crate) writes: Vec<String>,
}

impl Command {
    /// The program without its folder.
    pub(crate) fn program(&self) -> &str {
        self.words.first().map_or("", |word| word.rsplit('/').next().unwrap_or(word))
    }

    /// Whether the program is one of these.
    pub(crate) fn is(&self, programs: &[&str]) -> bool {
        programs.contains(&self.program())
    }

    /// All words but the program.
    pub(crate) fn args(&self) -> impl Iterator<Item = &str> {
        self.words.iter().skip(1).map(String::as_str)
    }

    /// The arguments that are no flags, nor values of these flags.
    pub(crate) fn operands<'a>(&'a self, with_value: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let (mut is_value, mut all_operands) = (false, false);
        self.args().filter(move |arg| {
            let is_operand = all_operands || (!is_value && (!arg.starts_with('-') || *arg == "-"));
            is_value = !is_value && with_value.contains(arg);
            all_operands |= *arg == "--";
            is_operand
        })
    }

    /// Whether a flag is set: `--yes`, or by its letter, alone or among others: `-qy`.
    pub(crate) fn has_flag(&self, long: &str, letter: Option<char>) -> bool {
        self.args().any(|arg| {
            let is_group = arg.starts_with('-') && !arg.starts_with("--");
            arg == long || is_group && letter.is_some_and(|letter| arg.contains(letter))
        })
    }

    /// Whether a shell reads its commands from what it is fed.
    pub(crate) fn reads_script(&self) -> bool {
        self.is(&super::wrappers::SHELLS)
            && self.operands(&["-o", "+o", "-O"]).all(|operand| operand == "-" || operand == "/dev/stdin")
            && !self.args().any(super::wrappers::is_command_flag)
            || self.is(&super::wrappers::SHELLS) && self.has_flag("-s", None)
    }

    /// All words, for messages.
    pub(crate) fn shown(&self) -> String {
        let text = self.words.join(" ");
        match text.char_indices().nth(120) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }
}
