//! Credentials for other programs: a `config.json` of Docker that knows one registry.
//!
//! Format: `auths` of <https://docs.docker.com/reference/cli/docker/login/#credential-stores>, as Go's libraries read it.

use super::RegistryError;
use super::credentials::{Credentials, DOCKER_HUB, Login};
use crate::Reference;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;

impl Credentials {
    /// The file's text, which holds a password or token; `None` where nobody needs to be logged in.
    ///
    /// # Errors
    /// A configuration file cannot be read, or a credential helper fails.
    pub fn docker_config(&self, reference: &Reference) -> Result<Option<String>, RegistryError> {
        let entry = match self.find(reference)? {
            Login::Anonymous => return Ok(None),
            Login::Password { user, password } => json!({ "auth": BASE64_STANDARD.encode(format!("{user}:{password}")) }),
            Login::Identity(token) => json!({ "identitytoken": token }),
            Login::Token(token) => json!({ "registrytoken": token }),
        };
        let host = if reference.registry == "docker.io" { DOCKER_HUB } else { &reference.registry };
        Ok(Some(json!({ "auths": { host: entry } }).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same_login() {
        let folder = tempfile::tempdir().unwrap();
        for (name, entry) in [
            ("alpine", r#"{"https://index.docker.io/v1/":{"auth":"bWU6cGFzczp3b3Jk"}}"#),
            ("r.example:5000/a", r#"{"r.example:5000":{"identitytoken":"refresh"}}"#),
            ("t.example/a/b", r#"{"t.example":{"registrytoken":"token"}}"#),
        ] {
            let reference: Reference = name.parse().unwrap();
            let path = folder.path().join("config.json");
            std::fs::write(&path, format!(r#"{{"auths":{entry}}}"#)).unwrap();
            let credentials = Credentials { given: None, files: vec![path.clone()] };
            let before = credentials.find(&reference).unwrap();
            std::fs::write(&path, credentials.docker_config(&reference).unwrap().unwrap()).unwrap();
            assert!(credentials.find(&reference).unwrap() == before, "{name}");
        }
        assert_eq!(Credentials::default().docker_config(&"alpine".parse().unwrap()).unwrap(), None);
    }
}
