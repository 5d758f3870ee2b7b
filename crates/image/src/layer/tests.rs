//! Layers in every compression, whole and damaged.

use super::{LayerBytes, LayerInput, walk};
use crate::testing::Recorder;
use crate::{ImageError, LayerOutcome, Limits, WalkOptions};
use std::io::{Cursor, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tidewaiter_model::Digest;
use tidewaiter_testkit::{Compression, TarBuilder, sha256};

const ALL: [Compression; 3] = [Compression::None, Compression::Gzip, Compression::Zstd];

fn tar() -> Vec<u8> {
    let noise: Vec<u8> = (0..3_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    TarBuilder::new().file("first", "1").file("noise", noise).file("last", "2").build()
}

fn digest(bytes: &[u8]) -> Digest {
    Digest::parse(&format!("sha256:{}", sha256(bytes))).unwrap()
}

fn input(stored: &[u8], digest: Option<Digest>, is_stream: bool) -> LayerInput {
    let bytes = if is_stream {
        LayerBytes::Stream(Box::new(Cursor::new(stored.to_vec())))
    } else {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"before").unwrap();
        file.write_all(stored).unwrap();
        LayerBytes::Region { file: Arc::new(file), start: 6, length: stored.len() as u64 }
    };
    LayerInput { name: "layer x".to_owned(), digest, bytes }
}

fn walked(input: LayerInput, diff_id: Option<&Digest>, verify: bool) -> Result<(Vec<String>, LayerOutcome), ImageError> {
    let limits = Limits::for_testing();
    let options = WalkOptions { limits: &limits, verify_diff_ids: verify, stop: None };
    let mut recorder = Recorder::default();
    walk(input, diff_id, &options, &mut recorder).map(|outcome| (recorder.lines, outcome))
}

#[test]
fn every_compression_shows_the_same() {
    let tar = tar();
    for compression in ALL {
        let stored = compression.compress(&tar).unwrap();
        for is_stream in [false, true] {
            let input = input(&stored, Some(digest(&stored)), is_stream);
            let (lines, outcome) = walked(input, Some(&digest(&tar)), true).unwrap();
            assert_eq!(lines, ["file first 1", "file noise 3000000", "file last 1"], "{compression:?}");
            assert_eq!(outcome, LayerOutcome { size: tar.len() as u64, diff_id_verified: true, problems: Vec::new() });
        }
    }
}

#[test]
fn members_and_frames_are_joined() {
    let tar = tar();
    let (one, two) = tar.split_at(700_000);
    for compression in [Compression::Gzip, Compression::Zstd] {
        let stored = [compression.compress(one).unwrap(), compression.compress(two).unwrap()].concat();
        let (lines, _) = walked(input(&stored, Some(digest(&stored)), false), Some(&digest(&tar)), false).unwrap();
        assert_eq!(lines.len(), 3, "{compression:?}");
    }
}

#[test]
fn plain_layers_in_files_are_verified_on_demand_only() {
    let tar = tar();
    let wrong = digest(b"something else");
    let (_, outcome) = walked(input(&tar, None, false), Some(&wrong), false).unwrap();
    assert!(!outcome.diff_id_verified);
    let error = walked(input(&tar, None, false), Some(&wrong), true).unwrap_err();
    assert!(matches!(&error, ImageError::Digest { what, expected, .. } if what == "layer x" && *expected == wrong));
    // Two different digests for the same bytes: one is wrong, and this is always seen.
    assert!(walked(input(&tar, Some(wrong), false), Some(&digest(&tar)), false).is_err());
}

#[test]
fn wrong_digests_are_told_with_both_values() {
    let tar = tar();
    for compression in [Compression::Gzip, Compression::Zstd] {
        let stored = compression.compress(&tar).unwrap();
        let wrong = digest(b"wrong");
        let error = walked(input(&stored, Some(wrong.clone()), true), Some(&digest(&tar)), false).unwrap_err();
        assert_eq!(error.to_string(), format!("layer x has the digest {}, not {wrong}", digest(&stored)));
        let error = walked(input(&stored, Some(digest(&stored)), true), Some(&wrong), false).unwrap_err();
        assert_eq!(error.to_string(), format!("the inflated layer x has the digest {}, not {wrong}", digest(&tar)));
    }
}

#[test]
fn digests_cover_what_follows_the_archive() {
    let tar = [tar(), vec![9; 2_000_000]].concat();
    for compression in ALL {
        let stored = compression.compress(&tar).unwrap();
        let (_, outcome) = walked(input(&stored, Some(digest(&stored)), true), Some(&digest(&tar)), true).unwrap();
        assert_eq!(outcome.size, tar.len() as u64);
    }
}

#[test]
fn cut_layers_are_errors() {
    let tar = tar();
    for compression in [Compression::Gzip, Compression::Zstd] {
        let stored = compression.compress(&tar).unwrap();
        let cut = &stored[..stored.len() / 2];
        let error = walked(input(cut, None, false), None, false).unwrap_err();
        assert!(
            matches!(&error, ImageError::Truncated { what, offset } if what == "layer x" && *offset == cut.len() as u64),
            "{error}"
        );
        assert!(error.hint().is_some());
    }
}

#[test]
fn other_compressions_are_named() {
    for (head, name) in [(&b"\xfd7zXZ\0...."[..], "xz"), (b"BZh91AY&SY", "bzip2"), (b"\x04\x22\x4d\x18....", "lz4")] {
        for is_stream in [false, true] {
            let error = walked(input(head, None, is_stream), None, false).unwrap_err();
            assert_eq!(error.to_string(), format!("layer x: unsupported compression {name}"));
        }
    }
}

#[test]
fn empty_layers_are_fine() {
    for compression in ALL {
        for tar in [Vec::new(), vec![0; 1024]] {
            let stored = compression.compress(&tar).unwrap();
            let (lines, _) = walked(input(&stored, Some(digest(&stored)), true), Some(&digest(&tar)), true).unwrap();
            assert!(lines.is_empty());
        }
    }
}

#[test]
fn a_bomb_hits_the_limit() {
    let bomb = Compression::Zstd.compress(&[vec![0; 1024], vec![0; 40 << 20]].concat()).unwrap();
    let error = walked(input(&bomb, None, true), None, false).unwrap_err();
    assert_eq!(error.to_string(), "layer x has more than 16777216 bytes");
}

#[test]
fn whoever_stops_is_obeyed() {
    let tar = tar();
    let limits = Limits::for_testing();
    for compression in ALL {
        let asked = AtomicUsize::new(0);
        let stop = || asked.fetch_add(1, Ordering::Relaxed) >= 1;
        let options = WalkOptions { limits: &limits, verify_diff_ids: false, stop: Some(&stop) };
        let stored = compression.compress(&tar).unwrap();
        let stopped = walk(input(&stored, None, false), None, &options, &mut Recorder::default());
        assert!(matches!(stopped, Err(ImageError::Stopped)), "{compression:?}");
    }
}

#[test]
fn whoever_shows_an_error_ends_the_walk() {
    struct Failing;
    impl crate::Visitor for Failing {
        fn entry(&mut self, _: &crate::Entry<'_>, _: &mut dyn crate::Content) -> Result<(), ImageError> {
            Err(ImageError::NotAnImage { name: "x".to_owned(), reason: "y".to_owned() })
        }
    }
    let tar = [tar(), vec![0; 10_000_000]].concat();
    let limits = Limits::for_testing();
    let options = WalkOptions { limits: &limits, verify_diff_ids: true, stop: None };
    for compression in ALL {
        let stored = compression.compress(&tar).unwrap();
        let error = walk(input(&stored, Some(digest(&stored)), true), None, &options, &mut Failing).unwrap_err();
        assert_eq!(error.to_string(), "x is not a container image: y");
    }
}

#[test]
fn root_file_systems_that_a_distribution_publishes_are_read() {
    let folder = tidewaiter_testkit::test_data().map(|folder| folder.join("corpus/alpine"));
    let Some(Ok(listed)) = folder.map(std::fs::read_dir) else {
        eprintln!("skipped: there is no test data");
        return;
    };
    for path in listed.map(|found| found.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "gz")) {
        let stored = std::fs::read(&path).unwrap();
        let (lines, outcome) = walked(input(&stored, Some(digest(&stored)), false), None, false).unwrap();
        let has_file = |name: &str| lines.iter().any(|line| line.starts_with(&format!("file {name} ")));
        assert!(has_file("lib/apk/db/installed") && has_file("etc/alpine-release"), "{}", path.display());
        assert!(outcome.problems.is_empty() && outcome.size > stored.len() as u64);
    }
}
