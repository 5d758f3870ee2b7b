//! The workspace's own chores: `cargo xtask tidy` checks what no lint checks.

#![expect(clippy::print_stdout, reason = "chores tell what they find")]

mod tidy;

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy::run(),
        _ => {
            println!("usage: cargo run -p xtask -- tidy");
            Ok(())
        }
    }
}
