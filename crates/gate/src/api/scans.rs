//! `/v1/scans`: ask for a scan, see how it goes, read what it found.

use super::client::{Client, Scope};
use super::cursor;
use crate::problem::{Fault, JsonBody, Problem, QueryString, kinds};
use crate::scans::{Asked, Refusal, ScanRequest};
use crate::service::Service;
use crate::store::{Scan, ScanFilter, ScanStatus, Submitted};
use crate::time::zulu;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use tidewaiter_engine::Wanted;
use tidewaiter_image::{Platform, Reference};
use tidewaiter_model::Report;
use tidewaiter_report::{grype, json, table};
use utoipa::{IntoParams, ToSchema};

/// Nobody is kept waiting for longer, in seconds.
const MAX_WAIT: u64 = 60;
/// Reports as media types.
const REPORT: &str = "application/vnd.tidewaiter.report+json";
const GRYPE: &str = "application/vnd.tidewaiter.grype+json";
const TEXT: &str = "text/plain";

/// A scan as it is asked for.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewScan {
    /// The image's reference.
    #[schema(example = "docker.io/library/alpine:3.20", min_length = 1, max_length = 512, format = "image-reference")]
    pub(super) image: String,
    /// os/architecture[/variant], of an index.
    #[schema(example = "linux/amd64", pattern = "^[^/]+/[^/]+(/[^/]+)?$")]
    pub(super) platform: Option<String>,
    /// Who scans; the configured one if nothing is said.
    pub(super) engine: Option<Scanner>,
    /// What to look for; all if nothing is said.
    #[schema(min_items = 1)]
    pub(super) scanners: Option<Vec<Search>>,
}

/// Who scans.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scanner {
    Native,
    Trivy,
    Grype,
}

impl Scanner {
    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Trivy => "trivy",
            Self::Grype => "grype",
        }
    }
}

/// What to look for.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Search {
    Vuln,
    Secret,
    Misconfig,
}

/// A scan as it stands.
#[derive(Serialize, ToSchema)]
pub(super) struct ScanDocument {
    id: String,
    /// As it was asked for first.
    image: String,
    /// The manifest that is judged.
    manifest_digest: String,
    engine: String,
    status: ScanStatus,
    /// What is being done.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ScanError>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
}

/// Why there is no report.
#[derive(Serialize, ToSchema)]
struct ScanError {
    code: String,
    message: String,
}

impl From<&Scan> for ScanDocument {
    fn from(scan: &Scan) -> Self {
        let request: Option<ScanRequest> = serde_json::from_str(&scan.request).ok();
        let error = scan.error_code.clone().map(|code| ScanError { code, message: scan.error.clone().unwrap_or_default() });
        Self {
            id: scan.id.clone(),
            image: scan.image.clone(),
            manifest_digest: scan.manifest_digest.clone(),
            engine: request.map(|request| request.engine).unwrap_or_default(),
            status: scan.status,
            step: scan.step.clone(),
            error,
            created_at: zulu(scan.created_at),
            started_at: scan.started_at.map(zulu),
            finished_at: scan.finished_at.map(zulu),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wait {
    /// Hold on so many seconds for the scan's end.
    #[param(minimum = 0, maximum = 60)]
    wait: Option<u64>,
}

impl Wait {
    fn patience(&self) -> Result<Duration, Problem> {
        match self.wait.unwrap_or(0) {
            seconds @ 0..=MAX_WAIT => Ok(Duration::from_secs(seconds)),
            _ => Err(Problem::invalid(&[Fault::in_query("wait", "range", format!("has to be 0 to {MAX_WAIT}"))])),
        }
    }
}

/// Ask for a scan
#[utoipa::path(post, path = "/v1/scans", operation_id = "request_scan", tag = "scans", request_body = NewScan, params(Wait), security(("token" = []), ("certificate" = [])), responses(
    (status = 202, description = "It is queued or under way", body = ScanDocument,
        headers(("location" = String, description = "Where it is"), ("retry-after" = u64, description = "In seconds")),
        links(("show" = (operation_id = "show_scan", parameters(("id" = "$response.body#/id")))),
            ("follow" = (operation_id = "follow_scan", parameters(("id" = "$response.body#/id")))),
            ("cancel" = (operation_id = "cancel_scan", parameters(("id" = "$response.body#/id")))))),
    (status = 200, description = "It has ended", body = ScanDocument, headers(("location" = String, description = "Where it is")),
        links(("show" = (operation_id = "show_scan", parameters(("id" = "$response.body#/id")))))),
    (status = 503, response = Problem), Problem))]
