//! The three tokens of a registration: what they say, who signs them, and when they are believed.
//!
//! A *temporary* token lets an agent ask for its validation, a *validated* one register what was validated, an *access* token act as
//! an agent. Each has an audience and a type of its own, ends when it says, and can be bound to a key of the client.
//! Specifications: JWT, RFC 7519 <https://www.rfc-editor.org/rfc/rfc7519>; good practice, RFC 8725
//! <https://www.rfc-editor.org/rfc/rfc8725>; binding, RFC 7800 <https://www.rfc-editor.org/rfc/rfc7800>.
//!
//! Minting is given the time and the id, so that the same token can be made again. With ECDSA its signature differs then; its claims do
//! not. That a token is used once only is the store's affair: it knows the ids.
//!
//! Limits: 8 KiB a token; the algorithm is the key's, never the token's.

mod binding;
mod claims;
mod error;
mod issuer;
mod jwk;
mod keys;
mod provider;

pub use binding::bound_to;
pub use claims::{Access, Claims, Confirmation, Kind, Temporary, Validated};
pub use error::{KeyError, TokenError};
pub use issuer::{Audiences, Issuer, Lifetimes, Minted, Settings};
pub use jwk::{JwkError, PublicKey};
pub use keys::Key;

pub(crate) use provider::install;

#[cfg(test)]
mod tests;
