//! Phase 2: what an agent submits, taken on.

use super::caller::{Holder, Shown};
use super::fields::{Fields, texts};
use super::replay::{Answer, IdempotencyKey, once};
use super::{Caller, Enabled};
use crate::problem::{JsonBody, Problem, kinds};
use crate::quotas::Phase;
use crate::service::Service;
use crate::store::{JobKind, now};
use crate::tokens::{Claims, Temporary};
use crate::validations::{Submission, sha256};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use tidewaiter_image::Reference;
use utoipa::ToSchema;

/// What clients wait before they ask how it goes, in seconds.
pub(super) const RETRY_AFTER: u64 = 2;

/// An agent, as it wants to register. What is not named here is ignored.
#[derive(Deserialize, ToSchema)]
#[schema(as = ValidationRequest)]
pub(super) struct Body {
    /// The token's.
    #[schema(min_length = 3, max_length = 64, pattern = "^[A-Za-z0-9_-]+$")]
    agent_id: String,
    /// The token's.
    #[schema(min_length = 2, max_length = 50, pattern = "^[A-Za-z0-9_-]+$")]
    agent_type: String,
    /// Where it can be reached, by HTTP.
    #[schema(max_length = 2048, pattern = "^https?://", format = "uri")]
    endpoint: String,
    #[serde(default)]
    #[schema(schema_with = texts::<0, 64, 1, 100>)]
    capabilities: Vec<String>,
    #[serde(default = "remote")]
    #[schema(pattern = "^(remote|local|hybrid)$")]
    communication_mode: String,
    #[schema(min_length = 1, max_length = 32)]
    version: Option<String>,
    /// A bill of materials, as text or as a document.
    sbom: Option<Value>,
    container_image: Option<Image>,
    /// Which namespace it will run in, if the policy tells them apart.
    #[schema(min_length = 1, max_length = 255)]
    namespace: Option<String>,
}

/// A validation that was taken on.
#[derive(Serialize, ToSchema)]
struct Taken {
    /// `pending`.
    status: &'static str,
    validation_id: String,
    message: &'static str,
    /// Where it is told how it goes.
    polling_url: String,
    /// In seconds.
    retry_after: u64,
}

fn remote() -> String {
    "remote".to_owned()
}

/// An image as a reference, or in its parts.
#[derive(Deserialize, ToSchema)]
#[schema(as = ContainerImage)]
#[serde(untagged)]
pub(super) enum Image {
    Reference(String),
    Parts(Parts),
}

#[derive(Deserialize, ToSchema)]
#[schema(as = ContainerImageParts)]
#[serde(deny_unknown_fields)]
pub(super) struct Parts {
    registry: Option<String>,
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
}

impl Image {
    /// As a reference; `None` for an empty text, which clients send for none.
    pub(super) fn reference(&self) -> Option<String> {
        match self {
            Self::Reference(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Self::Parts(parts) => {
                let mut text = match parts.registry.as_deref().filter(|registry| !registry.is_empty()) {
                    Some(registry) => format!("{registry}/{}", parts.repository),
                    None => parts.repository.clone(),
                };
                for (mark, part) in [(':', &parts.tag), ('@', &parts.digest)] {
                    if let Some(part) = part.as_deref().filter(|part| !part.is_empty()) {
                        text.push(mark);
                        text.push_str(part);
                    }
                }
                Some(text)
            }
        }
    }
}

/// Phase 2: have an agent validated
///
/// A temporary token is good for one validation: who asks again with the same body gets the same one.
#[utoipa::path(post, path = "/auth/agent/validate_compliance", operation_id = "request_validation", tag = "registration", request_body = Body, params(IdempotencyKey), security(("temporary" = [])),
    responses((status = 202, description = "It was taken on", body = Taken,
        headers(("location" = String, description = "Where it is"), ("retry-after" = u64, description = "In seconds")),
        links(("show" = (operation_id = "show_validation", parameters(("id" = "$response.body#/validation_id")))))), (status = 503, response = Problem), Problem))]
