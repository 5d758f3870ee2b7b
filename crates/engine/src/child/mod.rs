//! Another program, run and watched: what it may see, how long, and how much it may say.
//!
//! It gets the environment that is given and nothing else, nothing on standard input, a folder of its own, and a process group of its
//! own, which is killed as a whole when it ends, when time runs out or when nobody wants the answer any more. Standard output is
//! bounded; of standard error the end is kept.
//! Limits: a descendant that leaves the group is not killed; when it holds the output open, the run fails. Where there are no process
//! groups (Windows), the program alone is killed. If we are killed ourselves, the program goes on until its own time limit.

mod group;
mod pipes;

use crate::EngineError;
use crate::hush::hushed;
use pipes::{Capped, Tail};
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Reports of the largest images have some tens of megabytes.
const MAX_OUTPUT: usize = 512 << 20;
/// What is kept of standard error.
const MAX_SAID: usize = 8 << 10;
/// How often is looked whether time ran out.
const TICK: Duration = Duration::from_millis(25);
/// How long the pipes may stay open when everybody who could write has been killed.
const LINGER: Duration = Duration::from_secs(2);

/// A program and how it is run.
pub(crate) struct Program<'a> {
    /// Which engine it is, for errors.
    pub(crate) engine: &'static str,
    /// The file.
    pub(crate) path: &'a Path,
    /// Everything that it sees of the environment.
    pub(crate) environment: &'a [(OsString, OsString)],
    /// Where it runs.
    pub(crate) folder: &'a Path,
}

/// When a run ends before its end.
#[derive(Clone, Copy)]
pub(crate) struct Until<'a> {
    /// When it has to have ended,
    pub(crate) deadline: Instant,
    /// and how long that is, for people.
    pub(crate) seconds: u64,
    /// Asked often; `true` ends it.
    pub(crate) stop: &'a (dyn Fn() -> bool + Sync),
}

impl Program<'_> {
    /// Runs it and gives what it writes on standard output.
    ///
    /// # Errors
    /// It cannot be run, ends with anything but success, writes too much, or does not end in time.
    pub(crate) fn run(&self, arguments: &[OsString], until: Until<'_>) -> Result<Vec<u8>, EngineError> {
        self.run_bounded(arguments, until, MAX_OUTPUT)
    }

    fn run_bounded(&self, arguments: &[OsString], until: Until<'_>, limit: usize) -> Result<Vec<u8>, EngineError> {
        let mut command = Command::new(self.path);
        command.args(arguments).env_clear().envs(self.environment.iter().cloned()).current_dir(self.folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        group::of_its_own(&mut command);
        let mut child = command.spawn().map_err(|source| EngineError::Run { engine: self.engine, source })?;
        let output = child.stdout.take().map(|pipe| Capped::read(pipe, limit));
        let said = child.stderr.take().map(|pipe| Tail::read(pipe, MAX_SAID));
        let mut child = group::Group::of(child);

        let outcome = watch(&mut child, output.as_ref(), until);
        child.kill();
        let status = child.reap();
        let since = Instant::now();
        let said = said.map(|tail| hushed(&tail.finish(since + LINGER))).unwrap_or_default();
        outcome.map_err(|reason| reason.error(self.engine, limit))?;
        self.check(status, said)?;
        let output = output.and_then(|output| output.finish(since + LINGER));
        output.ok_or_else(|| self.no_report("its output did not end with it"))
    }

    fn check(&self, status: std::io::Result<ExitStatus>, said: String) -> Result<(), EngineError> {
        let status = status.map_err(|source| EngineError::Run { engine: self.engine, source })?;
        if status.success() {
            return Ok(());
        }
        let said = if said.is_empty() { "it said nothing".to_owned() } else { said };
        Err(EngineError::Failed { engine: self.engine, status: status.to_string(), said })
    }

    fn no_report(&self, reason: &str) -> EngineError {
        EngineError::Output { engine: self.engine, reason: reason.to_owned() }
    }
}

/// Why a run was ended.
enum Ended {
    Late(u64),
    Unwanted,
    TooMuch,
}

impl Ended {
    fn error(self, engine: &'static str, limit: usize) -> EngineError {
        match self {
            Self::Late(seconds) => EngineError::TimedOut { seconds },
            Self::Unwanted => EngineError::Cancelled,
            Self::TooMuch => EngineError::Output { engine, reason: format!("it wrote more than {limit} bytes") },
        }
    }
}

/// Returns when the program has ended by itself, or has to be ended.
fn watch(child: &mut group::Group, output: Option<&Capped>, until: Until<'_>) -> Result<(), Ended> {
    loop {
        if output.is_some_and(Capped::is_exceeded) {
            return Err(Ended::TooMuch);
        }
        if child.has_ended() {
            return Ok(());
        }
        if (until.stop)() {
            return Err(Ended::Unwanted);
        }
        let left = until.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Ended::Late(until.seconds));
        }
        // Programs end soon after their output does.
        match output {
            Some(output) => output.wait(left.min(TICK)),
            None => std::thread::sleep(left.min(TICK)),
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
