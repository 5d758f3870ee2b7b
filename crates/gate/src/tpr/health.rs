//! What of the security services is there.

use crate::service::Service;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What of the security services is there.
#[derive(Serialize, ToSchema)]
#[schema(as = SecurityHealth)]
pub(super) struct Health {
    /// `healthy` or `degraded`.
    status: &'static str,
    services: Services,
}

#[derive(Serialize, ToSchema)]
struct Services {
    sbom: Part,
    vulnerability: VulnerabilityPart,
    container_scanner: ScannerPart,
    attestation: AttestationPart,
}

#[derive(Serialize, ToSchema)]
struct Part {
    enabled: bool,
    available: bool,
}

#[derive(Serialize, ToSchema)]
struct VulnerabilityPart {
    #[serde(flatten)]
    part: Part,
    /// Always null: advisories are asked of no server.
    osv_api: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct ScannerPart {
    #[serde(flatten)]
    part: Part,
    scanner_type: Option<&'static str>,
}

#[derive(Serialize, ToSchema)]
struct AttestationPart {
    #[serde(flatten)]
    part: Part,
    types: Vec<String>,
}

/// What of the security services is there
#[utoipa::path(get, path = "/security/health", operation_id = "security_health", tag = "security", responses((status = 200, description = "All of them", body = Health)))]
pub(super) async fn security(State(service): State<Arc<Service>>) -> Json<Health> {
    let engine = service.scans.engine(None).ok();
    let is_available = match &engine {
        Some(engine) => service.scans.about(engine).await.is_ok(),
        None => false,
    };
    let is_enabled = service.options.switches.scan_enabled;
    let has_sboms = service.sboms.is_enabled();
    let is_healthy = (!is_enabled || is_available) && service.store.ping().await.is_ok();
    let part = |enabled, available| Part { enabled, available };
    Json(Health {
        status: if is_healthy { "healthy" } else { "degraded" },
        services: Services {
            sbom: part(has_sboms, has_sboms),
            vulnerability: VulnerabilityPart { part: part(true, is_available), osv_api: None },
            container_scanner: ScannerPart {
                part: part(is_enabled, is_available),
                scanner_type: engine.map(|engine| engine.name()),
            },
            attestation: AttestationPart { part: part(false, false), types: Vec::new() },
        },
    })
}