pub(super) async fn submit(
    State(service): State<Arc<Service>>,
    _: Enabled,
    caller: Caller,
    Holder { claims, shown }: Holder<Temporary>,
    JsonBody(sent): JsonBody<Value>,
) -> Result<Response, Problem> {
    service.quotas.take(Phase::Validation, &claims.agent_id, now())?;
    let canonical = sent.to_string();
    let JsonBody(body) = JsonBody::<Body>::of(sent)?;
    let image = check(&body, &claims)?;
    caller.certified(&service, &shown, &body.communication_mode)?;
    let hash = sha256(&canonical);
    let submission = submission(body, image, &claims, &shown, caller.address(&service).to_string(), canonical);
    once(&service, &caller, &format!("validate:{}", claims.agent_id), &hash, take_on(&service, &caller, &submission, &claims))
        .await
}

fn check(body: &Body, claims: &Claims<Temporary>) -> Result<Option<String>, Problem> {
    let mut fields = Fields::default();
    fields.identifier("agent_id", &body.agent_id, 3, 64);
    fields.identifier("agent_type", &body.agent_type, 2, 50);
    fields.endpoint("endpoint", &body.endpoint);
    fields.list("capabilities", &body.capabilities, (0, 64), (1, 100));
    fields.mode("communication_mode", &body.communication_mode);
    if let Some(version) = &body.version {
        fields.length("version", version, 1, 32);
    }
    if let Some(namespace) = &body.namespace {
        fields.length("namespace", namespace, 1, 255);
    }
    let image = body.container_image.as_ref().and_then(Image::reference);
    if let Some(text) = &image
        && let Err(error) = text.parse::<Reference>()
    {
        fields.fault("container_image", "reference", error.reason());
    }
    fields.finish()?;
    for (field, said, known) in
        [("agent_id", &body.agent_id, &claims.agent_id), ("agent_type", &body.agent_type, &claims.own.agent_type)]
    {
        if said != known {
            let detail = format!("{field} is not the one that the token was issued for");
            return Err(Problem::new(&kinds::INVALID_INPUT, detail).with("field", field));
        }
    }
    Ok(image)
}

fn submission(
    body: Body,
    image: Option<String>,
    claims: &Claims<Temporary>,
    shown: &Shown,
    client: String,
    canonical: String,
) -> Submission {
    // A token that was bound stays bound to the same.
    let (bound, now) = (claims.cnf.clone().unwrap_or_default(), shown.confirmation().unwrap_or_default());
    let cnf = crate::tokens::Confirmation { jkt: bound.jkt.or(now.jkt), certificate: bound.certificate.or(now.certificate) };
    Submission {
        agent_id: body.agent_id,
        agent_type: body.agent_type,
        endpoint: body.endpoint,
        capabilities: body.capabilities,
        communication_mode: body.communication_mode,
        version: body.version,
        sbom: body.sbom.map(|sbom| match sbom {
            Value::String(text) => text,
            other => other.to_string(),
        }),
        image,
        namespace: body.namespace,
        cnf: (cnf.jkt.is_some() || cnf.certificate.is_some()).then_some(cnf),
        key_hash: claims.own.agent_key_hash.clone(),
        client,
        body: canonical,
    }
}

async fn take_on(
    service: &Service,
    caller: &Caller,
    submission: &Submission,
    claims: &Claims<Temporary>,
) -> Result<Answer, Problem> {
    let internal = |error| Problem::internal(&error);
    let (waiting, _) = service.store.job_counts(JobKind::Validation).await.map_err(internal)?;
    if waiting >= service.options.validation_queue {
        let problem = Problem::new(&kinds::RATE_LIMIT_EXCEEDED, "Too many validations are waiting");
        return Err(problem.with("attempt_type", "validation").retry_after(5));
    }
    let taken = service.validations.submit(submission, &claims.jti).await.map_err(internal)?;
    let Some(validation) = taken else {
        return Err(Problem::new(&kinds::TOKEN_INVALID, "The temporary token was used for another validation"));
    };
    let polling_url = caller.url(service, &format!("/auth/agent/validation/{}", validation.id));
    Ok(Answer {
        status: StatusCode::ACCEPTED,
        headers: vec![("location".to_owned(), polling_url.clone()), ("retry-after".to_owned(), RETRY_AFTER.to_string())],
        body: json!(Taken {
            status: "pending",
            validation_id: validation.id,
            message: "Validation in progress. Poll the status endpoint for results.",
            polling_url,
            retry_after: RETRY_AFTER,
        }),
    })
}
