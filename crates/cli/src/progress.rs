//! What goes on, on standard error: a bar on a terminal, sentences elsewhere, nothing when asked to be quiet.

use crate::args::DatabaseArgs;
use crate::hush::hushed;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::Instant;
use tidewaiter_advisory::source::Step;

pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    is_quiet: bool,
    is_debug: bool,
    started: Instant,
}

impl Progress {
    pub(crate) fn new(args: &DatabaseArgs) -> Self {
        let is_shown = !args.quiet && !args.no_progress && std::io::stderr().is_terminal();
        Self { bar: is_shown.then(bar), is_quiet: args.quiet, is_debug: args.debug, started: Instant::now() }
    }

    pub(crate) fn step(&self, step: Step<'_>) {
        match (step, &self.bar) {
            (Step::Fetching { what, done, total }, Some(bar)) => {
                bar.set_length(total.unwrap_or(done));
                bar.set_position(done);
                bar.set_message(format!("fetching {what}"));
            }
            (Step::Building { what }, Some(bar)) => bar.set_message(format!("building {what}")),
            (Step::Building { what }, None) => self.debug(&format!("building {what}")),
            (Step::Fetching { .. }, None) => {}
            (Step::Note { text }, _) => self.note(text),
        }
    }

    /// Something that the user should know.
    pub(crate) fn note(&self, text: &str) {
        if self.is_quiet {
            return;
        }
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("note: {}", hushed(text))),
            None => eprintln!("note: {}", hushed(text)),
        }
    }

    pub(crate) fn debug(&self, text: &str) {
        if self.is_debug {
            eprintln!("debug: {:>8.3} s  {}", self.started.elapsed().as_secs_f64(), hushed(text));
        }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{msg}  {bytes} of {total_bytes} {bar:30}") {
        bar.set_style(style);
    }
    bar
}
