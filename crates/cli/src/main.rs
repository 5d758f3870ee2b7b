//! The `tidewaiter` program: arguments in, a report on standard output, everything else on standard error.
//!
//! This crate alone prints, exits and reads the environment. Exit codes are in `exit`.

#![expect(clippy::print_stderr, reason = "this is the room that prints and exits")]

mod args;
mod commands;
mod exit;
mod hush;
mod progress;
mod shim;

use args::Args;
use clap::Parser;

/// Shards are built from millions of small strings on several threads, which leaves other allocators with memory that they
/// cannot give back: see `docs/performance.md`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    leave_no_core();
    let mut arguments = std::env::args_os();
    if let Some(name) = arguments.next().as_deref().and_then(shim::Name::of) {
        return name.run(arguments.collect());
    }
    let outcome = commands::run(Args::parse());
    let exit = outcome.unwrap_or_else(|failure| {
        failure.print();
        failure.exit
    });
    std::process::ExitCode::from(exit.code())
}

/// What the program holds in memory, secrets of images and registries' passwords among it, must not be left in a file when it dies.
#[cfg(unix)]
fn leave_no_core() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // Where it may not be asked for, there is nothing else to be done.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

#[cfg(not(unix))]
fn leave_no_core() {}
