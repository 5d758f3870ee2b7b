//! Programs that behave as badly as programs do: scripts of the shell.

use super::{Program, Until};
use crate::EngineError;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, script: &str, until: Until<'_>, limit: usize) -> Result<Vec<u8>, EngineError> {
        let environment = [("FOLDER".into(), self.folder.path().into())];
        let program =
            Program { engine: "trivy", path: Path::new("/bin/sh"), environment: &environment, folder: self.folder.path() };
        program.run_bounded(&["-c".into(), OsString::from(script)], until, limit)
    }

    /// What a script that is given ten seconds comes to.
    fn outcome(&self, script: &str) -> Result<String, EngineError> {
        let output = self.run(script, within(Duration::from_secs(10)), 1 << 20)?;
        Ok(String::from_utf8(output).unwrap())
    }
}

fn within(time: Duration) -> Until<'static> {
    Until { deadline: Instant::now() + time, seconds: time.as_secs(), stop: &|| false }
}

/// Whether a process is there and no corpse.
fn is_alive(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

/// Waits for what others do.
fn eventually(condition: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        if condition() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

#[test]
fn what_it_writes_is_given() {
    let scene = Scene::new();
    assert_eq!(scene.outcome("echo one; echo noise >&2; exec >&-; exit 0").unwrap(), "one\n");
    let large = scene.run("head -c 3000000 /dev/zero", within(Duration::from_secs(10)), 3_000_000).unwrap();
    assert_eq!(large.len(), 3_000_000);
}

#[test]
fn it_sees_what_it_is_given_and_nothing_else() {
    let scene = Scene::new();
    // The shell sets these itself.
    let own = ["PWD", "OLDPWD", "SHLVL", "_", "FOLDER"];
    let environment = scene.outcome("env; cat").unwrap();
    let others: Vec<_> =
        environment.lines().filter(|line| !own.iter().any(|name| line.split('=').next() == Some(name))).collect();
    assert!(others.is_empty(), "{others:?}");
    let folder = scene.outcome("pwd -P").unwrap();
    assert_eq!(Path::new(folder.trim()), scene.folder.path().canonicalize().unwrap());
}

#[test]
fn failing_is_never_success_whatever_it_wrote() {
    let scene = Scene::new();
    let failed = scene.outcome(r#"echo '{"SchemaVersion":2,'; echo "it broke" >&2; exit 3"#).unwrap_err();
    let EngineError::Failed { engine, status, said } = &failed else { panic!("{failed:?}") };
    assert_eq!((*engine, status.as_str(), said.as_str()), ("trivy", "exit status: 3", "it broke"));
    let killed = scene.outcome("kill -9 $$").unwrap_err();
    assert!(killed.to_string().contains("signal: 9"), "{killed}");
    assert!(killed.to_string().contains("it said nothing"), "{killed}");
}

#[test]
fn of_what_it_says_the_end_is_kept_without_secrets() {
    let scene = Scene::new();
    let token = format!("ghp_{}", "a1B2c3D4e5".repeat(4).get(..36).unwrap());
    let script = format!("yes chatter | head -c 100000 >&2; printf 'the end \\033[31m{token}\\033[0m\\a' >&2; exit 1");
    let EngineError::Failed { said, .. } = scene.outcome(&script).unwrap_err() else { panic!() };
    assert!(said.len() <= 8 << 10 && said.contains("the end") && !said.contains(&token) && !said.contains(['\u{1b}', '\u{7}']));
    assert!(said.ends_with('*'), "{said}");
}

#[test]
fn endless_output_ends_it() {
    let scene = Scene::new();
    let error = scene.run("yes", within(Duration::from_secs(60)), 1 << 20).unwrap_err();
    assert_eq!(error.to_string(), "trivy gave no report: it wrote more than 1048576 bytes");
}

#[test]
fn the_whole_group_dies_when_time_runs_out() {
    let scene = Scene::new();
    let script = "trap '' TERM INT; (trap '' TERM INT; echo $$ > pids; sh -c 'echo $PPID > grandchild; sleep 600'; sleep 600) & \
                  echo $$ > child; while :; do sleep 600; done";
    // Time runs out when the grandchild is there, and not before.
    let is_there = || scene.path("grandchild").exists() && scene.path("child").exists();
    let (late, started) = (within(Duration::from_secs(600)), Instant::now());
    let error = scene.run(script, Until { stop: &is_there, ..late }, 1 << 20).unwrap_err();
    assert!(matches!(error, EngineError::Cancelled) && started.elapsed() < Duration::from_secs(60), "{error:?}");
    for name in ["child", "grandchild"] {
        let pid = std::fs::read_to_string(scene.path(name)).unwrap();
        assert!(eventually(|| !is_alive(&pid)), "{name} lives");
    }
    let error = scene.run("trap '' TERM; sleep 600 & wait", within(Duration::from_millis(300)), 1 << 20).unwrap_err();
    assert_eq!(error.to_string(), "Container scan timed out after 0 seconds");
}

#[test]
fn what_it_leaves_behind_dies_with_it() {
    let scene = Scene::new();
    let started = Instant::now();
    let output = scene.outcome("sleep 600 & echo $! > left; echo done").unwrap();
    assert_eq!(output, "done\n");
    assert!(started.elapsed() < Duration::from_secs(10), "who holds the output open is killed, not waited for");
    let pid = std::fs::read_to_string(scene.path("left")).unwrap();
    assert!(eventually(|| !is_alive(&pid)));
}

#[test]
fn what_cannot_be_run_is_told() {
    let scene = Scene::new();
    let path = scene.path("none");
    let program = Program { engine: "grype", path: &path, environment: &[], folder: scene.folder.path() };
    let error = program.run(&[], within(Duration::from_secs(1))).unwrap_err();
    assert_eq!(error.to_string(), "cannot run grype");
}
