//! The registry's own server (PyPI `arcp-py`) runs us under the names of the scanners that it knows, and its own client registers agents.
//!
//! `TIDEWAITER_ARCP_VENV` names a Python environment in which it is installed; without one, and without it in `python3`, the tests say
//! that they skip.

use super::gate::KEY;
use super::{Scene, text};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tidewaiter_testkit::{Answer, ImageBuilder, Request, Server, TarBuilder, registry};

const SKIPPED: &str = "skipped: no Python has arcp-py; TIDEWAITER_ARCP_VENV names an environment that has";
pub(super) const AGENT: &str = "pilot-one";
const OS_RELEASE: &[u8] = b"ID=debian\nVERSION_ID=\"12\"\n";
const STATUS: &[u8] = b"Package: openssl\nStatus: install ok installed\nVersion: 3.0.2-1\nArchitecture: amd64\nMaintainer: Debian <x@lists.debian.org>\n\n";

/// A Python that has the registry's package; says that the test skips where there is none.
#[expect(clippy::print_stdout, reason = "the report of a test is where its reader looks")]
pub(super) fn python() -> Option<PathBuf> {
    let named = std::env::var_os("TIDEWAITER_ARCP_VENV").map(|venv| Path::new(&venv).join("bin/python"));
    let candidates = named.into_iter().chain([PathBuf::from("python3")]);
    let has_it = |python: &PathBuf| {
        let mut command = Command::new(python);
        command.args(["-c", "import arcp"]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = candidates.into_iter().find(has_it);
    if found.is_none() {
        println!("{SKIPPED}");
    }
    found
}

/// What a healthy agent answers when it is asked who it is.
pub(super) fn agent(request: &Request) -> Answer {
    let now = "2026-01-01T00:00:00+00:00";
    let who = format!(r#""agent_id":"{AGENT}","timestamp":"{now}""#);
    let body = match request.path.split('?').next().unwrap_or_default() {
        "/" => format!(r#"{{"service":"x","version":"1.0.0","status":"healthy","capabilities":["pilot"],"features":[],{who}}}"#),
        "/ping" => format!(r#"{{"status":"pong",{who}}}"#),
        "/health" => format!(r#"{{"status":"healthy",{who}}}"#),
        "/health/detailed" => format!(r#"{{"status":"healthy","version":"1.0.0","components":{{}},{who}}}"#),
        "/metrics" => return Answer::new(200, "x 1\n").header("content-type", "text/plain"),
        "/connection/request" => r#"{"status":"accepted","message":"ok"}"#.to_owned(),
        "/connection/configure" => r#"{"status":"connected","message":"ok","user_id":"u","registration_id":"r"}"#.to_owned(),
        "/connection/disconnect" => r#"{"status":"disconnected"}"#.to_owned(),
        "/connection/notify" => r#"{"status":"notified","message":"ok"}"#.to_owned(),
        "/search/agents" => r#"{"agents":[],"total_results":0,"query":""}"#.to_owned(),
        path if path.ends_with("/heartbeat") => format!(r#"{{"status":"alive","version":"1.0.0",{who}}}"#),
        path if path.contains("/report-metrics/") => format!(r#"{{"status":"reported","processed":true,{who}}}"#),
        path if path.ends_with("/metrics") => format!(r#"{{"status":"received","processed":true,{who}}}"#),
        path if path.starts_with("/connection/status/") => r#"{"status":"not_connected","user_id":"u"}"#.to_owned(),
        _ => return Answer::new(404, "{}"),
    };
    Answer::new(200, body).header("content-type", "application/json")
}

/// The registry's server, which ends with the test.
struct Registry {
    child: Child,
    address: String,
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Registry {
    /// Starts it with our program under a name in front of its path.
    fn start(python: &Path, scene: &Scene, name: &str) -> Self {
        std::fs::create_dir_all(scene.path("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_tidewaiter"), scene.path("bin").join(name)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = std::fs::File::create(scene.path("registry.log")).unwrap();
        let mut command = Command::new(python);
        command.args(["-m", "arcp"]).env_clear().current_dir(scene.path("")).stdin(Stdio::null());
        command.stdout(log.try_clone().unwrap()).stderr(log);
        command.env("PATH", format!("{}:/usr/bin:/bin", scene.path("bin").display())).env("HOME", scene.path(""));
        for folder in ["ARCP_DATA_DIR", "ARCP_LOGS_DIR"] {
            command.env(folder, scene.path("registry"));
        }
        for (variable, folder) in
            [("TIDEWAITER_CACHE_DIR", "cache"), ("TIDEWAITER_DB_SOURCE", "osv"), ("TIDEWAITER_NVD_SOURCE", "nvd")]
        {
            command.env(variable, scene.path(folder));
        }
        command.envs([
            ("ARCP_HOST", "127.0.0.1"),
            ("ARCP_TPR", "true"),
            ("CONTAINER_SCAN_ENABLED", "true"),
            ("CONTAINER_SCAN_REQUIRED", "true"),
            ("CONTAINER_SCANNER", name),
            ("JWT_SECRET", "for-this-test-only-and-nothing-else-0123456789"),
            ("JWT_ALGORITHM", "HS256"),
            ("JWT_EXPIRE_MINUTES", "60"),
            ("ADMIN_USERNAME", "admin"),
            ("ADMIN_PASSWORD", "For-this-test-only-1"),
            ("AGENT_KEYS", KEY),
            ("ALLOWED_AGENT_TYPES", "automation"),
            ("ENVIRONMENT", "development"),
            ("TZ", "UTC"),
        ]);
        let child = command.env("ARCP_PORT", port.to_string()).spawn().unwrap();
        let mut started = Self { child, address: format!("127.0.0.1:{port}") };
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(&started.address).is_err() {
            let log = || std::fs::read_to_string(scene.path("registry.log")).unwrap_or_default();
            assert!(Instant::now() < deadline && started.child.try_wait().unwrap().is_none(), "{}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
        started
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// How its client's attempt to register an agent of this image at a server ends.
pub(super) fn register(python: &Path, server: &str, agent: &Server, image: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/arcp/register.py");
    let mut command = Command::new(python);
    command.arg(script).env_clear();
    command.args([server, AGENT, &format!("http://{}", agent.address()), KEY, image]);
    text(&command.output().unwrap().stdout).lines().last().unwrap_or_default().to_owned()
}

/// A registry of images with one, and what it is called there.
pub(super) fn served(image: &ImageBuilder) -> (Server, String) {
    let files = image.oci_files().unwrap();
    let server = Server::start(move |request| registry(&files, request)).unwrap();
    let name = format!("{}/team/app:1", server.address());
    (server, name)
}

pub(super) fn clean(others: TarBuilder) -> ImageBuilder {
    ImageBuilder::new().layer(others.file("etc/os-release", OS_RELEASE).file("var/lib/dpkg/status", STATUS).build())
}

/// How agents of a vulnerable image, of one with a secret, of one that is not there and of a clean one fare.
fn outcomes(python: &Path, name: &str) -> [String; 4] {
    let scene = Scene::new();
    let started = Registry::start(python, &scene, name);
    let agent = Server::start(agent).unwrap();
    let env = format!("GITHUB_TOKEN=ghp_{}\n", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
    let (_vulnerable, vulnerable) = served(&Scene::image());
    let (_secret, secret) = served(&clean(TarBuilder::new().file("app/.env", env)));
    let (_clean, clean) = served(&clean(TarBuilder::new()));
    let missing = format!("{clean}@sha256:{}", "0".repeat(64));
    [vulnerable, secret, missing, clean].map(|image| register(python, &started.url(), &agent, &image))
}

#[test]
fn the_registry_takes_us_for_its_trivy() {
    let Some(python) = python() else { return };
    let [vulnerable, secret, missing, clean] = outcomes(&python, "trivy");
    assert!(
        vulnerable.starts_with("REFUSED") && vulnerable.ends_with("Container has 2 critical vulnerabilities"),
        "{vulnerable}"
    );
    assert!(secret.starts_with("REFUSED") && secret.ends_with("Container has 1 exposed secrets"), "{secret}");
    assert!(missing.starts_with("REFUSED") && missing.contains("Trivy error: error: cannot scan"), "{missing}");
    assert_eq!(clean, "REGISTERED alive");
}

#[test]
fn the_registry_takes_us_for_its_grype() {
    let Some(python) = python() else { return };
    let [vulnerable, secret, missing, _] = outcomes(&python, "grype");
    assert!(
        vulnerable.starts_with("REFUSED") && vulnerable.ends_with("Container has 2 critical vulnerabilities"),
        "{vulnerable}"
    );
    assert_eq!(secret, "REGISTERED alive", "Grype looks for no secrets, and its answer has no place for them");
    assert!(missing.starts_with("REFUSED") && missing.contains("Grype error: error: cannot scan"), "{missing}");
}