pub(super) async fn submit(
    State(service): State<Arc<Service>>,
    client: Client,
    QueryString(wait): QueryString<Wait>,
    JsonBody(new): JsonBody<NewScan>,
) -> Result<Response, Problem> {
    client.may(Scope::Scan)?;
    let patience = wait.patience()?;
    let (submitted, _) = request(&service, &client, &new).await?;
    let scan = waited(&service, submitted.id(), patience).await?;
    Ok(described(&scan))
}

pub(super) async fn request(service: &Service, client: &Client, new: &NewScan) -> Result<(Submitted, String), Problem> {
    let asked = asked(new)?;
    let outcome = service.scans.request(&asked, &client.name()).await;
    outcome.map(|(submitted, resolved)| (submitted, resolved.manifest.to_string())).map_err(|refusal| refused(&refusal))
}

fn asked(new: &NewScan) -> Result<Asked, Problem> {
    let mut faults = Vec::new();
    let image = new.image.parse::<Reference>().map_err(|error| {
        faults.push(Fault::in_body("image", "reference", error.reason()));
    });
    let platform = new.platform.as_deref().map(str::parse::<Platform>).transpose().map_err(|_| {
        faults.push(Fault::in_body("platform", "platform", "has to be like linux/amd64"));
    });
    let searches = new.scanners.as_deref();
    if searches.is_some_and(<[Search]>::is_empty) {
        faults.push(Fault::in_body("scanners", "count", "has to name one at least"));
    }
    let has = |search| searches.is_none_or(|searches| searches.contains(&search));
    let wanted =
        Wanted { vulnerabilities: has(Search::Vuln), secrets: has(Search::Secret), misconfigurations: has(Search::Misconfig) };
    match (image, platform) {
        (Ok(image), Ok(platform)) if faults.is_empty() => {
            Ok(Asked { image, platform, engine: new.engine.map(|scanner| scanner.name().to_owned()), wanted })
        }
        _ => Err(Problem::invalid(&faults)),
    }
}

pub(super) fn refused(refusal: &Refusal) -> Problem {
    let (code, message) = refusal.told();
    let problem = match refusal {
        Refusal::Store(error) => return Problem::internal(error),
        Refusal::Broken => return Problem::internal(refusal),
        Refusal::QueueFull | Refusal::Quota => Problem::new(&kinds::RATE_LIMIT_EXCEEDED, message).retry_after(5),
        Refusal::Registry(_) => Problem::new(&kinds::FORBIDDEN, message),
        Refusal::Engine(_) if code == "image" => Problem::new(&kinds::VALIDATION_FAILED, message),
        Refusal::Engine(error) => {
            tracing::warn!(error = error as &dyn std::error::Error, "no scan");
            Problem::new(&kinds::UNAVAILABLE, message)
        }
    };
    problem.with("code", code)
}

async fn waited(service: &Service, id: &str, patience: Duration) -> Result<Scan, Problem> {
    let scan = service.scans.hold_on(id, patience).await.map_err(|error| Problem::internal(&error))?;
    scan.ok_or_else(missing)
}

pub(super) fn missing() -> Problem {
    Problem::new(&kinds::NOT_FOUND, "There is no such scan, or it was forgotten")
}

fn described(scan: &Scan) -> Response {
    let location = [(LOCATION, format!("/v1/scans/{}", scan.id))];
    let document = Json(ScanDocument::from(scan));
    if scan.status.is_final() {
        return (StatusCode::OK, location, document).into_response();
    }
    (StatusCode::ACCEPTED, location, [(RETRY_AFTER, "1")], document).into_response()
}

/// How a scan goes, or what it found
///
/// With `Accept: application/vnd.tidewaiter.report+json` the report in the shape that Trivy's readers know, with
/// `application/vnd.tidewaiter.grype+json` in Grype's, with `text/plain` as a table.
#[utoipa::path(get, path = "/v1/scans/{id}", operation_id = "show_scan", tag = "scans", params(("id" = String, Path), Wait), security(("token" = []), ("certificate" = [])), responses(
    (status = 200, description = "The scan, or its report", content(
        (ScanDocument = "application/json"), (serde_json::Value = "application/vnd.tidewaiter.report+json"),
        (serde_json::Value = "application/vnd.tidewaiter.grype+json"), (String = "text/plain"))),
    Problem))]
