//! Why a proof is none.

use crate::problem::{Problem, kinds};
use crate::tokens::JwkError;

/// Why a request is not taken. Whose fault: the caller's, all of them.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DpopError {
    /// There has to be a proof.
    #[error("a DPoP proof is required")]
    Required,
    /// More than one header.
    #[error("there is more than one DPoP proof")]
    Several,
    /// It is no JWT, or too long.
    #[error("the proof is malformed")]
    Malformed,
    /// Its `typ` is another.
    #[error("the proof is not of type dpop+jwt")]
    Type,
    /// Its `alg` is another, or not its key's.
    #[error("the proof is not signed by an algorithm that is taken here, or not by that of its key")]
    Algorithm,
    /// The key in its header cannot be used.
    #[error("{0}")]
    Key(#[source] JwkError),
    /// The signature is another's.
    #[error("the signature of the proof is wrong")]
    Signature,
    /// A claim is missing or has another form.
    #[error("the claim {0} is missing or has the wrong form")]
    Claim(&'static str),
    /// It was made for another request.
    #[error("the proof is for another {0}")]
    Request(&'static str),
    /// It is too old, or from the future.
    #[error("the proof was not made just now")]
    Time,
    /// It names another token, or none.
    #[error("the proof does not name the token")]
    Token,
    /// It was seen before.
    #[error("the proof was used before")]
    Replayed,
    /// The token is bound to another key.
    #[error("the token is bound to another key than the proof's")]
    OtherKey,
    /// The token is bound to none.
    #[error("the token is not bound to a key, but came with a proof")]
    NotBound,
}

impl From<DpopError> for Problem {
    fn from(error: DpopError) -> Self {
        let kind = match error {
            DpopError::Required => &kinds::DPOP_REQUIRED,
            DpopError::OtherKey => &kinds::DPOP_BINDING_MISMATCH,
            DpopError::NotBound => &kinds::TOKEN_NOT_DPOP_BOUND,
            _ => &kinds::DPOP_INVALID,
        };
        let said = error.to_string();
        let mut letters = said.chars();
        let detail: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        Self::new(kind, detail)
    }
}
