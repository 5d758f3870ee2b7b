//! Walking and inflating layers: `cargo bench -p tidewaiter-image`. Headers alone, everything read and hashed, gzip, Zstandard.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and ends if it cannot run")]

use std::hint::black_box;
use std::path::Path;
use tidewaiter_image::{Content, Entry, ImageError, Limits, OpenOptions, Visitor, WalkOptions, open_archive};
use tidewaiter_testkit::bench::{is_measured, median, words};
use tidewaiter_testkit::{Compression, ImageBuilder, TarBuilder};

const ROUNDS: usize = 15;

/// Sees entries and asks for no contents.
#[derive(Default)]
struct Counting(u64);

impl Visitor for Counting {
    fn entry(&mut self, _: &Entry<'_>, _: &mut dyn Content) -> Result<(), ImageError> {
        self.0 += 1;
        Ok(())
    }
}

/// Reads every file.
#[derive(Default)]
struct Reading(u64);

impl Visitor for Reading {
    fn entry(&mut self, _: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        self.0 += content.read_all(u64::MAX)?.map_or(0, <[u8]>::len) as u64;
        Ok(())
    }
}

fn main() {
    let (files, size) = if is_measured() { (16_000, 64 << 20) } else { (100, 1 << 20) };
    let text = words(1, size);
    let archive = text
        .chunks(size / files)
        .enumerate()
        .fold(TarBuilder::new(), |tar, (number, chunk)| tar.file(&format!("srv/{}/{number}.js", number / 100), chunk));
    let image = ImageBuilder::new().layer(archive.build());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plain.tar"), image.docker_archive()).unwrap();
    for (name, compression) in [("gzip", Compression::Gzip), ("zstd", Compression::Zstd)] {
        image.clone().compression(compression).write_oci(&folder.path().join(name)).unwrap();
    }
    println!("a layer of {} MB in {files} files", size >> 20);
    for (label, name, is_verified) in [
        ("headers", "plain.tar", false),
        ("read, hashed", "plain.tar", true),
        ("gzip, hashed", "gzip", true),
        ("zstd, hashed", "zstd", true),
    ] {
        let path = folder.path().join(name);
        let counted = median(ROUNDS, || walk(&path, is_verified, &mut Counting::default()));
        let read = median(ROUNDS, || walk(&path, is_verified, &mut Reading::default()));
        println!("{label}: {:.2} ms; {:.2} ms with all contents", counted.as_secs_f64() * 1e3, read.as_secs_f64() * 1e3);
    }
}

fn walk(path: &Path, is_verified: bool, visitor: &mut dyn Visitor) {
    let limits = Limits::default();
    let options = WalkOptions { limits: &limits, verify_diff_ids: is_verified, stop: None };
    let image = open_archive(path, &OpenOptions::default()).unwrap();
    black_box(image.walk_layer(0, &options, visitor).unwrap());
}
