//! Folders made on the spot.

use super::walk_directory;
use crate::testing::Recorder;
use crate::{ImageError, LayerOutcome, Limits, WalkOptions};
use std::fs;
use std::path::Path;

fn walked(root: &Path) -> (Vec<String>, LayerOutcome) {
    let limits = Limits::for_testing();
    let options = WalkOptions { limits: &limits, verify_diff_ids: false, stop: None };
    let mut recorder = Recorder::reading();
    let outcome = walk_directory(root, &options, &mut recorder).unwrap();
    (recorder.lines, outcome)
}

#[test]
fn everything_is_shown_in_order_and_links_are_not_followed() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    fs::create_dir_all(at("b/deep")).unwrap();
    fs::create_dir(at("a")).unwrap();
    fs::write(at("b/deep/file"), "1").unwrap();
    fs::write(at("a/.wh.name"), "no whiteout here").unwrap();
    fs::write(at("c"), "22").unwrap();
    std::os::unix::fs::symlink("/", at("b/root")).unwrap();
    std::os::unix::fs::symlink("..", at("b/up")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    let (lines, outcome) = walked(root.path());
    let expected = [
        "dir a",
        "dir b",
        "file c 22",
        "other socket",
        "file a/.wh.name no whiteout here",
        "dir b/deep",
        "symlink b/root /",
        "symlink b/up ..",
        "file b/deep/file 1",
    ];
    assert_eq!(lines, expected);
    assert_eq!((outcome.size, outcome.problems.len()), (19, 0));
}

#[test]
fn the_kernels_folders_are_passed_over_in_root_file_systems_only() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("dev")).unwrap();
    fs::write(root.path().join("dev/file"), "1").unwrap();
    assert_eq!(walked(root.path()).0, ["dir dev", "file dev/file 1"]);
    fs::create_dir_all(root.path().join("etc/dev")).unwrap();
    fs::write(root.path().join("etc/dev/file"), "2").unwrap();
    assert_eq!(walked(root.path()).0, ["dir dev", "dir etc", "dir etc/dev", "file etc/dev/file 2"]);
}

#[test]
fn files_that_vanish_or_are_odd_become_problems() {
    use std::os::unix::ffi::OsStrExt;
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("gone"), "1").unwrap();
    fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"odd\xff")), "2").unwrap();
    /// Removes the file before it is read.
    struct Remover<'a>(&'a Path, Recorder);
    impl crate::Visitor for Remover<'_> {
        fn entry(&mut self, entry: &crate::Entry<'_>, content: &mut dyn crate::Content) -> Result<(), ImageError> {
            let _ = fs::remove_file(self.0.join(entry.path));
            self.1.entry(entry, content)
        }
    }
    let limits = Limits::for_testing();
    let options = WalkOptions { limits: &limits, verify_diff_ids: false, stop: None };
    let mut visitor = Remover(root.path(), Recorder::reading());
    let outcome = walk_directory(root.path(), &options, &mut visitor).unwrap();
    let paths: Vec<&str> = outcome.problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["gone", "odd\u{fffd}"]);
    assert_eq!(visitor.1.lines, ["file odd\u{fffd} 2"]);
}

#[test]
fn of_a_file_that_alone_is_shown() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a.lock"), "1").unwrap();
    fs::write(root.path().join("b.lock"), "2").unwrap();
    assert_eq!(walked(&root.path().join("b.lock")).0, ["file b.lock 2"]);
    std::os::unix::fs::symlink("a.lock", root.path().join("link")).unwrap();
    assert_eq!(walked(&root.path().join("link")).0, ["file a.lock 1"], "who names a link means what it leads to");
}

#[test]
fn a_root_that_is_not_there_is_an_error() {
    let limits = Limits::for_testing();
    let options = WalkOptions { limits: &limits, verify_diff_ids: false, stop: None };
    let outcome = walk_directory(Path::new("/nowhere"), &options, &mut Recorder::reading());
    assert!(matches!(outcome, Err(ImageError::Open { .. })));
}

#[test]
fn a_walk_ends_when_it_is_stopped() {
    let (limits, stop) = (Limits::for_testing(), || true);
    let options = WalkOptions { limits: &limits, verify_diff_ids: false, stop: Some(&stop) };
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a"), "1").unwrap();
    assert!(matches!(walk_directory(root.path(), &options, &mut Recorder::default()), Err(ImageError::Stopped)));
}
