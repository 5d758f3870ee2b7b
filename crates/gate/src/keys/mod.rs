//! What callers show before they have a token: registration keys of agents, and bearer tokens of the API.
//!
//! Both are kept as digests. Registration keys are few and given by the operator, so they are compared one by one, all of them, in the
//! same time whatever is shown. Bearer tokens are ours and random: whoever finds one's digest in the store has the token.
//!
//! Limits: keys of 10 to 200 characters, as the registry's contract has them.

mod agent;
mod bearer;

pub use agent::{AgentKeys, KeyListError};
pub use bearer::{Bearer, generate};
