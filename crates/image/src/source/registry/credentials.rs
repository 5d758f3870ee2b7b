//! Whom to log in as: credentials given by the caller, else those of Docker's and Podman's configuration files.
//!
//! Formats: `auths`, `credHelpers` and `credsStore` of
//! <https://docs.docker.com/reference/cli/docker/login/#credential-stores>, and
//! <https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md>; the protocol of credential helpers is that of
//! <https://github.com/docker/docker-credential-helpers>.
//! Limits: a helper has 30 seconds.

use super::RegistryError;
use crate::Reference;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Where credentials may be.
#[derive(Clone, Default)]
pub struct Credentials {
    /// User and password, for whatever registry is asked.
    pub given: Option<(String, String)>,
    /// `config.json` of Docker, `auth.json` of Podman: the first that knows the registry counts.
    pub files: Vec<PathBuf>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = self.given.as_ref().map(|(user, _)| user);
        f.debug_struct("Credentials").field("user", &given).field("files", &self.files).finish()
    }
}

/// What a registry is shown.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Login {
    Anonymous,
    Password {
        user: String,
        password: String,
    },
    /// A refresh token, which is exchanged for others.
    Identity(String),
    /// A token that is shown as it is.
    Token(String),
}

const HELPER_TIME: Duration = Duration::from_secs(30);
/// What Docker Hub is called in configuration files.
pub(super) const DOCKER_HUB: &str = "https://index.docker.io/v1/";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    #[serde(default)]
    auths: BTreeMap<String, Entry>,
    #[serde(default)]
    cred_helpers: BTreeMap<String, String>,
    #[serde(default)]
    creds_store: Option<String>,
}

#[derive(Default, Deserialize)]
struct Entry {
    #[serde(default)]
    auth: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    identitytoken: String,
    #[serde(default)]
    registrytoken: String,
}

/// What a helper answers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Secret {
    username: String,
    secret: String,
}

impl Credentials {
    pub(super) fn find(&self, reference: &Reference) -> Result<Login, RegistryError> {
        if let Some((user, password)) = &self.given {
            return Ok(Login::Password { user: user.clone(), password: password.clone() });
        }
        for path in &self.files {
            if let Some(login) = in_file(path, reference)? {
                return Ok(login);
            }
        }
        Ok(Login::Anonymous)
    }
}

fn in_file(path: &Path, reference: &Reference) -> Result<Option<Login>, RegistryError> {
    let unreadable = |source| RegistryError::Credentials { path: path.to_owned(), source };
    let json = match std::fs::read(path) {
        Ok(json) => json,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let config: Config = serde_json::from_slice(&json).map_err(|error| unreadable(error.into()))?;
    let host = reference.registry.as_str();
    let named = config.cred_helpers.iter().find(|(key, _)| location(key) == location_of(host));
    if let Some(helper) = named.map(|(_, helper)| helper).or(config.creds_store.as_ref()).filter(|helper| !helper.is_empty())
        && let Some(login) = ask_helper(helper, if host == "docker.io" { DOCKER_HUB } else { host })?
    {
        return Ok(Some(login));
    }
    // Podman's files may name a part of a registry; the closest counts.
    let whole = format!("{}/{}", location_of(host), reference.repository);
    let covers = |key: &str| whole.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let entries = config.auths.iter().map(|(key, entry)| (location(key), entry)).filter(|(key, _)| covers(key));
    let Some((_, entry)) = entries.max_by_key(|(key, _)| key.len()) else { return Ok(None) };
    entry.login().map_err(|reason| unreadable(io::Error::new(io::ErrorKind::InvalidData, reason)))
}

impl Entry {
    fn login(&self) -> Result<Option<Login>, &'static str> {
        if !self.registrytoken.is_empty() {
            return Ok(Some(Login::Token(self.registrytoken.clone())));
        }
        if !self.identitytoken.is_empty() {
            return Ok(Some(Login::Identity(self.identitytoken.clone())));
        }
        if !self.username.is_empty() {
            return Ok(Some(Login::Password { user: self.username.clone(), password: self.password.clone() }));
        }
        if self.auth.is_empty() {
            return Ok(None);
        }
        let broken = "an `auth` is not base64 of user:password";
        let decoded = BASE64_STANDARD.decode(self.auth.trim()).map_err(|_| broken)?;
        let decoded = String::from_utf8(decoded).map_err(|_| broken)?;
        let (user, password) = decoded.split_once(':').ok_or(broken)?;
        Ok(Some(Login::Password { user: user.to_owned(), password: password.trim_end_matches('\0').to_owned() }))
    }
}

/// A key of `auths` without scheme and API version: host, or host and path.
fn location(key: &str) -> &str {
    let key = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://")).unwrap_or(key).trim_end_matches('/');
    let key = key.strip_suffix("/v1").or_else(|| key.strip_suffix("/v2")).unwrap_or(key);
    location_of(key)
}

