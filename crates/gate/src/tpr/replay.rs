//! Requests that carry an `Idempotency-Key`: the second gets the first one's answer, if it is the same caller's and says the same.
//!
//! Form: <https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/>.

use super::Caller;
use crate::problem::{Problem, kinds};
use crate::service::Service;
use crate::store::{Replay, Replayed, millis, now};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::future::Future;
use std::time::Duration;
use utoipa::IntoParams;

/// The header that makes a request one that can be repeated.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(super) struct IdempotencyKey {
    /// Names the request: sent again with the same body, it gets the same answer.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255)]
    _key: Option<String>,
}

const HEADER: &str = "idempotency-key";
/// No request is answered for so long; one that was begun before died with its node, and may be tried again.
const HOLD: Duration = Duration::from_secs(60);
static REPLAYED: HeaderName = HeaderName::from_static("x-idempotent-replayed");

/// An answer that can be kept.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Value,
}

impl Answer {
    pub(super) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, headers: Vec::new(), body }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(self.body)).into_response();
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// Answers, or repeats what was answered. `whose` is who the token says, so that a key is nobody else's.
pub(super) async fn once(
    service: &Service,
    caller: &Caller,
    whose: &str,
    request_hash: &str,
    work: impl Future<Output = Result<Answer, Problem>>,
) -> Result<Response, Problem> {
    let Some(key) = caller.header(HEADER) else { return Ok(work.await?.into_response()) };
    if key.is_empty() || key.len() > 255 {
        return Err(Problem::new(&kinds::INVALID_INPUT, "Idempotency-Key has to have 1 to 255 characters"));
    }
    let internal = |error| Problem::internal(&error);
    let time = now();
    let known = service.store.begin_replay(whose, key, request_hash, time, time.saturating_add(millis(HOLD))).await;
    match known.map_err(internal)? {
        Replayed::First => {}
        Replayed::Answered(answer) => return Ok(repeated(&answer)),
        Replayed::UnderWay => {
            return Err(Problem::new(&kinds::CONFLICT, "The first request with this Idempotency-Key is still being answered")
                .retry_after(1));
        }
        Replayed::Conflict => {
            let detail = "This Idempotency-Key was used with another request";
            return Err(Problem::new(&kinds::IDEMPOTENCY_CONFLICT, detail).header(REPLAYED.clone(), "conflict"));
        }
    }
    match work.await {
        Ok(answer) => {
            let replay = Replay {
                status: answer.status.as_u16(),
                headers: serde_json::to_string(&answer.headers).unwrap_or_default(),
                body: answer.body.to_string(),
            };
            let expires = now().saturating_add(millis(service.options.idempotency));
            service.store.end_replay(whose, key, Some((&replay, expires))).await.map_err(internal)?;
            Ok(answer.into_response())
        }
        Err(problem) => {
            service.store.end_replay(whose, key, None).await.map_err(internal)?;
            Err(problem)
        }
    }
}

fn repeated(replay: &Replay) -> Response {
    let answer = Answer {
        status: StatusCode::from_u16(replay.status).unwrap_or(StatusCode::OK),
        headers: serde_json::from_str(&replay.headers).unwrap_or_default(),
        body: serde_json::from_str(&replay.body).unwrap_or_default(),
    };
    let mut response = answer.into_response();
    response.headers_mut().insert(&REPLAYED, HeaderValue::from_static("true"));
    response
}
