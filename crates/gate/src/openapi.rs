//! What all routes' descriptions share: OpenAPI 3.1, <https://spec.openapis.org/oas/v3.1.0>.
//!
//! A handler describes itself (`utoipa::path`) and comes into the application with its description, or not at all;
//! [`crate::http::application`] puts both together. The document is at `/openapi.json`, a page to try the routes at `/docs`.
//!
//! Limits: which types of agents may register is a setting, and no schema says so; nor what makes a text an image's reference.

use crate::problem::Problem;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::{Modify, OpenApi as _};

const PROOF: &str = "A proof of possession (RFC 9449) of the key that the token is bound to. The first one binds what is issued.";
const CERTIFICATE: &str =
    "A client certificate (RFC 8705): in the place of a token of the API, or what an agent's token is bound to.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "tidewaiter",
        description = "Which container images may in: agents that register with theirs, scans of images, and verdicts on them.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&Schemes),
    components(schemas(Problem), responses(Problem)),
    tags(
        (name = "scans", description = "Images that are looked at"),
        (name = "verdicts", description = "What the policy says of them"),
        (name = "registration", description = "Agents that register in three phases"),
        (name = "agents", description = "Agents that are registered"),
        (name = "security", description = "What agents have looked at"),
        (name = "discovery", description = "What clients find out by themselves"),
        (name = "operation", description = "What operators and orchestrators ask")
    )
)]
struct Shared;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, api: &mut OpenApi) {
        let bearer = |said: &str| HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(said));
        let proof = ApiKeyValue::with_description("DPoP", PROOF);
        let certificate =
            SecurityScheme::MutualTls { description: Some(CERTIFICATE.to_owned()), deprecated: None, extensions: None };
        let components = api.components.get_or_insert_default();
        for (name, scheme) in [
            ("token", SecurityScheme::Http(bearer("A token of the API, with scopes: `tidewaiter token add`.").build())),
            ("temporary", SecurityScheme::Http(bearer("An agent's token from phase 1.").bearer_format("JWT").build())),
            ("validated", SecurityScheme::Http(bearer("An agent's token from phase 2.").bearer_format("JWT").build())),
            ("access", SecurityScheme::Http(bearer("An agent's token from phase 3.").bearer_format("JWT").build())),
            ("proof", SecurityScheme::ApiKey(ApiKey::Header(proof))),
            ("certificate", certificate),
        ] {
            components.add_security_scheme(name, scheme);
        }
    }
}

/// The document without a route.
#[must_use]
pub fn shared() -> OpenApi {
    Shared::openapi()
}

/// The document with all routes: an agent's token comes alone, or with the proof or certificate that it is bound to, on every one.
#[must_use]
pub fn completed(mut document: OpenApi) -> OpenApi {
    let agents = ["temporary", "validated", "access"].map(|token| SecurityRequirement::new(token, [""; 0]));
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post].into_iter().flatten();
        for security in operations.filter_map(|operation| operation.security.as_mut()) {
            let alone: Vec<_> = security.iter().filter(|token| agents.contains(token)).cloned().collect();
            for shown in ["proof", "certificate"] {
                security.extend(alone.iter().map(|token| token.clone().add(shown, [""; 0])));
            }
        }
    }
    document
}

#[cfg(test)]
mod tests;
