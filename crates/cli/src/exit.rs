//! Exit codes, and failures that choose one.

use crate::hush::hushed;
use std::error::Error;

/// How the program ends. The numbers are a contract: see `docs/exit-codes.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done.
    Done,
    /// The number of `--exit-code`: findings remain.
    Findings(u8),
    /// 2: wrong usage, as the argument parser ends too.
    Usage,
    /// 3: done, but not everything could be judged.
    Incomplete,
    /// 4: the image, folder or bill of materials cannot be read.
    Source,
    /// 5: the advisories cannot be read, built or fetched, or are older than allowed.
    Database,
    /// 6: `--timeout` ran out.
    Timeout,
    /// 7: the report cannot be written, or something that is our fault.
    Internal,
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings(code) => code,
            Self::Usage => 2,
            Self::Incomplete => 3,
            Self::Source => 4,
            Self::Database => 5,
            Self::Timeout => 6,
            Self::Internal => 7,
        }
    }
}

/// Ends without waiting for anything, since whoever runs the program said so twice.
#[expect(clippy::exit, reason = "threads that scan cannot be ended otherwise")]
pub(crate) fn at_once() -> ! {
    std::process::exit(Exit::Incomplete.code().into())
}

/// Why the program ends without having done its work.
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    error: anyhow::Error,
    hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, error: impl Error + Send + Sync + 'static, context: String) -> Self {
        Self { exit, error: anyhow::Error::new(error).context(context), hint: None }
    }

    pub(crate) fn message(exit: Exit, message: String) -> Self {
        Self { exit, error: anyhow::Error::msg(message), hint: None }
    }

    pub(crate) fn hint(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hint = hint.map(Into::into);
        self
    }

    /// All of it in a line, for logs.
    pub(crate) fn sentence(&self) -> String {
        hushed(&format!("{:#}", self.error))
    }

    pub(crate) fn print(&self) {
        eprintln!("error: {}", hushed(&self.error.to_string()));
        self.error.chain().skip(1).for_each(|cause| eprintln!("  because: {}", hushed(&cause.to_string())));
        if let Some(hint) = &self.hint {
            eprintln!("  hint: {}", hushed(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_never_change() {
        let all = [
            Exit::Done,
            Exit::Findings(1),
            Exit::Usage,
            Exit::Incomplete,
            Exit::Source,
            Exit::Database,
            Exit::Timeout,
            Exit::Internal,
        ];
        assert_eq!(all.map(Exit::code), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}
