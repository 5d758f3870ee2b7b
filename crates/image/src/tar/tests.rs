//! Archives of all kinds, walked from a file and from a stream.

use crate::testing::walk_tar;
use crate::{ImageError, Limits};
use std::path::Path;
use std::process::Command;
use tidewaiter_testkit::{TarBuilder, tar_header};

fn lines(archive: &[u8]) -> Vec<String> {
    walk_tar(archive, &Limits::for_testing()).unwrap().0
}

fn error(archive: &[u8]) -> ImageError {
    walk_tar(archive, &Limits::for_testing()).unwrap_err()
}

#[test]
fn all_kinds_of_entries_are_shown() {
    let archive = TarBuilder::new()
        .dir("./")
        .dir("./usr/")
        .file("./usr/a", "hello")
        .symlink("usr/b", "../x/./a")
        .hardlink("usr/c", "./usr/a")
        .whiteout("etc/passwd")
        .opaque("var")
        .opaque("")
        .entry(b'3', "dev/null", "", b"")
        .entry(0, "old/", "", b"")
        .entry(b'7', "contiguous", "", b"c")
        .entry(b'V', "a label", "", b"")
        .file("empty", "")
        .build();
    assert_eq!(
        lines(&archive),
        [
            "dir usr",
            "file usr/a hello",
            "symlink usr/b ../x/./a",
            "hardlink usr/c usr/a",
            "whiteout etc/passwd",
            "opaque var",
            "opaque ",
            "other dev/null",
            "dir old",
            "file contiguous c",
            "file empty ",
        ]
    );
}

#[test]
fn empty_archives_are_fine() {
    assert!(lines(b"").is_empty());
    assert!(lines(&[0; 512]).is_empty());
    assert!(lines(&[0; 10240]).is_empty());
}

#[test]
fn what_follows_the_end_mark_is_ignored() {
    let archive = [TarBuilder::new().file("a", "1").build(), b"rubbish".repeat(200)].concat();
    assert_eq!(lines(&archive), ["file a 1"]);
    let no_mark = TarBuilder::new().file("a", "1").build_unfinished();
    assert_eq!(lines(&no_mark), ["file a 1"]);
}

#[test]
fn entries_behind_a_lone_block_of_zeros_are_an_error() {
    let archive = TarBuilder::new().file("a", "1").raw(&[0; 512]).file("b", "2").build();
    assert!(matches!(error(&archive), ImageError::Tar { offset: 1024, .. }));
}

#[test]
fn every_cut_is_found_but_one_between_entries() {
    let archive = TarBuilder::new().file("a", [b'x'; 700]).file("b", "2").build_unfinished();
    let between = [0, 512 * 3, 512 * 5];
    for cut in (0..=archive.len()).step_by(64) {
        match walk_tar(&archive[..cut], &Limits::for_testing()) {
            Ok(_) => assert!(between.contains(&cut), "{cut}"),
            Err(ImageError::Truncated { what, offset }) => {
                assert!(what == "layer" && offset <= cut as u64 && !between.contains(&cut), "{cut} {offset}");
            }
            Err(other) => panic!("{cut}: {other}"),
        }
    }
}

#[test]
fn extended_headers_rule_the_next_entry_only() {
    let long = format!("{}/file", "d".repeat(300));
    let archive = TarBuilder::new()
        .file(&long, "1")
        .pax(&[("path", "renamed"), ("SCHILY.xattr.security.capability", "x"), ("mtime", "1.5")])
        .file("short", "2")
        .pax(&[("path", "taken back"), ("path", "")])
        .file("third", "3")
        .entry(b'g', "pax_global_header", "", b"52 comment=0123456789012345678901234567890123456789\n")
        .file("fourth", "4")
        .build();
    assert_eq!(
        lines(&archive),
        [format!("file {long} 1"), "file renamed 2".into(), "file third 3".into(), "file fourth 4".into()]
    );
}

#[test]
fn a_size_in_an_extended_header_counts() {
    let archive =
        TarBuilder::new().pax(&[("size", "3")]).raw(&tar_header(b'0', b"big", b"", 0)).padded(b"abc").file("next", "n").build();
    assert_eq!(lines(&archive), ["file big abc", "file next n"]);
}

