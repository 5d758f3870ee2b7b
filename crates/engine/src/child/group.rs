//! A child and all its descendants.

use std::io;
use std::process::{Child, Command, ExitStatus};

#[cfg(unix)]
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// A child that leads its process group.
pub(super) struct Group {
    child: Child,
}

/// Gives the program a process group of its own.
#[cfg(unix)]
pub(super) fn of_its_own(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
pub(super) fn of_its_own(_: &mut Command) {}

impl Group {
    pub(super) fn of(child: Child) -> Self {
        Self { child }
    }

    /// Whether the child has ended. It is not reaped yet, so that its number stays that of its group.
    #[cfg(unix)]
    pub(super) fn has_ended(&mut self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        // Who cannot be waited for has been reaped by others.
        !matches!(waitid(WaitId::Pid(Pid::from_child(&self.child)), options), Ok(None))
    }

    #[cfg(not(unix))]
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Kills whoever is left of the group.
    #[cfg(unix)]
    pub(super) fn kill(&mut self) {
        // An error says that nobody is left.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
    }

    #[cfg(not(unix))]
    pub(super) fn kill(&mut self) {
        let _ = self.child.kill();
    }

    /// Takes the child's last word, so that nothing of it remains.
    pub(super) fn reap(&mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }
}
