//! Programs of a few lines of shell, which stand for others.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Makes a program of a script of the shell.
///
/// Another process writes it: whatever is forked while we have it open for writing would make it busy.
///
/// # Errors
/// It cannot be written.
pub fn write_program(path: &Path, script: &str) -> io::Result<()> {
    let mut writer =
        Command::new("/bin/sh").args(["-c", r#"cat > "$1" && chmod 700 "$1""#, "sh"]).arg(path).stdin(Stdio::piped()).spawn()?;
    if let Some(mut input) = writer.stdin.take() {
        input.write_all(format!("#!/bin/sh\n{script}\n").as_bytes())?;
    }
    let is_written = writer.wait()?.success();
    if is_written { Ok(()) } else { Err(io::Error::other("it could not be written")) }
}
