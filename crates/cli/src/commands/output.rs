//! Where results go: a file, or standard output as befits who reads it.

use crate::exit::{Exit, Failure};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use tidewaiter_report::table::Style;

/// What is written to.
pub(super) type Out = BufWriter<Box<dyn Write>>;

/// Writes to a file, or to standard output if none is named.
pub(super) fn written(output: Option<&Path>, write: impl FnOnce(Style, &mut Out) -> io::Result<()>) -> Result<(), Failure> {
    let is_terminal = output.is_none() && io::stdout().is_terminal();
    let color = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let width = if is_terminal { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
    let open = || -> io::Result<Box<dyn Write>> {
        Ok(match output {
            Some(path) => Box::new(File::create(path)?),
            None => Box::new(io::stdout().lock()),
        })
    };
    let outcome = open().map(BufWriter::new).and_then(|mut out| {
        write(Style { color, width }, &mut out)?;
        out.flush()
    });
    match outcome {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome.map_err(|error| {
            let to = output.map_or_else(|| "standard output".to_owned(), |path| path.display().to_string());
            Failure::new(Exit::Internal, error, format!("cannot write the report to {to}"))
        }),
    }
}
