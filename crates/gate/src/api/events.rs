//! `/v1/scans/{id}/events`: how a scan goes, as it goes.
//!
//! Form: server-sent events, <https://html.spec.whatwg.org/multipage/server-sent-events.html>. Each `scan` event is the scan's
//! document; the last one's status is final, and then the stream ends. It ends before that, too, when the service does: browsers connect
//! again by themselves then.

use super::client::{Client, Scope};
use super::scans::{ScanDocument, missing};
use crate::problem::Problem;
use crate::service::Service;
use crate::store::Scan;
use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// How often a scan is looked at.
const LOOK: Duration = Duration::from_millis(300);

/// One event of the stream.
#[derive(ToSchema)]
struct ScanEvent {
    /// `scan`.
    event: &'static str,
    /// The scan's document, as JSON.
    data: String,
}

impl From<ScanEvent> for Event {
    fn from(told: ScanEvent) -> Self {
        Self::default().event(told.event).data(told.data)
    }
}

/// Where a stream is.
struct Follow {
    service: Arc<Service>,
    id: String,
    told: Option<Scan>,
}

/// Follow a scan
#[utoipa::path(get, path = "/v1/scans/{id}/events", operation_id = "follow_scan", tag = "scans", params(("id" = String, Path)), security(("token" = []), ("certificate" = [])), responses(
    (status = 200, description = "Events, until the scan has ended", content_type = "text/event-stream", body = ScanEvent),
    Problem))]
pub(super) async fn follow(
    State(service): State<Arc<Service>>,
    client: Client,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    client.may(Scope::Read)?;
    service.store.scan(&id).await.map_err(|error| Problem::internal(&error))?.ok_or_else(missing)?;
    let events = stream::unfold(Follow { service, id, told: None }, next);
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

async fn next(mut follow: Follow) -> Option<(Result<Event, Infallible>, Follow)> {
    if follow.told.as_ref().is_some_and(|scan| scan.status.is_final()) {
        return None;
    }
    loop {
        let patience = if follow.told.is_none() { Duration::ZERO } else { LOOK };
        let scan = tokio::select! {
            scan = follow.service.scans.wait(&follow.id, patience) => scan.ok()??,
            () = follow.service.scans.ended() => return None,
        };
        if follow.told.as_ref() == Some(&scan) {
            continue;
        }
        let data = serde_json::to_string(&ScanDocument::from(&scan)).ok()?;
        follow.told = Some(scan);
        return Some((Ok(ScanEvent { event: "scan", data }.into()), follow));
    }
}
