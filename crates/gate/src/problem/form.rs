//! Bodies and queries that have to have a form, and what is told when they have not.
//!
//! `validation_errors` is an array of objects: `field` (`body.capabilities[2]`), `loc` (the same as steps, as the registry's clients know
//! it), `message`, `type`. The text never repeats a value: it may be a key that stood in the wrong place.
//!
//! Limits: reading ends at the first fault of form, so one is told; what a handler checks by itself can be told all at once. Bodies are
//! bounded by the router's `DefaultBodyLimit`.

use super::{Problem, kinds};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};
use std::fmt;
use utoipa::ToSchema;

/// A body of JSON, refused with a problem when it is none or has not the form of `T`.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonBody<T>(pub T);

/// A query, refused with a problem when it has not the form of `T`.
#[derive(Clone, Copy, Debug, Default)]
pub struct QueryString<T>(pub T);

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// `body.capabilities[2]`.
    field: String,
    /// The same as steps.
    loc: Vec<Step>,
    message: String,
    /// Stable, for programs.
    #[serde(rename = "type")]
    kind: &'static str,
}

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Step {
    /// An object's field.
    Field(String),
    /// An array's element.
    Index(usize),
}

impl Fault {
    /// A value in the body that is not as it should be: `kind` is in snake case and stable, the message a few words (`is required`).
    #[must_use]
    pub fn in_body(field: &str, kind: &'static str, message: impl Into<String>) -> Self {
        let steps = [Step::Field("body".to_owned()), Step::Field(field.to_owned())];
        Self::at(steps.into(), kind, message.into())
    }

    /// An element of a list in the body.
    #[must_use]
    pub fn in_list(field: &str, index: usize, kind: &'static str, message: impl Into<String>) -> Self {
        let steps = [Step::Field("body".to_owned()), Step::Field(field.to_owned()), Step::Index(index)];
        Self::at(steps.into(), kind, message.into())
    }

    /// A header.
    #[must_use]
    pub fn in_header(name: &str, kind: &'static str, message: impl Into<String>) -> Self {
        Self::at(vec![Step::Field("header".to_owned()), Step::Field(name.to_owned())], kind, message.into())
    }

    /// A parameter of the query.
    #[must_use]
    pub fn in_query(name: &str, kind: &'static str, message: impl Into<String>) -> Self {
        Self::at(vec![Step::Field("query".to_owned()), Step::Field(name.to_owned())], kind, message.into())
    }

    fn at(loc: Vec<Step>, kind: &'static str, message: String) -> Self {
        let mut field = String::new();
        for step in &loc {
            match step {
                Step::Field(name) if field.is_empty() => field.push_str(name),
                Step::Field(name) => field.extend([".", name]),
                Step::Index(index) => field.push_str(&format!("[{index}]")),
            }
        }
        Self { field, loc, message, kind }
    }

    /// What a reader of JSON or of a query says, in our words.
    fn read(root: &str, path: &Path, said: &str) -> Self {
        let mut loc = vec![Step::Field(root.to_owned())];
        loc.extend(path.iter().filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Field(key.clone())),
            Segment::Enum { variant } => Some(Step::Field(variant.clone())),
            Segment::Unknown => None,
        }));
        // Where in the text it was: of no use beside the path.
        let said = said.rsplit_once(" at line ").map_or(said, |(said, _)| said);
        if let Some(name) = said.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            loc.push(Step::Field(name.to_owned()));
            return Self::at(loc, "missing", "is required".to_owned());
        }
        let (kind, message) = match said.split_once(' ').map(|(first, _)| first) {
            Some("invalid") => ("invalid", expected(said, "has the wrong type or value")),
            Some("unknown") => ("unknown", expected(said, "is not known")),
            Some("duplicate") => ("duplicate", "is there twice".to_owned()),
            _ => ("invalid", said.to_owned()),
        };
        Self::at(loc, kind, message)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

/// `invalid type: string "hunter2", expected u64` without what was there.
fn expected(said: &str, otherwise: &str) -> String {
    match said.rsplit_once(", expected ") {
        Some((_, wanted)) => format!("expected {wanted}"),
        None => otherwise.to_owned(),
    }
}

impl<T: DeserializeOwned> JsonBody<T> {
    /// Of a body that was read as a whole before: who asks is known only then.
    ///
    /// # Errors
    /// It has not the form of `T`.
    pub fn of(body: Value) -> Result<Self, Problem> {
        let read = serde_path_to_error::deserialize(body);
        read.map(Self).map_err(|error| Problem::invalid(&[Fault::read("body", error.path(), &error.inner().to_string())]))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !says_json(request.headers()) {
            return Err(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE, "The body has to be of type application/json"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(&kinds::REQUEST_TOO_LARGE, "The body is too large"),
            _ => Problem::new(&kinds::REQUEST_ERROR, "The body could not be read"),
        })?;
        Ok(Self(parse(&bytes).map_err(|fault| Problem::invalid(&[fault]))?))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for QueryString<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(Problem::invalid(&[query_fault(&rejection)])),
        }
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let is_no_json = |error: &serde_json::Error| {
        let message = match error.classify() {
            Category::Eof => format!("ends too early, at line {} column {}", error.line(), error.column()),
            _ => format!("is no JSON, at line {} column {}", error.line(), error.column()),
        };
        Fault::at(vec![Step::Field("body".to_owned())], "json_invalid", message)
    };
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| match error.inner().classify() {
        Category::Data => Fault::read("body", error.path(), &error.inner().to_string()),
        Category::Eof | Category::Syntax | Category::Io => is_no_json(error.inner()),
    })?;
    reader.end().map_err(|error| is_no_json(&error))?;
    Ok(value)
}

/// `application/json`, or a type that is written in it (`application/scim+json`), with any parameters.
fn says_json(headers: &HeaderMap) -> bool {
    let stated = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = stated.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// The reader of queries tells path and fault in one text, `limit: invalid digit found in string`.
fn query_fault(rejection: &axum::extract::rejection::QueryRejection) -> Fault {
    let source = std::error::Error::source(rejection).map(ToString::to_string).unwrap_or_default();
    match source.split_once(": ") {
        Some((name, said)) if !name.contains(' ') => {
            Fault::in_query(name, "invalid", if said.starts_with("invalid") { said } else { "has the wrong type or value" })
        }
        _ => match source.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            Some(name) => Fault::in_query(name, "missing", "is required"),
            None => Fault::at(vec![Step::Field("query".to_owned())], "invalid", "does not have the expected form".to_owned()),
        },
    }
}
