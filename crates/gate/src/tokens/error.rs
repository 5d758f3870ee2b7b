//! Why a token is not believed, and why a key cannot be used.

use crate::problem::{Problem, kinds};
use axum::http::StatusCode;

/// Why a key is refused. Whose fault: the operator's.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A secret that could be guessed.
    #[error("the token secret has {length} bytes, and has to have at least {least}")]
    WeakSecret {
        /// How long it is.
        length: usize,
        /// How long it has to be.
        least: usize,
    },
    /// The file holds no private key in PEM.
    #[error("the signing key is no private key in PEM")]
    NotPem,
    /// An older form (`BEGIN EC PRIVATE KEY`).
    #[error("the signing key is not in the form PKCS#8 (openssl pkcs8 -topk8 -nocrypt makes it so)")]
    NotPkcs8,
    /// RSA, or another curve.
    #[error("the signing key is neither one for Ed25519 nor one for P-256")]
    Unsupported,
}

/// Why there is no token, or why one is not believed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no JWT. Whose fault: the caller's.
    #[error("the token is malformed")]
    Malformed,
    /// Another algorithm than the key's, `none` among them. Whose fault: the caller's, and nobody does that by mistake.
    #[error("the token is signed by an algorithm that none of our keys has")]
    Algorithm,
    /// Its header asks for what we do not do, or says that it is something else. Whose fault: the caller's.
    #[error("the token's header is that of something else")]
    Header,
    /// The signature is another's. Whose fault: the caller's, or keys were changed.
    #[error("the token's signature is wrong")]
    Signature,
    /// Another service signed it by the same key. Whose fault: the caller's.
    #[error("the token was issued by another service")]
    Issuer,
    /// Its time is over. Whose fault: nobody's.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come: a clock is wrong. Whose fault: the operator's.
    #[error("the token is not valid yet")]
    Immature,
    /// It is good, but for something else. Whose fault: the caller's.
    #[error("the token is not one of type {wanted}")]
    Purpose {
        /// Which would have been.
        wanted: &'static str,
    },
    /// Claims are missing or have another form: an older version of us signed it. Whose fault: ours.
    #[error("the token's claims are incomplete")]
    Claims,
    /// It could not be signed. Whose fault: ours.
    #[error("the token could not be signed")]
    Signing,
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        let detail = match error {
            TokenError::Signing => return Self::internal(&error),
            TokenError::Purpose { wanted } => {
                let detail = format!("This operation takes a token of type {wanted}");
                return Self::new(&kinds::TOKEN_INVALID, detail).status(StatusCode::FORBIDDEN);
            }
            TokenError::Expired => "The token has expired",
            TokenError::Immature => "The token is not valid yet",
            // Whoever forges tokens need not be told how far it came.
            _ => "The token is invalid",
        };
        Self::new(&kinds::TOKEN_INVALID, detail)
    }
}