pub(super) async fn show(
    State(service): State<Arc<Service>>,
    client: Client,
    Path(id): Path<String>,
    QueryString(wait): QueryString<Wait>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    client.may(Scope::Read)?;
    let format = accepted(&headers)?;
    let scan = waited(&service, &id, wait.patience()?).await?;
    let Some(format) = format else {
        return Ok(([(VARY, "accept")], Json(ScanDocument::from(&scan))).into_response());
    };
    if scan.status != ScanStatus::Done {
        let detail = format!("The scan is {} and has no report", scan.status.as_str());
        return Err(Problem::new(&kinds::CONFLICT, detail));
    }
    let report = service.store.report(&id).await.map_err(|error| Problem::internal(&error))?.ok_or_else(missing)?;
    let body = tokio::task::spawn_blocking(move || written(&report, format)).await;
    let body = body.map_err(|error| Problem::internal(&error))?.map_err(|error| Problem::internal(&error))?;
    let content_type = if format == TEXT { "text/plain; charset=utf-8" } else { format };
    Ok(([(CONTENT_TYPE, content_type), (VARY, "accept")], body).into_response())
}

/// The first format that the client accepts and that there is; `None` for the document of the scan itself.
fn accepted(headers: &HeaderMap) -> Result<Option<&'static str>, Problem> {
    let accept = headers.get(ACCEPT).map_or("*/*", |value| value.to_str().unwrap_or("*/*"));
    for range in accept.split(',') {
        match range.split(';').next().unwrap_or("").trim() {
            "*/*" | "application/*" | "application/json" | "" => return Ok(None),
            "text/*" => return Ok(Some(TEXT)),
            named => {
                if let Some(format) = [REPORT, GRYPE, TEXT].into_iter().find(|format| *format == named) {
                    return Ok(Some(format));
                }
            }
        }
    }
    Err(Problem::new(&kinds::NOT_ACCEPTABLE, format!("There are application/json, {REPORT}, {GRYPE} and {TEXT}")))
}

fn written(report: &Report, format: &str) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    match format {
        REPORT => json::write(report, json::Options { packages: true }, &mut out)?,
        GRYPE => grype::write(report, &mut out)?,
        _ => table::write(report, table::Style::default(), &mut out)?,
    }
    Ok(out)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// Of this manifest only.
    manifest_digest: Option<String>,
    /// In this state only.
    status: Option<ScanStatus>,
    /// Those of this token only.
    mine: Option<bool>,
    /// Where the page begins: `next` of the one before.
    #[param(format = "cursor")]
    cursor: Option<String>,
    /// Elements, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// A page of scans.
#[derive(Serialize, ToSchema)]
pub(super) struct ScanPage {
    scans: Vec<ScanDocument>,
    /// The cursor of the next page.
    next: Option<String>,
}

/// Scans, the newest first
#[utoipa::path(get, path = "/v1/scans", operation_id = "list_scans", tag = "scans", params(Page), security(("token" = []), ("certificate" = [])), responses(
    (status = 200, description = "A page", body = ScanPage),
    Problem))]
pub(super) async fn list(
    State(service): State<Arc<Service>>,
    client: Client,
    QueryString(page): QueryString<Page>,
) -> Result<Json<ScanPage>, Problem> {
    client.may(Scope::Read)?;
    let limit = cursor::limit(page.limit)?;
    let filter = ScanFilter {
        manifest_digest: page.manifest_digest.filter(|digest| !digest.contains('\0')),
        status: page.status,
        requested_by: page.mine.unwrap_or(false).then(|| client.name()),
        after: cursor::read(page.cursor.as_deref())?,
    };
    let scans = service.store.scans(&filter, limit).await.map_err(|error| Problem::internal(&error))?;
    let next = cursor::next(&scans, limit, |scan| (scan.created_at, &scan.id));
    Ok(Json(ScanPage { scans: scans.iter().map(ScanDocument::from).collect(), next }))
}

/// Cancel a scan
///
/// One that has ended is not cancelled.
#[utoipa::path(delete, path = "/v1/scans/{id}", operation_id = "cancel_scan", tag = "scans", params(("id" = String, Path)), security(("token" = []), ("certificate" = [])), responses(
    (status = 200, description = "It is cancelled", body = ScanDocument),
    Problem))]
pub(super) async fn cancel(
    State(service): State<Arc<Service>>,
    client: Client,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    client.may(Scope::Scan)?;
    let internal = |error| Problem::internal(&error);
    let scan = service.store.scan(&id).await.map_err(internal)?.ok_or_else(missing)?;
    if scan.requested_by != client.name() {
        client.may(Scope::Admin)?;
    }
    if !service.scans.cancel(&id).await.map_err(internal)? {
        return Err(Problem::new(&kinds::CONFLICT, "The scan has ended already"));
    }
    let scan = service.store.scan(&id).await.map_err(internal)?.ok_or_else(missing)?;
    Ok(described(&scan))
}
