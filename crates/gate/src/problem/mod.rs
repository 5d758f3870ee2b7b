//! Everything that a client is told when something went wrong: problem details, one shape for all routes.
//!
//! Specification: RFC 9457, <https://www.rfc-editor.org/rfc/rfc9457>. [`kinds`] lists what can go wrong, [`describe`] completes answers
//! on their way out (where types are described, which path was asked), [`JsonBody`] and [`QueryString`] refuse what has not the right
//! form.
//!
//! Limits: a detail is cut at 500 characters. It is written for the client: causes belong in the log ([`Problem::internal`]).

mod describe;
mod form;
pub mod kinds;
mod openapi;

pub use describe::{DEFAULT_BASE, OWN_BASE, describe};
pub use form::{Fault, JsonBody, QueryString, Step};
pub use kinds::Kind;

use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

const MAX_DETAIL: usize = 500;

/// One problem, ready to be answered.
#[derive(Clone)]
pub struct Problem(Box<Content>);

#[derive(Clone)]
struct Content {
    kind: &'static Kind,
    status: StatusCode,
    title: Cow<'static, str>,
    detail: String,
    extensions: Map<String, Value>,
    headers: HeaderMap,
}

impl Problem {
    /// A problem of that kind; the detail says what is wrong with this request.
    #[must_use]
    pub fn new(kind: &'static Kind, detail: impl Into<String>) -> Self {
        let mut detail = detail.into();
        if let Some((end, _)) = detail.char_indices().nth(MAX_DETAIL) {
            detail.truncate(end);
        }
        let title = Cow::Borrowed(kind.title);
        let (extensions, headers) = (Map::new(), HeaderMap::new());
        Self(Box::new(Content { kind, status: kind.status, title, detail, extensions, headers }))
    }

    /// We failed: the cause goes to the log, the client is told nothing of it.
    #[must_use]
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = cause, "a request failed");
        Self::new(&kinds::INTERNAL_ERROR, "The request could not be completed")
    }

    /// Fields that have not the right form, all of them: `validation_errors` is an array of them.
    #[must_use]
    pub fn invalid(faults: &[Fault]) -> Self {
        let detail = match faults {
            [] => "The request does not have the expected form".to_owned(),
            [one] => one.to_string(),
            [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
        };
        Self::new(&kinds::VALIDATION_FAILED, detail).with("validation_errors", faults)
    }

    /// With another status than its kind's.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }

    /// With another title than its kind's.
    #[must_use]
    pub fn title(mut self, title: impl Into<Cow<'static, str>>) -> Self {
        self.0.title = title.into();
        self
    }

    /// With a field of its own. What cannot be written as JSON is left out; the members that RFC 9457 names keep their meaning.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.extensions.insert(name.to_owned(), value);
        }
        self
    }

    /// With a header of its own. What cannot be a header's value is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.insert(name, value);
        }
        self
    }

    /// When to come again, in seconds: in the header and in the body.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, &seconds.to_string()).with("retry_after", seconds)
    }

    /// What the client has to bring (RFC 9110, section 11.6.1), if it is not what its kind says.
    #[must_use]
    pub fn challenge(self, scheme: &str) -> Self {
        self.header(WWW_AUTHENTICATE, scheme)
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> &'static Kind {
        self.0.kind
    }

    /// Which status it is answered with.
    #[must_use]
    pub fn status_code(&self) -> StatusCode {
        self.0.status
    }

    /// What the client is told.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Problem({} {}: {})", self.0.status.as_u16(), self.0.kind.slug, self.0.detail)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.kind.slug, self.0.detail)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests;
