//! `/v1/verdicts`: may this image in?

use super::client::{Client, Scope};
use super::cursor;
use super::scans::refused;
use crate::problem::{Fault, Problem, QueryString, kinds};
use crate::service::Service;
use crate::store::StoredVerdict;
use crate::time::zulu;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tidewaiter_image::Reference;
use tidewaiter_policy::{Subject, Verdict};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The image whose verdict is wanted; without it, verdicts are listed.
    #[param(min_length = 1, max_length = 512, format = "image-reference")]
    image: Option<String>,
    /// Judge for agents of this type.
    agent_type: Option<String>,
    /// Judge for this namespace.
    namespace: Option<String>,
    /// Where the page begins: `next` of the one before.
    #[param(format = "cursor")]
    cursor: Option<String>,
    /// Elements, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// A verdict.
#[derive(Serialize, ToSchema)]
pub(super) struct VerdictDocument {
    id: String,
    scan_id: String,
    created_at: String,
    /// Passed or failed, with all reasons and all that they depend on.
    #[schema(value_type = Object)]
    verdict: Verdict,
}

/// Verdicts.
#[derive(Serialize, ToSchema)]
pub(super) struct VerdictPage {
    verdicts: Vec<VerdictDocument>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl From<&StoredVerdict> for VerdictDocument {
    fn from(kept: &StoredVerdict) -> Self {
        Self {
            id: kept.id.clone(),
            scan_id: kept.scan_id.clone(),
            created_at: zulu(kept.created_at),
            verdict: kept.verdict.clone(),
        }
    }
}

/// The verdict on an image, or verdicts, the newest first
///
/// An image's is that of its newest report, by the policy in force. It is the manifest's that the reference leads to now.
#[utoipa::path(get, path = "/v1/verdicts", operation_id = "list_verdicts", tag = "verdicts", params(Asked), security(("token" = []), ("certificate" = [])), responses(
    (status = 200, description = "One for an image, or a page", body = VerdictPage),
    (status = 503, response = Problem), Problem))]
pub(super) async fn list(
    State(service): State<Arc<Service>>,
    client: Client,
    QueryString(asked): QueryString<Asked>,
) -> Result<Json<VerdictPage>, Problem> {
    client.may(Scope::Read)?;
    let internal = |error| Problem::internal(&error);
    if let Some(image) = &asked.image {
        let kept = of_image(&service, image, &asked).await?;
        return Ok(Json(VerdictPage { verdicts: vec![VerdictDocument::from(&*kept)], next: None }));
    }
    let limit = cursor::limit(asked.limit)?;
    let kept = service.store.verdicts(None, cursor::read(asked.cursor.as_deref())?, limit).await.map_err(internal)?;
    let next = cursor::next(&kept, limit, |last| (last.created_at, &last.id));
    Ok(Json(VerdictPage { verdicts: kept.iter().map(VerdictDocument::from).collect(), next }))
}

async fn of_image(service: &Service, image: &str, asked: &Asked) -> Result<Arc<StoredVerdict>, Problem> {
    let internal = |error| Problem::internal(&error);
    let reference: Reference = image.parse().map_err(|error: tidewaiter_image::InvalidReference| {
        Problem::invalid(&[Fault::in_query("image", "reference", error.reason())])
    })?;
    let has_zero = [&asked.agent_type, &asked.namespace].into_iter().flatten().any(|text| text.contains('\0'));
    if has_zero {
        return Err(Problem::invalid(&[Fault::in_query("agent_type", "pattern", "has a zero byte")]));
    }
    let resolved = service.scans.resolve(&reference, None).await.map_err(|refusal| refused(&refusal))?;
    let missing = || {
        Problem::new(&kinds::NOT_FOUND, "This image has no report; ask for a scan").with("manifest_digest", &resolved.manifest)
    };
    let scan = service.store.newest_done(resolved.manifest.as_str()).await.map_err(internal)?.ok_or_else(missing)?;
    let subject = Subject { agent_type: asked.agent_type.clone(), namespace: asked.namespace.clone() };
    service.judge.verdict(&scan, &subject).await.map_err(internal)?.ok_or_else(missing)
}
