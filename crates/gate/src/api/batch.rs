//! `/v1/scans/batch`: many scans at once.

use super::client::{Client, Scope};
use super::scans::{NewScan, request};
use crate::problem::{Fault, JsonBody, Problem};
use crate::service::Service;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Scans of one batch.
const MAX_BATCH: usize = 100;

/// Scans as they are asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Batch {
    /// At most 100.
    #[schema(min_items = 1, max_items = 100)]
    scans: Vec<NewScan>,
}

/// What came of each, in the order in which they were asked for.
#[derive(Serialize, ToSchema)]
pub(super) struct BatchAnswer {
    scans: Vec<BatchElement>,
}

/// One of a batch.
#[derive(Serialize, ToSchema)]
struct BatchElement {
    image: String,
    /// The scan's id, if it was taken on.
    id: Option<String>,
    /// The manifest that is judged.
    manifest_digest: Option<String>,
    /// Why not.
    error: Option<String>,
}

/// Ask for many scans
///
/// Each is taken on or refused by itself.
#[utoipa::path(post, path = "/v1/scans/batch", operation_id = "request_scans", tag = "scans", request_body = Batch, security(("token" = []), ("certificate" = [])), responses(
    (status = 202, description = "What came of each", body = BatchAnswer),
    Problem))]
pub(super) async fn submit(
    State(service): State<Arc<Service>>,
    client: Client,
    JsonBody(batch): JsonBody<Batch>,
) -> Result<(StatusCode, Json<BatchAnswer>), Problem> {
    client.may(Scope::Scan)?;
    if batch.scans.is_empty() || batch.scans.len() > MAX_BATCH {
        let message = format!("has to have 1 to {MAX_BATCH} elements");
        return Err(Problem::invalid(&[Fault::in_body("scans", "count", message)]));
    }
    let asking = batch.scans.iter().map(|new| request(&service, &client, new));
    let outcomes = futures_util::future::join_all(asking).await;
    let scans = batch.scans.iter().zip(outcomes).map(|(new, outcome)| {
        let image = new.image.clone();
        match outcome {
            Ok((submitted, digest)) => {
                BatchElement { image, id: Some(submitted.id().to_owned()), manifest_digest: Some(digest), error: None }
            }
            Err(problem) => BatchElement { image, id: None, manifest_digest: None, error: Some(problem.detail().to_owned()) },
        }
    });
    Ok((StatusCode::ACCEPTED, Json(BatchAnswer { scans: scans.collect() })))
}
