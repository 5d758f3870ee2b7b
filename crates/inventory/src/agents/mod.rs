//! Agents: what the configurations of language-model agents run, and what agents say of themselves, one file a format.
//!
//! Formats: MCP servers in the settings of their clients, and the cards of the A2A protocol, linked in each reader.
//! Limits: what runs at the start of an agent is told as its configuration asks for it; what is then fetched is another matter
//! wherever no version is pinned.

pub(crate) mod card;
mod command;
pub(crate) mod mcp;

use crate::{Advisories, Ecosystem, npm, python};
use tidewaiter_model::Class;

const fn ecosystem(id: &'static str, kind: &'static str, advisories: Option<Advisories>) -> Ecosystem {
    Ecosystem { id, class: Class::LangPkgs, kind, target: None, evr: false, advisories }
}

/// MCP servers that are neither npm's nor Python's: images, remote services, local commands.
pub(crate) const MCP: Ecosystem = ecosystem("mcp", "mcp", None);
/// MCP servers from npm's registry.
pub(crate) const MCP_NPM: Ecosystem = ecosystem("mcp-npm", "mcp", npm::ECOSYSTEM.advisories);
/// MCP servers from Python's index.
pub(crate) const MCP_PYPI: Ecosystem = ecosystem("mcp-pypi", "mcp", python::ECOSYSTEM.advisories);
/// Agents, by their cards.
pub(crate) const AGENT: Ecosystem = ecosystem("a2a", "a2a", None);
