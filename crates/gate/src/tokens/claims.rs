//! What each of the three tokens says.

use super::issuer::Audiences;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A token's claims: those that all have, and its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims<K> {
    /// Who signed it.
    pub iss: String,
    /// Whom it speaks of: the agent, or `temp_<agent>`.
    pub sub: String,
    /// What it is for.
    pub aud: String,
    /// `temp`, `validated` or `access`.
    pub token_type: String,
    /// The agent.
    pub agent_id: String,
    /// `agent`.
    pub role: String,
    /// Its id, by which the store knows whether it was used.
    pub jti: String,
    /// When it was made, in seconds since 1970.
    pub iat: u64,
    /// From when on it counts.
    pub nbf: u64,
    /// Until when.
    pub exp: u64,
    /// The key or certificate that its bearer has to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
    /// What tokens of this kind say beside that.
    #[serde(flatten)]
    pub own: K,
}

/// The proof of possession that a token is bound to (RFC 7800). It is the client's at the time of minting, never what a body says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The thumbprint of a DPoP key (RFC 9449, section 6.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jkt: Option<String>,
    /// The digest of a client certificate's public key: the registry's meaning under the name of RFC 8705.
    #[serde(rename = "x5t#S256", default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
}

/// A kind of token.
pub trait Kind: Serialize + DeserializeOwned {
    /// Its `token_type`.
    const NAME: &'static str;

    /// Its audience among those configured.
    fn audience(audiences: &Audiences) -> &str;

    /// Its `sub`.
    #[must_use]
    fn subject(agent_id: &str) -> String {
        agent_id.to_owned()
    }
}

/// Lets an agent ask for its validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Temporary {
    /// Always true: clients look for it.
    pub temp_registration: bool,
    /// What kind of agent it says it is.
    pub agent_type: String,
    /// The digest of the registration key that it showed.
    pub agent_key_hash: String,
}

/// Lets an agent register what was validated, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validated {
    /// Which validation.
    pub validation_id: String,
    /// Of what, as [`super::bound_to`] has it.
    pub bound_to: String,
    /// What kind of agent was validated.
    pub agent_type: String,
}

/// Lets an agent act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// What it may do.
    pub scopes: Vec<String>,
}

impl Kind for Temporary {
    const NAME: &'static str = "temp";

    fn audience(audiences: &Audiences) -> &str {
        &audiences.validate
    }

    fn subject(agent_id: &str) -> String {
        format!("temp_{agent_id}")
    }
}

impl Kind for Validated {
    const NAME: &'static str = "validated";

    fn audience(audiences: &Audiences) -> &str {
        &audiences.register
    }
}

impl Kind for Access {
    const NAME: &'static str = "access";

    fn audience(audiences: &Audiences) -> &str {
        &audiences.operations
    }
}
