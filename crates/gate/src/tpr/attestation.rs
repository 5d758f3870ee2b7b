//! Attestation, which is not offered: clients that ask for it go on without when the answer holds 501.

use crate::problem::{Problem, kinds};

/// Ask for a challenge
#[utoipa::path(post, path = "/security/attestation/challenge", operation_id = "request_challenge", tag = "security", responses((status = 501, response = Problem)))]
pub(super) async fn challenge() -> Problem {
    Problem::new(&kinds::NOT_ENABLED, "501: attestation is not enabled")
}

/// Look whether there are challenges
#[utoipa::path(get, path = "/security/attestation/challenge", operation_id = "show_challenge", tag = "security", responses((status = 501, response = Problem)))]
pub(super) async fn challenged() -> Problem {
    challenge().await
}

/// Answer a challenge
#[utoipa::path(post, path = "/security/attestation/verify", operation_id = "verify_attestation", tag = "security", responses((status = 501, response = Problem)))]
pub(super) async fn verify() -> Problem {
    challenge().await
}

/// Whether an agent is attested
#[utoipa::path(get, path = "/security/attestation/status/{id}", operation_id = "show_attestation", tag = "security", params(("id" = String, Path)), responses(
    (status = 501, response = Problem)))]
pub(super) async fn status() -> Problem {
    challenge().await
}
