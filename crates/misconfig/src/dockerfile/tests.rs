//! Tests of the format as a whole.

use super::*;
use crate::formats;
use tidewaiter_model::CheckStatus;

fn check(text: &[u8]) -> Checked {
    let mut checked = Checked::new("Dockerfile", "dockerfile").on("2025-06-01");
    DockerfileFormat.check(text, &mut checked);
    checked
}

fn statuses(checked: &Checked, status: CheckStatus) -> Vec<(&str, usize, usize)> {
    let of = checked.results.iter().filter(|result| result.status == status);
    of.map(|result| (result.id.as_str(), result.cause.start_line, result.cause.end_line)).collect()
}

#[test]
fn files_are_known_by_their_names() {
    let wants = |path| formats().iter().any(|format| format.id() == "dockerfile" && format.wants(path, 1));
    for path in
        ["Dockerfile", "a/dockerfile", "Dockerfile.prod", "web.Dockerfile", "x.dockerfile", "Containerfile", "a/CONTAINERFILE.x"]
    {
        assert!(wants(path), "{path}");
    }
    for path in
        ["Dockerfile.dockerignore", "mydockerfile", "dockerfiles/x", "Dockerfile.md", "docker-compose.yml", "Dockerfile-x"]
    {
        assert!(!wants(path), "{path}");
    }
    for text in ["FROM a", "# x\n\n from a", "\u{feff}FROM a", "ARG A\r\nFROM\ta", "RUN a"] {
        assert!(DockerfileFormat.sniff(text.as_bytes()), "{text}");
    }
    assert!(!DockerfileFormat.sniff(b"node_modules\nfromage\n*.from"));
}

#[test]
fn a_file_is_checked() {
    let checked = check(include_bytes!("testdata/bad.dockerfile"));
    assert_eq!(checked.problems, []);
    insta::assert_json_snapshot!(statuses(&checked, CheckStatus::Fail).iter().map(|it| format!("{it:?}")).collect::<Vec<_>>());
    let failed = checked.results.iter().find(|result| result.id == "DS-0010").map(|result| &result.cause.code);
    assert_eq!(failed.map(Vec::len), Some(3));
}

/// One file a topic, each compared with what other scanners say.
#[test]
fn many_files_are_judged() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dockerfile/testdata/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut told = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let checked = check(text.as_bytes());
        told += &format!("{}\n", file.file_name().unwrap().to_string_lossy());
        for result in checked.results.iter().filter(|result| result.status == CheckStatus::Fail && result.cause.start_line > 0) {
            let line = text.lines().nth(result.cause.start_line - 1).unwrap_or_default();
            told += &format!("  {} {line}: {}\n", result.id, result.message);
        }
        for problem in &checked.problems {
            told += &format!("  {}\n", problem.message);
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_good_file_passes() {
    let checked = check(include_bytes!("testdata/good.dockerfile"));
    assert_eq!((checked.problems.as_slice(), statuses(&checked, CheckStatus::Fail)), (&[][..], vec![]));
    assert_eq!(checked.results.len(), checks::CHECKS.len());
}

#[test]
fn comments_accept_findings() {
    let text = "# tidewaiter:ignore:DS-0002 trivy:ignore:AVD-DS-0026\n# trivy:ignore:DS-0001\nFROM debian\n\
                # trivy:ignore:DS-0017:exp:2025-01-01\nRUN apt-get update\n# trivy:ignore:DS-9999\nRUN a \\\n  # trivy:ignore:DS-0010\n  && sudo b\n";
    let checked = check(text.as_bytes());
    assert_eq!(
        statuses(&checked, CheckStatus::Exception),
        [("DS-0001", 3, 3), ("DS-0002", 0, 0), ("DS-0010", 7, 9), ("DS-0026", 0, 0)]
    );
    assert_eq!(statuses(&checked, CheckStatus::Fail), [("DS-0017", 5, 5)]);
    let problems: Vec<_> = checked.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(problems, ["line 6: an ignore comment names \"ds-9999\", and no check is called so"]);
}

#[test]
fn odd_bytes_are_problems() {
    let told = |text: &[u8]| check(text).problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>();
    assert_eq!(told(b"FROM a:1\nLABEL a=\xff\n"), ["line 2: not UTF-8"]);
    assert_eq!(told("\u{feff}FROM a:1\r\nUSER b\r\n".as_bytes()), [""; 0]);
    let long = "FROM a\n".to_owned() + &"#".repeat(MAX_SIZE);
    assert_eq!(told(long.as_bytes()), ["larger than 524288 bytes; only the beginning is checked"]);
    let many = "FROM a\n".to_owned() + &"FOO\n".repeat(100);
    assert_eq!(told(many.as_bytes()).last().map(String::as_str), Some("50 more lines cannot be read"));
}

#[test]
fn damage_is_survived() {
    let sample = include_bytes!("testdata/large.dockerfile");
    for end in (0..sample.len()).step_by(7) {
        check(sample.get(..end).unwrap_or_default());
        let mut broken = sample.to_vec();
        if let Some(byte) = broken.get_mut(end) {
            *byte = byte.wrapping_mul(31) ^ 0x5a;
        }
        check(&broken);
    }
}