#[test]
fn links_have_no_contents_whatever_their_size_says() {
    let archive = TarBuilder::new()
        .raw(&tar_header(b'1', b"link", b"a", 512))
        .raw(&tar_header(b'2', b"soft", b"a", 9))
        .file("b", "1")
        .build();
    assert_eq!(lines(&archive), ["hardlink link a", "symlink soft a", "file b 1"]);
}

#[test]
fn odd_paths_are_shown_inside_and_told() {
    let archive = TarBuilder::new()
        .file("../../etc/shadow", "1")
        .file("/abs", "2")
        .raw(&tar_header(b'0', b"bad\xff", b"", 0))
        .hardlink("h", "../../x")
        .build();
    let (lines, problems) = walk_tar(&archive, &Limits::for_testing()).unwrap();
    assert_eq!(lines, ["file etc/shadow 1", "file abs 2", "file bad\u{fffd} ", "hardlink h x"]);
    let told: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(told, ["etc/shadow", "bad\u{fffd}", "x"]);
}

#[test]
fn many_odd_paths_are_counted_rather_than_told() {
    let archive = (0..25).fold(TarBuilder::new(), |tar, number| tar.file(&format!("../{number}"), "")).build();
    let (_, problems) = walk_tar(&archive, &Limits::for_testing()).unwrap();
    assert_eq!(problems.len(), 11);
    assert_eq!(problems.last().unwrap().message, "15 more paths are odd");
}

#[test]
fn limits_are_errors_that_name_themselves() {
    let many = (0..1001).fold(TarBuilder::new(), |tar, _| tar.dir("a")).build();
    assert_eq!(error(&many).to_string(), "layer has more than 1000 entries");
    let long = TarBuilder::new().file(&"p".repeat(2000), "").build();
    assert_eq!(error(&long).to_string(), "a path of layer has more than 1024 bytes");
    let header = TarBuilder::new().raw(&tar_header(b'x', b"", b"", 1 << 40)).build();
    assert!(matches!(error(&header), ImageError::Limit { unit: "bytes", .. }));
}