/// Docker Hub has three names.
fn location_of(host: &str) -> &str {
    if ["docker.io", "registry-1.docker.io"].contains(&host) { "index.docker.io" } else { host }
}

/// `docker-credential-NAME get`; `None` if it knows nothing of the server.
fn ask_helper(name: &str, server: &str) -> Result<Option<Login>, RegistryError> {
    let helper = format!("docker-credential-{name}");
    let failed = |reason: String| RegistryError::Helper { helper: helper.clone(), reason };
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
        return Err(failed("its name is no program's".to_owned()));
    }
    let mut child = Command::new(&helper)
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A helper that does not read its input says so by its answer.
        let _ = stdin.write_all(server.as_bytes());
    }
    let started = Instant::now();
    let reader = child.stdout.take().map(|stdout| {
        std::thread::spawn(move || {
            let mut answer = Vec::new();
            let _ = stdout.take(1 << 20).read_to_end(&mut answer);
            answer
        })
    });
    let status = loop {
        match child.try_wait().map_err(|error| failed(error.to_string()))? {
            Some(status) => break status,
            None if started.elapsed() > HELPER_TIME => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed("it did not answer within 30 seconds".to_owned()));
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let answer = reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
    if !status.success() {
        let text = String::from_utf8_lossy(&answer);
        if text.contains("credentials not found") {
            return Ok(None);
        }
        let first: String = text.lines().next().unwrap_or("").chars().filter(|char| !char.is_control()).take(200).collect();
        return Err(failed(if first.is_empty() { status.to_string() } else { first }));
    }
    let secret: Secret =
        serde_json::from_slice(&answer).map_err(|_| failed("its answer is no JSON with Username and Secret".to_owned()))?;
    Ok(Some(match secret.username.as_str() {
        "<token>" => Login::Identity(secret.secret),
        _ => Login::Password { user: secret.username, password: secret.secret },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str, reference: &str) -> Result<Login, RegistryError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        std::fs::write(&path, json).unwrap();
        let credentials = Credentials { files: vec![folder.path().join("missing.json"), path], ..Credentials::default() };
        credentials.find(&reference.parse().unwrap())
    }

    fn password(user: &str, password: &str) -> Login {
        Login::Password { user: user.to_owned(), password: password.to_owned() }
    }

    fn is(json: &str, reference: &str, login: &Login) -> bool {
        found(json, reference).unwrap() == *login
    }

    #[test]
    fn all_forms_of_entries_are_read() {
        let auth = BASE64_STANDARD.encode("user:pass:word");
        let json = format!(
            r#"{{"auths":{{"https://index.docker.io/v1/":{{"auth":"{auth}"}},"r.example:5000":{{"username":"u","password":"p"}},
            "https://i.example":{{"auth":"","identitytoken":"refresh"}},"t.example":{{"registrytoken":"token"}},"e.example":{{}}}}}}"#
        );
        assert!(is(&json, "alpine", &password("user", "pass:word")));
        assert!(is(&json, "r.example:5000/a", &password("u", "p")));
        assert!(is(&json, "i.example/a", &Login::Identity("refresh".to_owned())));
        assert!(is(&json, "t.example/a", &Login::Token("token".to_owned())));
        assert!(is(&json, "e.example/a", &Login::Anonymous) && is(&json, "other.example/a", &Login::Anonymous));
    }

    #[test]
    fn the_closest_entry_counts() {
        let json = r#"{"auths":{"q.example":{"username":"all","password":""},"q.example/org":{"username":"org","password":""}}}"#;
        assert!(is(json, "q.example/org/app", &password("org", "")) && is(json, "q.example/organ/app", &password("all", "")));
    }

    #[test]
    fn given_credentials_come_first_and_are_never_shown() {
        let credentials = Credentials { given: Some(("me".to_owned(), "hidden".to_owned())), files: vec!["/nowhere".into()] };
        assert!(credentials.find(&"a".parse().unwrap()).unwrap() == password("me", "hidden"));
        assert!(!format!("{credentials:?}").contains("hidden"));
    }

    #[test]
    fn broken_files_are_told() {
        for json in ["{", r#"{"auths":{"r.example":{"auth":"!"}}}"#, r#"{"auths":{"r.example":{"auth":"dXNlcg=="}}}"#] {
            assert!(matches!(found(json, "r.example/a"), Err(RegistryError::Credentials { .. })), "{json}");
        }
    }

    #[test]
    fn helpers_that_are_not_there_or_have_odd_names_are_told() {
        for name in ["tidewaiter-has-none", "../../bin/sh"] {
            let json = format!(r#"{{"credHelpers":{{"r.example":"{name}"}}}}"#);
            assert!(matches!(found(&json, "r.example/a"), Err(RegistryError::Helper { .. })), "{name}");
            assert!(is(&json, "other.example/a", &Login::Anonymous));
        }
    }
}
