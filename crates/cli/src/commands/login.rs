//! Whom to be at registries, and whom to believe.

use crate::args::LoginArgs;
use crate::exit::{Exit, Failure};
use std::env;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tidewaiter_advisory::artifact::Reach;
use tidewaiter_image::artifact::cosign::{KeyError, SigningKey, VerifyingKey};
use tidewaiter_image::{Credentials, RegistryOptions};

/// A password longer than this is a mistake.
const MAX_PASSWORD: u64 = 64 << 10;

/// Reads what the command line says, and the password if it comes by standard input.
pub(super) fn registry_options(args: &LoginArgs, deadline: Option<Instant>) -> Result<RegistryOptions, Failure> {
    let password = if args.password_stdin {
        let mut text = String::new();
        let read = std::io::stdin().lock().take(MAX_PASSWORD).read_to_string(&mut text);
        let context = || "cannot read the password from standard input".to_owned();
        read.map_err(|error| Failure::new(Exit::Usage, error, context()))?;
        Some(text.trim_end_matches(['\r', '\n']).to_owned())
    } else {
        args.password.clone()
    };
    let given = match (&args.username, password) {
        (None, _) => None,
        (Some(user), Some(password)) => Some((user.clone(), password)),
        (Some(_), None) => {
            let failure = Failure::message(Exit::Usage, "--username needs a password".to_owned());
            return Err(failure.hint(Some("give it with --password-stdin, or set TIDEWAITER_PASSWORD")));
        }
    };
    let credentials = Credentials { given, files: credential_files() };
    Ok(RegistryOptions { credentials, insecure: args.insecure, deadline, ..RegistryOptions::default() })
}

/// How artifacts of advisories are reached.
pub(super) fn reach(verify_key: Option<&Path>, login: &LoginArgs) -> Result<Reach, Failure> {
    let key = verify_key.map(|path| VerifyingKey::from_pem(&read_key(path)?).map_err(|error| unusable(error, path)));
    Ok(Reach::new(registry_options(login, None)?, key.transpose()?))
}

/// The key that signs, with its password from the variable that cosign reads it from.
pub(super) fn signing_key(path: &Path) -> Result<SigningKey, Failure> {
    let password = env::var("COSIGN_PASSWORD").unwrap_or_default();
    SigningKey::from_pem(&read_key(path)?, &password).map_err(|error| {
        let hint = matches!(error, KeyError::Password).then_some("set COSIGN_PASSWORD");
        unusable(error, path).hint(hint)
    })
}

fn read_key(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| unusable(error, path))
}

fn unusable(error: impl std::error::Error + Send + Sync + 'static, path: &Path) -> Failure {
    Failure::new(Exit::Usage, error, format!("cannot use the key {}", path.display()))
}

/// Docker's file before Podman's, as most people have the first only.
fn credential_files() -> Vec<PathBuf> {
    let podman = variable("XDG_RUNTIME_DIR").map(|folder| folder.join("containers/auth.json"));
    let settings = variable("XDG_CONFIG_HOME").or_else(|| Some(home()?.join(".config")));
    let all = [
        docker_folder().map(|folder| folder.join("config.json")),
        variable("REGISTRY_AUTH_FILE"),
        podman,
        settings.map(|folder| folder.join("containers/auth.json")),
    ];
    all.into_iter().flatten().collect()
}

/// Docker's folder of settings.
pub(super) fn docker_folder() -> Option<PathBuf> {
    variable("DOCKER_CONFIG").or_else(|| Some(home()?.join(".docker")))
}

pub(super) fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn home() -> Option<PathBuf> {
    variable("HOME")
}
