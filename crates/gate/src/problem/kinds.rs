//! Every kind of problem that the service answers with.
//!
//! Those of the registry's contract bear its slugs and statuses; the rest are for what the contract says in other ways. A slug never
//! changes its meaning: clients compare the whole `type`.

use axum::http::StatusCode;

/// What sort of thing went wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The end of its `type`.
    pub slug: &'static str,
    /// The status that it is answered with, unless a [`super::Problem`] says another.
    pub status: StatusCode,
    /// In a few words, the same every time.
    pub title: &'static str,
    /// The scheme that an answer of 401 asks for, as `WWW-Authenticate` writes it.
    pub challenge: &'static str,
}

/// `Bearer` without an error, as RFC 6750 has it for requests that brought no token.
const BEARER: &str = "Bearer";
const BAD_BEARER: &str = r#"Bearer error="invalid_token""#;
const BAD_PROOF: &str = r#"DPoP algs="ES256 EdDSA", error="invalid_dpop_proof""#;
const BAD_BINDING: &str = r#"DPoP algs="ES256 EdDSA", error="invalid_token""#;

macro_rules! kinds {
    ($($(#[$said:meta])* $name:ident = $slug:literal, $status:ident, $title:literal, $challenge:expr;)*) => {
        $($(#[$said])* pub static $name: Kind =
            Kind { slug: $slug, status: StatusCode::$status, title: $title, challenge: $challenge };)*
        /// All of them, for the pages that describe them.
        pub static ALL: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    /// No credentials, or wrong ones.
    AUTHENTICATION_FAILED = "authentication-failed", UNAUTHORIZED, "Authentication Failed", BEARER;
    /// A token that is none, is over, or is for something else.
    TOKEN_INVALID = "token-invalid", UNAUTHORIZED, "Invalid Token", BAD_BEARER;
    /// Who asks may not do this.
    INSUFFICIENT_PERMISSIONS = "insufficient-permissions", FORBIDDEN, "Insufficient Permissions", BEARER;
    /// What is asked for belongs to someone else.
    FORBIDDEN = "forbidden", FORBIDDEN, "Forbidden", BEARER;
    /// A value that contradicts another, or is missing among others.
    INVALID_INPUT = "invalid-input", BAD_REQUEST, "Invalid Input", BEARER;
    /// A request that makes no sense as a whole.
    REQUEST_ERROR = "request-error", BAD_REQUEST, "Request Error", BEARER;
    /// A header that has to be there.
    REQUIRED_HEADER_MISSING = "required-header-missing", BAD_REQUEST, "Required Header Missing", BEARER;
    /// A body, query or header that does not have its form.
    VALIDATION_FAILED = "validation-failed", UNPROCESSABLE_ENTITY, "Validation Failed", BEARER;
    /// There is no such thing.
    NOT_FOUND = "not-found", NOT_FOUND, "Not Found", BEARER;
    /// There is no such agent.
    AGENT_NOT_FOUND = "agent-not-found", NOT_FOUND, "Agent Not Found", BEARER;
    /// The method does not fit.
    METHOD_NOT_ALLOWED = "method-not-allowed", METHOD_NOT_ALLOWED, "Method Not Allowed", BEARER;
    /// None of the formats that the client accepts can be had.
    NOT_ACCEPTABLE = "not-acceptable", NOT_ACCEPTABLE, "Not Acceptable", BEARER;
    /// A body of another type than JSON.
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", BEARER;
    /// The agent is registered and alive.
    DUPLICATE_AGENT = "duplicate-agent", CONFLICT, "Duplicate Agent", BEARER;
    /// What is asked for does not fit the state that the thing is in.
    CONFLICT = "conflict", CONFLICT, "Conflict", BEARER;
    /// An idempotency key that came with another body before.
    IDEMPOTENCY_CONFLICT = "idempotency-conflict", CONFLICT, "Idempotency Conflict", BEARER;
    /// The registration was refused.
    AGENT_REGISTRATION_FAILED = "agent-registration-failed", BAD_REQUEST, "Agent Registration Failed", BEARER;
    /// Too many requests, or the queue is full.
    RATE_LIMIT_EXCEEDED = "rate-limit-exceeded", TOO_MANY_REQUESTS, "Rate Limit Exceeded", BEARER;
    /// A proof of possession has to be there.
    DPOP_REQUIRED = "dpop-required", UNAUTHORIZED, "DPoP Proof Required", BAD_PROOF;
    /// The proof proves nothing.
    DPOP_INVALID = "dpop-invalid", UNAUTHORIZED, "Invalid DPoP Proof", BAD_PROOF;
    /// The proof is of another key than the token's.
    DPOP_BINDING_MISMATCH = "dpop-binding-mismatch", UNAUTHORIZED, "DPoP Binding Mismatch", BAD_BINDING;
    /// A proof came with a token that names no key.
    TOKEN_NOT_DPOP_BOUND = "token-not-dpop-bound", UNAUTHORIZED, "Token Not DPoP Bound", BAD_BINDING;
    /// A client certificate has to be there.
    MTLS_REQUIRED = "mtls-required", UNAUTHORIZED, "Client Certificate Required", BEARER;
    /// The certificate is another than the token's.
    MTLS_BINDING_MISMATCH = "mtls-binding-mismatch", UNAUTHORIZED, "Client Certificate Mismatch", BAD_BEARER;
    /// The body is too long.
    REQUEST_TOO_LARGE = "request-too-large", PAYLOAD_TOO_LARGE, "Request Too Large", BEARER;
    /// The headers are too long.
    HEADERS_TOO_LARGE = "headers-too-large", PAYLOAD_TOO_LARGE, "Headers Too Large", BEARER;
    /// Registration in three phases is switched off.
    TPR_DISABLED = "tpr-disabled", SERVICE_UNAVAILABLE, "Three-Phase Registration Disabled", BEARER;
    /// What is asked for is switched off.
    NOT_ENABLED = "not-enabled", NOT_IMPLEMENTED, "Not Enabled", BEARER;
    /// We failed.
    INTERNAL_ERROR = "internal-error", INTERNAL_SERVER_ERROR, "Internal Error", BEARER;
    /// The service is set up wrongly.
    CONFIGURATION_ERROR = "configuration-error", INTERNAL_SERVER_ERROR, "Configuration Error", BEARER;
    /// It took too long.
    OPERATION_TIMEOUT = "operation-timeout", GATEWAY_TIMEOUT, "Operation Timed Out", BEARER;
    /// The agent does not answer.
    ENDPOINT_UNREACHABLE = "endpoint-unreachable", BAD_GATEWAY, "Endpoint Unreachable", BEARER;
    /// The service cannot do it now.
    UNAVAILABLE = "service-unavailable", SERVICE_UNAVAILABLE, "Service Unavailable", BEARER;
}

/// The kind of an answer that nobody described: a router's 404, a layer's 413.
#[must_use]
pub fn of_status(status: StatusCode) -> &'static Kind {
    match status {
        StatusCode::UNAUTHORIZED => &AUTHENTICATION_FAILED,
        StatusCode::FORBIDDEN => &FORBIDDEN,
        StatusCode::NOT_FOUND => &NOT_FOUND,
        StatusCode::METHOD_NOT_ALLOWED => &METHOD_NOT_ALLOWED,
        StatusCode::NOT_ACCEPTABLE => &NOT_ACCEPTABLE,
        StatusCode::CONFLICT => &CONFLICT,
        StatusCode::PAYLOAD_TOO_LARGE => &REQUEST_TOO_LARGE,
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => &HEADERS_TOO_LARGE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => &UNSUPPORTED_MEDIA_TYPE,
        StatusCode::UNPROCESSABLE_ENTITY => &VALIDATION_FAILED,
        StatusCode::TOO_MANY_REQUESTS => &RATE_LIMIT_EXCEEDED,
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => &OPERATION_TIMEOUT,
        StatusCode::NOT_IMPLEMENTED => &NOT_ENABLED,
        StatusCode::SERVICE_UNAVAILABLE => &UNAVAILABLE,
        other if other.is_client_error() => &REQUEST_ERROR,
        _ => &INTERNAL_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn slugs_are_unique_and_statuses_are_those_of_errors() {
        let mut seen = HashSet::new();
        for kind in ALL {
            assert!(seen.insert(kind.slug), "{} twice", kind.slug);
            assert!(kind.slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", kind.slug);
            assert!(kind.status.is_client_error() || kind.status.is_server_error(), "{}", kind.slug);
            assert!(axum::http::HeaderValue::from_str(kind.challenge).is_ok());
        }
    }

    #[test]
    fn every_status_of_an_error_has_a_kind() {
        for code in 400..600 {
            let kind = of_status(StatusCode::from_u16(code).unwrap());
            assert_eq!(kind.status.is_client_error(), code < 500 && code != 408, "{code}: {}", kind.slug);
        }
    }
}
