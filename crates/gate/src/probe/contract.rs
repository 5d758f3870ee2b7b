//! What an agent's endpoints have to answer.
//!
//! Format: the registry's contracts file, version 1.0: a list of endpoints, each with path, method, time-out in seconds, the statuses that are
//! fine, a body to send, fields that have to be there and rules for fields. [`Contracts::standard`] is the registry's own list, in the same
//! form; `response_schema` (JSON Schema) is not looked at, as it is not there either.
//!
//! Limits: 64 endpoints, 1 to 60 seconds each; patterns are regular expressions that are linear in time, and match from the beginning.

use regex::bytes::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

const STANDARD: &str = include_str!("standard.yaml");
const MAX_ENDPOINTS: usize = 64;

/// What all endpoints have to answer.
#[derive(Clone, Debug)]
pub struct Contracts {
    /// `static` for the registry's own, `dynamic` for a file's.
    pub(super) mode: &'static str,
    pub(super) endpoints: Vec<Contract>,
}

/// What one endpoint has to answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Contract {
    /// With `{agent_id}`, `{user_id}` and whatever else in braces.
    pub(super) path: String,
    #[serde(default)]
    pub(super) method: Verb,
    #[serde(default = "five")]
    timeout: u64,
    /// What fails elsewhere is a warning.
    #[serde(default = "yes")]
    pub(super) required: bool,
    #[serde(default = "fine")]
    pub(super) expected_status: Vec<u16>,
    #[serde(default)]
    pub(super) request_body: Option<Value>,
    #[serde(default)]
    pub(super) required_fields: Vec<String>,
    #[serde(default)]
    pub(super) field_validations: BTreeMap<String, Rule>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Verb {
    #[default]
    Get,
    Post,
    Put,
    Delete,
}

/// What a field has to be. A type's name alone is short for a rule with only that.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct Rule {
    pub(super) kind: Option<Type>,
    pub(super) required: bool,
    pub(super) allowed: Option<Vec<Value>>,
    pub(super) pattern: Option<Pattern>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) items: Option<Box<Rule>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

#[derive(Clone, Debug)]
pub(super) struct Pattern(Regex);

#[derive(Deserialize)]
struct Written {
    #[serde(rename = "type")]
    kind: Option<Type>,
    #[serde(default = "yes")]
    required: bool,
    #[serde(rename = "enum")]
    allowed: Option<Vec<Value>>,
    pattern: Option<Pattern>,
    min: Option<f64>,
    max: Option<f64>,
    items: Option<Box<Rule>>,
}

/// A file of contracts that cannot be used. Whose fault: the operator's.
#[derive(Debug, thiserror::Error)]
pub enum ContractsError {
    /// It is no list of endpoints.
    #[error("the file of endpoint contracts cannot be read: {0}")]
    Form(String),
    /// Another version of the format.
    #[error("endpoint contracts of version {0} are not known, only 1.0")]
    Version(String),
    /// None, or too many.
    #[error("a file of endpoint contracts has 1 to {MAX_ENDPOINTS} endpoints, not {0}")]
    Count(usize),
    /// An endpoint that cannot be asked.
    #[error("endpoint `{path}`: {reason}")]
    Endpoint {
        /// Which.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl Contracts {
    /// The 14 endpoints of the registry's contract.
    ///
    /// # Errors
    /// Never: the list is compiled in, and a test reads it.
    pub fn standard() -> Result<Self, ContractsError> {
        Ok(Self { mode: "static", endpoints: parse(STANDARD)? })
    }

    /// An operator's own (`ARCP_TPR_ENDPOINT_CONTRACTS_FILE`).
    ///
    /// # Errors
    /// See [`ContractsError`].
    pub fn read(yaml: &str) -> Result<Self, ContractsError> {
        Ok(Self { mode: "dynamic", endpoints: parse(yaml)? })
    }
}

fn parse(yaml: &str) -> Result<Vec<Contract>, ContractsError> {
    let file: Value = serde_saphyr::from_str(yaml).map_err(|error| {
        let said = error.to_string();
        ContractsError::Form(said.lines().next().unwrap_or_default().to_owned())
    })?;
    let (version, list) = match file {
        Value::Object(mut file) => (file.remove("version"), file.remove("endpoints").unwrap_or_default()),
        list => (None, list),
    };
    if let Some(version) = version.filter(|version| version != "1.0") {
        return Err(ContractsError::Version(version.to_string()));
    }
    let Value::Array(list) = list else { return Err(ContractsError::Form("it is no list of endpoints".to_owned())) };
    let endpoints = list.into_iter().enumerate().map(|(index, written)| {
        let place = index.saturating_add(1);
        serde_json::from_value(written).map_err(|error| ContractsError::Form(format!("endpoint {place}: {error}")))
    });
    let endpoints: Vec<Contract> = endpoints.collect::<Result<_, _>>()?;
    if endpoints.is_empty() || endpoints.len() > MAX_ENDPOINTS {
        return Err(ContractsError::Count(endpoints.len()));
    }
    for endpoint in &endpoints {
        let reason = match endpoint {
            Contract { path, .. } if !path.starts_with('/') => "its path does not begin with a slash",
            Contract { timeout: 0 | 61.., .. } => "its time-out is not between 1 and 60 seconds",
            Contract { expected_status, .. } if expected_status.is_empty() => "it expects no status",
            _ => continue,
        };
        return Err(ContractsError::Endpoint { path: endpoint.path.clone(), reason });
    }
    Ok(endpoints)
}

impl Contract {
    pub(super) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }

