//! Large files whose parts refer to one another: what compared each part with all others would take minutes here.

use super::read;
use crate::{Analyzer, analyzers};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Repeats a piece with numbers in the place of `#`.
fn numbered(count: usize, piece: &str) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        write!(text, "{}", piece.replace('#', &number.to_string())).unwrap();
        text
    })
}

fn analyzer(id: &str) -> &'static dyn Analyzer {
    *analyzers().iter().find(|analyzer| analyzer.id() == id).unwrap()
}

#[test]
fn time_grows_with_the_file() {
    let folders = "a/".repeat(300_000);
    let list = |piece: &str, last: &str| numbered(20_000, piece) + last;
    let long = "n".repeat(1 << 20);
    for (id, path, text) in [
        ("pip", "requirements.txt", numbered(50_000, "a#==1\n")),
        ("gomod", "go.mod", format!("module a\nrequire (\n{})\n", numbered(50_000, "a.b/c# v1.0.0\n"))),
        (
            "nuget-config",
            "packages.config",
            format!("<packages>{}</packages>", numbered(20_000, "<package id='a#' version='1'/>")),
        ),
        (
            "uv",
            "uv.lock",
            numbered(5_000, "[[package]]\nname='a'\nversion='#'\n")
                + "[[package]]\nname='b'\nversion='1'\nsource={virtual='.'}\ndependencies=["
                + &numbered(5_000, "{name='a',version='#'},")
                + "]\n",
        ),
        (
            "deno",
            "deno.lock",
            format!("{{\"version\":\"5\",\"npm\":{{{}}}}}", list("\"a#@1\":{\"dependencies\":[\"z\"]},", "\"z@1\":{}")),
        ),
        (
            "package-lock",
            "package-lock.json",
            format!(
                "{{\"packages\":{{\"{folders}x\":{{\"version\":\"1\",\"dependencies\":{{{}}}}}}}}}",
                list("\"b#\":\"1\",", "\"c\":\"1\"")
            ),
        ),
        // Keys that held the names of all folders above would fill the memory.
        (
            "package-lock",
            "npm-shrinkwrap.json",
            format!(
                "{{\"dependencies\":{{\"{long}\":{{\"version\":\"1\",\"dependencies\":{{{}}}}}}}}}",
                list("\"b#\":{\"version\":\"1\"},", "\"c\":{\"version\":\"1\"}")
            ),
        ),
        ("dpkg", "usr/share/doc/a/copyright", numbered(100_000, "License: a#\n")),
    ] {
        let start = Instant::now();
        let facts = read(analyzer(id), path, text.as_bytes());
        assert!(!facts.is_empty(), "{id} finds nothing");
        super::assert_bounded(&facts, text.len());
        assert!(start.elapsed() < Duration::from_secs(10), "{id}: {:?}", start.elapsed());
    }
}
