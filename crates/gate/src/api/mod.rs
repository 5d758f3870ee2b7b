//! Our own API, `/v1`: scans, verdicts, the audit log.
//!
//! Described by OpenAPI 3.1 at `/openapi.json`, with a page to try it at `/docs`. Whoever asks has a token with scopes, or a client
//! certificate that was registered as one. Errors are problem details (RFC 9457). Lists come in pages: `next` is given back as `cursor`.

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
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(title = "tidewaiter", description = "Scans of container images, and verdicts on them.", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    modifiers(&Tokens),
    tags((name = "scans", description = "Images that are looked at"), (name = "verdicts", description = "What the policy says of them"))
)]
struct Described;

struct Tokens;

impl Modify for Tokens {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        api.components.get_or_insert_default().add_security_scheme("token", bearer);
    }
}

/// The routes, and their description.
pub fn router() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(scans::submit, scans::list))
        .routes(routes!(batch::submit))
        .routes(routes!(scans::show, scans::cancel))
        .routes(routes!(events::follow))
        .routes(routes!(verdicts::list))
        .routes(routes!(audit::list))
}

#[cfg(test)]
mod tests;
