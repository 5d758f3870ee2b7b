//! The workspace's own chores: `tidy` checks what no lint checks, `reference` writes the page that the code tells.

#![expect(clippy::print_stdout, reason = "chores tell what they find")]

mod reference;
mod tidy;

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy::run().and_then(|()| reference::check()),
        Some("reference") => reference::write(),
        _ => {
            println!("usage: cargo xtask tidy|reference");
            Ok(())
        }
    }
}
