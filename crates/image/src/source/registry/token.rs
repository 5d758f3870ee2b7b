//! Tokens: what a registry wants to see instead of a password.
//!
//! Specification: <https://distribution.github.io/distribution/spec/auth/token/> and `oauth` beside it.

use super::RegistryError;
use super::client::Client;
use super::credentials::Login;
use super::transport::Ask;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use std::io::Read;
use ureq::http::Uri;

const MAX_ANSWER: u64 = 1 << 20;

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    token: String,
    #[serde(default)]
    access_token: String,
}

/// The `Authorization` of a user and password.
pub(super) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
}

/// Asks a realm for a token, with the credentials that there are.
pub(super) fn fetch(client: &Client, realm: &str, service: Option<&str>, scope: Option<&str>) -> Result<String, RegistryError> {
    let url: Uri = realm.parse().map_err(|_| client.transport().protocol("its token server has no valid URL".to_owned()))?;
    if !client.transport().may_get_credentials(&url) {
        return Err(client.transport().protocol(format!("its token server {url} is not reached by TLS")));
    }
    let usual = format!("repository:{}:pull", client.repository());
    let mut parameters = vec![("scope", scope.filter(|scope| !scope.is_empty()).unwrap_or(&usual))];
    parameters.extend(service.map(|service| ("service", service)));
    let response = match client.login() {
        Login::Identity(token) => {
            parameters.extend([("grant_type", "refresh_token"), ("refresh_token", token.as_str()), ("client_id", "tidewaiter")]);
            client.transport().post(&url, &encoded(&parameters))?
        }
        login => {
            let separator = if realm.contains('?') { '&' } else { '?' };
            let asked = format!("{realm}{separator}{}", encoded(&parameters));
            let url: Uri =
                asked.parse().map_err(|_| client.transport().protocol("its token server has no valid URL".to_owned()))?;
            let authorization = match login {
                Login::Password { user, password } => Some(basic(user, password)),
                _ => None,
            };
            client.transport().once(&url, &Ask::get(&[]), authorization.as_deref())?
        }
    };
    match response.status().as_u16() {
        200 => {}
        401 | 403 => return Err(client.unauthorized()),
        429 => return Err(RegistryError::TooManyRequests { registry: url.host().unwrap_or("").to_owned() }),
        status => {
            return Err(RegistryError::Status { what: format!("the token server {url}"), status, message: String::new() });
        }
    }
    let mut bytes = Vec::new();
    let broken = || client.transport().protocol("its token server answers without a token".to_owned());
    response.into_body().into_reader().take(MAX_ANSWER).read_to_end(&mut bytes).map_err(|_| broken())?;
    let answer: Answer = serde_json::from_slice(&bytes).map_err(|_| broken())?;
    let token = if answer.token.is_empty() { answer.access_token } else { answer.token };
    let is_sendable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    if is_sendable { Ok(format!("Bearer {token}")) } else { Err(broken()) }
}

/// Parameters of a query or form.
fn encoded(parameters: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (key, value) in parameters {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(key);
        out.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => out.push(char::from(byte)),
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    out
}
