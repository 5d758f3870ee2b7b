//! Our own API, `/v1`: scans, verdicts, the audit log.
//!
//! Whoever asks has a token with scopes, or a client certificate that was registered as one. Errors are problem details (RFC 9457).
//! Lists come in pages: `next` is given back as `cursor`.

mod audit;
mod batch;
mod client;
mod cursor;
mod events;
mod scans;
mod verdicts;

pub use client::{Client, Scope, certificate_hash};

use crate::service::Service;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes, and their description.
pub fn router() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new()
        .routes(routes!(scans::submit, scans::list))
        .routes(routes!(batch::submit))
        .routes(routes!(scans::show, scans::cancel))
        .routes(routes!(events::follow))
        .routes(routes!(verdicts::list))
        .routes(routes!(audit::list))
}

#[cfg(test)]
mod tests;
