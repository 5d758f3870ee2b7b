//! What an agent submits for its validation, as it waits in the store.

use crate::tokens::Confirmation;
use serde::{Deserialize, Serialize};

/// What is to be validated, for whom.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Submission {
    /// Who it is.
    pub agent_id: String,
    /// What kind of agent its token names.
    pub agent_type: String,
    /// Where it can be reached.
    pub endpoint: String,
    /// What it says it can do.
    pub capabilities: Vec<String>,
    /// `remote`, `local`, `hybrid`.
    pub communication_mode: String,
    /// Its version, if it says one.
    pub version: Option<String>,
    /// A bill of materials, as text.
    pub sbom: Option<String>,
    /// The image that it runs, as a reference.
    pub image: Option<String>,
    /// The namespace that its image is judged for.
    pub namespace: Option<String>,
    /// The key or certificate that it showed.
    pub cnf: Option<Confirmation>,
    /// The digest of its registration key.
    pub key_hash: String,
    /// From where it was sent.
    pub client: String,
    /// What was sent, in a form that is the same for the same.
    #[serde(skip)]
    pub body: String,
}