    /// As answers name it.
    pub(super) fn name(&self) -> String {
        format!("{}:{}", self.method.as_str(), self.path)
    }

    /// The path with something in place of its braces.
    pub(super) fn path_for(&self, agent_id: &str) -> String {
        let (mut path, mut rest) = (String::new(), self.path.as_str());
        while let Some((before, name, after)) = braces(rest) {
            path.push_str(before);
            path.push_str(match name {
                "agent_id" => agent_id,
                "user_id" => "validation-test-user",
                _ => "validation-test-id",
            });
            rest = after;
        }
        path + rest
    }

    /// What is sent, if its method sends something.
    pub(super) fn body(&self) -> Option<String> {
        let body = || self.request_body.as_ref().unwrap_or(&json!({})).to_string();
        matches!(self.method, Verb::Post | Verb::Put).then(body)
    }
}

fn braces(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

impl Verb {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl Pattern {
    pub(super) fn fits(&self, text: &str) -> bool {
        self.0.is_match(text.as_bytes())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // Python's `match`, by which such files are written, begins at the beginning.
        let anchored = RegexBuilder::new(&format!("^(?:{text})")).unicode(false).size_limit(1 << 20).build();
        anchored.map(Self).map_err(|_| serde::de::Error::custom("a pattern is no regular expression"))
    }
}

impl TryFrom<Value> for Rule {
    type Error = serde_json::Error;

    fn try_from(value: Value) -> Result<Self, serde_json::Error> {
        let written = if value.is_string() { json!({"type": value}) } else { value };
        let Written { kind, required, allowed, pattern, min, max, items } = serde_json::from_value(written)?;
        Ok(Self { kind, required, allowed, pattern, min, max, items })
    }
}

fn yes() -> bool {
    true
}

fn five() -> u64 {
    5
}

fn fine() -> Vec<u16> {
    vec![200]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registrys_own_list_is_read() {
        let contracts = Contracts::standard().unwrap();
        let names: Vec<_> = contracts.endpoints.iter().map(Contract::name).collect();
        insta::assert_snapshot!(names.join("\n"));
        assert_eq!(contracts.endpoints.iter().filter(|endpoint| !endpoint.required).count(), 2);
        assert!(contracts.endpoints.iter().all(|endpoint| endpoint.timeout() <= Duration::from_secs(20)));
        let ping = &contracts.endpoints[1].field_validations;
        assert!(ping["timestamp"].pattern.as_ref().unwrap().fits("2026-02-16T10:30:00.5+00:00"));
        assert!(!ping["timestamp"].pattern.as_ref().unwrap().fits("at 2026-02-16T10:30:00"));
    }

    #[test]
    fn braces_are_filled() {
        let contract = |path: &str| Contracts::read(&format!("- path: '{path}'")).unwrap().endpoints.remove(0);
        assert_eq!(
            contract("/agents/{agent_id}/{task_id}/{user_id}").path_for("a"),
            "/agents/a/validation-test-id/validation-test-user"
        );
        assert_eq!(contract("/a}{b").path_for("a"), "/a}{b");
    }

    #[test]
    fn files_of_operators_are_read_or_refused() {
        let short =
            Contracts::read("- {path: /x, method: PUT, request_body: {a: 1}, field_validations: {size: integer}}").unwrap();
        assert_eq!((short.mode, short.endpoints[0].body().as_deref()), ("dynamic", Some(r#"{"a":1}"#)));
        assert_eq!(short.endpoints[0].field_validations["size"].kind, Some(Type::Integer));
        let said = |yaml: &str| Contracts::read(yaml).unwrap_err().to_string();
        assert_eq!(
            said("{version: '2.0', endpoints: [{path: /x}]}"),
            "endpoint contracts of version \"2.0\" are not known, only 1.0"
        );
        assert_eq!(
            said("[{path: /x}, {path: /y, method: BREW}]"),
            "the file of endpoint contracts cannot be read: endpoint 2: unknown variant `BREW`, expected one of `GET`, `POST`, `PUT`, `DELETE`"
        );
        assert_eq!(said("[]"), "a file of endpoint contracts has 1 to 64 endpoints, not 0");
        assert_eq!(said("- path: x"), "endpoint `x`: its path does not begin with a slash");
        assert_eq!(said("- {path: /x, timeout: 61}"), "endpoint `/x`: its time-out is not between 1 and 60 seconds");
        assert_eq!(said("- {path: /x, expected_status: []}"), "endpoint `/x`: it expects no status");
        for broken in ["", "x", "- {path: /x, method: BREW}", "- {path: /x, field_validations: {a: {pattern: '('}}}", "{", "- {}"]
        {
            assert!(matches!(Contracts::read(broken), Err(ContractsError::Form(_))), "{broken}");
        }
    }
}
