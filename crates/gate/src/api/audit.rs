//! `/v1/audit`: who asked for what, and what was answered.

use super::client::{Client, Scope};
use super::cursor;
use crate::problem::{Problem, QueryString};
use crate::service::Service;
use crate::time::zulu;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// Where the page begins: `next` of the one before.
    #[param(format = "cursor")]
    cursor: Option<String>,
    /// Elements, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// Something that happened.
#[derive(Serialize, ToSchema)]
struct Event {
    id: String,
    at: String,
    /// `verdict`, `agent.registered`, `token.issued`, `token.refused`.
    event: String,
    /// Whom it is about.
    subject: String,
    #[schema(value_type = Object)]
    data: serde_json::Value,
}

/// A page of the audit log.
#[derive(Serialize, ToSchema)]
pub(super) struct AuditPage {
    events: Vec<Event>,
    /// The cursor of the next page.
    next: Option<String>,
}

/// The audit log, the newest first
#[utoipa::path(get, path = "/v1/audit", operation_id = "list_events", tag = "verdicts", params(Page), security(("token" = []), ("certificate" = [])), responses(
    (status = 200, description = "A page", body = AuditPage),
    Problem))]
pub(super) async fn list(
    State(service): State<Arc<Service>>,
    client: Client,
    QueryString(page): QueryString<Page>,
) -> Result<Json<AuditPage>, Problem> {
    client.may(Scope::Admin)?;
    let limit = cursor::limit(page.limit)?;
    let kept = service.store.audited(cursor::read(page.cursor.as_deref())?, limit).await;
    let kept = kept.map_err(|error| Problem::internal(&error))?;
    let next = cursor::next(&kept, limit, |last| (last.at, &last.id));
    let events = kept.into_iter().map(|event| Event {
        id: event.id,
        at: zulu(event.at),
        event: event.event,
        subject: event.subject,
        data: event.data,
    });
    Ok(Json(AuditPage { events: events.collect(), next }))
}