#[test]
fn broken_headers_are_errors_with_their_place() {
    let mut archive = TarBuilder::new().file("a", "1").file("b", "2").build();
    archive[1024] = b'c';
    assert_eq!(error(&archive).to_string(), "layer: broken tar header at byte 1024: its checksum does not fit");
    let mut negative = tar_header(b'0', b"a", b"", 0);
    negative[124..136].fill(0xff);
    let sum: u32 = negative.iter().enumerate().map(|(at, b)| if (148..156).contains(&at) { 32 } else { u32::from(*b) }).sum();
    negative[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    assert!(error(&negative).to_string().ends_with("its size is not a number"));
}

#[test]
fn sparse_maps_that_lie_are_errors() {
    for map in ["0,4,2,4", "0,9", "5,1,0,1", "1"] {
        let archive = TarBuilder::new()
            .pax(&[("GNU.sparse.major", "0"), ("GNU.sparse.size", "8"), ("GNU.sparse.map", map)])
            .file("s", "12")
            .build();
        assert!(matches!(error(&archive), ImageError::Tar { .. }), "{map}");
    }
}

/// Runs GNU tar; `false` if there is none.
fn gnu_tar(folder: &Path, arguments: &[&str]) -> bool {
    let Ok(version) = Command::new("tar").arg("--version").output() else { return false };
    if !String::from_utf8_lossy(&version.stdout).contains("GNU") {
        eprintln!("skipped: there is no GNU tar");
        return false;
    }
    assert!(Command::new("tar").current_dir(folder).args(arguments).status().unwrap().success());
    true
}

#[test]
fn archives_of_gnu_tar_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    let deep = format!("{}/{}", "long".repeat(30), "name".repeat(40));
    std::fs::create_dir_all(tree.join(&deep)).unwrap();
    std::fs::write(tree.join(&deep).join("file"), "deep").unwrap();
    std::os::unix::fs::symlink("t".repeat(200), tree.join("link")).unwrap();
    // A file of 200 KiB with many pieces and holes, and one that is nothing but a hole.
    let sparse = std::fs::File::create(tree.join("sparse")).unwrap();
    for piece in 0..25u64 {
        std::os::unix::fs::FileExt::write_all_at(&sparse, b"piece", piece * 8192).unwrap();
    }
    sparse.set_len(25 * 8192).unwrap();
    std::fs::File::create(tree.join("hole")).unwrap().set_len(100_000).unwrap();
    let whole = String::from_utf8(std::fs::read(tree.join("sparse")).unwrap()).unwrap();
    for format in [
        &["--format=v7"][..],
        &["--format=ustar"],
        &["--format=gnu"],
        &["--format=gnu", "--sparse"],
        &["--format=pax"],
        &["--format=pax", "--sparse", "--sparse-version=0.0"],
        &["--format=pax", "--sparse", "--sparse-version=0.1"],
        &["--format=pax", "--sparse", "--sparse-version=1.0"],
    ] {
        let can_be_long = !["--format=v7", "--format=ustar"].contains(&format[0]);
        let names: &[&str] = if can_be_long { &["."] } else { &["sparse", "hole"] };
        let arguments = [&["-cf", "out.tar", "--sort=name", "-C", "tree"], format, names].concat();
        if !gnu_tar(folder.path(), &arguments) {
            return;
        }
        let archive = std::fs::read(folder.path().join("out.tar")).unwrap();
        let lines = lines(&archive);
        assert!(
            lines.contains(&format!("file sparse {whole}")),
            "{format:?}: {:?}",
            lines.iter().map(|l| l.len()).collect::<Vec<_>>()
        );
        assert!(lines.contains(&format!("file hole {}", "\0".repeat(100_000))), "{format:?}");
        if can_be_long {
            assert!(lines.contains(&format!("file {deep}/file deep")), "{format:?}: {lines:?}");
            assert!(lines.contains(&format!("symlink link {}", "t".repeat(200))), "{format:?}");
        }
    }
}

mod mutated {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Vec<u8> {
        TarBuilder::new()
            .dir("a")
            .file(&"n".repeat(150), "contents")
            .entry(b'L', "././@LongLink", "", b"a/long/name\0")
            .file("x", "1")
            .pax(&[
                ("GNU.sparse.major", "1"),
                ("GNU.sparse.minor", "0"),
                ("GNU.sparse.realsize", "2000"),
                ("GNU.sparse.name", "s"),
            ])
            .entry(b'0', "GNUSparseFile.0/s", "", &[&b"1\n1000\n3\n"[..], &[0; 503], b"abc"].concat())
            .pax(&[("GNU.sparse.size", "9"), ("GNU.sparse.map", "0,1,8,1")])
            .file("t", "12")
            .entry(b'S', "old", "", b"")
            .hardlink("h", "a")
            .build()
    }

    /// Makes the checksums fit again, so that the change is seen by what comes after.
    fn mend(archive: &mut [u8]) {
        for block in archive.chunks_exact_mut(512).filter(|block| block[257..262] == *b"ustar") {
            block[148..156].fill(b' ');
            let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
            block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
    }

    #[test]
    fn the_sample_is_sound() {
        let expected = format!("file s {}abc{}", "\0".repeat(1000), "\0".repeat(997));
        assert!(lines(&sample()).contains(&expected));
        assert!(lines(&sample()).contains(&"file t 1\0\0\0\0\0\0\u{0}2".to_owned()));
    }

    proptest! {
        #[test]
        fn no_change_makes_it_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), mends: bool) {
            let mut archive = sample();
            for (at, byte) in &changes {
                let at = at.index(archive.len());
                archive[at] = *byte;
            }
            if mends {
                mend(&mut archive);
            }
            // Both ways of reading agree, or the walk itself panics.
            let _ = walk_tar(&archive, &Limits::for_testing());
        }

        #[test]
        fn no_rubbish_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
            let _ = walk_tar(&bytes, &Limits::for_testing());
        }
    }
}
