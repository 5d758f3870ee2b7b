//! What of the security services is there.

use crate::service::Service;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) async fn security(State(service): State<Arc<Service>>) -> Json<Value> {
    let engine = service.scans.engine(None).ok();
    let is_available = match &engine {
        Some(engine) => service.scans.about(engine).await.is_ok(),
        None => false,
    };
    let is_enabled = service.options.switches.scan_enabled;
    let has_sboms = service.sboms.is_enabled();
    let is_healthy = (!is_enabled || is_available) && service.store.ping().await.is_ok();
    Json(json!({
        "status": if is_healthy { "healthy" } else { "degraded" },
        "services": {
            "sbom": { "enabled": has_sboms, "available": has_sboms },
            "vulnerability": { "enabled": true, "available": is_available, "osv_api": null },
            "container_scanner": {
                "enabled": is_enabled,
                "available": is_available,
                "scanner_type": engine.map(|engine| engine.name()),
            },
            "attestation": { "enabled": false, "available": false, "types": [] },
        },
    }))
}
