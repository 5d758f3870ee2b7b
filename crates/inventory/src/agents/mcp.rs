//! MCP servers: the programs and services that an agent's client is told to use as tools.
//!
//! Formats: `mcpServers` of <https://modelcontextprotocol.io/docs/develop/connect-local-servers>, and `servers` of
//! <https://code.visualstudio.com/docs/copilot/reference/mcp-configuration>.
//! Files: `.mcp.json`, `mcp.json`, `mcp_config.json`, `mcp_settings.json`, `cline_mcp_settings.json`, `claude_desktop_config.json`.
//! Limits: settings that hold MCP servers among other things under other names (`settings.json`) are not read.

use super::command::{Program, program};
use super::{MCP, MCP_NPM, MCP_PYPI};
use crate::text_format::{TextFormat, strict_json};
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::BTreeMap;
use tidewaiter_model::{Package, Purl, Relationship};

const NAMES: [&str; 6] =
    [".mcp.json", "mcp.json", "mcp_config.json", "mcp_settings.json", "cline_mcp_settings.json", "claude_desktop_config.json"];

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "mcp",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&NAMES),
    wants: |stat| NAMES.contains(&stat.name()),
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    #[serde(default)]
    mcp_servers: BTreeMap<String, Server>,
    #[serde(default)]
    servers: BTreeMap<String, Server>,
}

/// One server. Its environment, where keys and passwords are, is not looked at here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Server {
    #[serde(default)]
    command: String,
    #[serde(default)]
    args: Vec<String>,
    #[serde(alias = "serverUrl", alias = "httpUrl")]
    url: Option<String>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let settings: Settings = serde_json::from_str(&strict_json(text)).map_err(|error| error.to_string())?;
    for (name, server) in settings.mcp_servers.into_iter().chain(settings.servers) {
        facts.packages.push(package(&name, &server, &facts.path));
    }
    Ok(())
}

fn package(server_name: &str, server: &Server, path: &str) -> Package {
    let told = |ecosystem: &Ecosystem, name: &str, version: &str, purl: Purl| Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        relationship: Relationship::Direct,
        purl: Some(purl),
        ..Package::default()
    };
    let by_itself = |purl: Purl, what: &str| Package { third_party: Some(what.to_owned()), ..told(&MCP, server_name, "", purl) };
    if let Some(url) = server.url.as_deref().filter(|_| server.command.is_empty()) {
        // What follows may be a key.
        let address = url.split(['?', '#']).next().unwrap_or(url);
        return by_itself(Purl::new("generic", "", server_name, "").with("download_url", address), "a remote service");
    }
    match program(&server.command, &server.args) {
        Some(Program::Npm { name, version }) => {
            let (scope, bare) = name.rsplit_once('/').unwrap_or(("", name));
            told(&MCP_NPM, name, version, Purl::new("npm", scope, bare, version))
        }
        Some(Program::Pypi { name, version }) => {
            told(&MCP_PYPI, name, version, Purl::new("pypi", "", &name.to_lowercase().replace(['_', '.'], "-"), version))
        }
        Some(Program::Image { name, tag, digest }) => {
            let bare = name.rsplit('/').next().unwrap_or(name);
            let registry = if name.contains('/') { name } else { "" };
            let purl = Purl::new("oci", "", bare, digest).with("repository_url", registry).with("tag", tag);
            Package { third_party: Some("a container image".to_owned()), ..told(&MCP, name, tag, purl) }
        }
        None => by_itself(Purl::new("generic", "", server_name, ""), "a local command"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const SETTINGS: &[u8] = include_bytes!("testdata/mcp.json");

    #[test]
    fn servers_are_told_by_what_runs_them() {
        insta::assert_snapshot!(listing(&read(&ANALYZER, "home/agent/.mcp.json", SETTINGS)));
    }

    #[test]
    fn the_other_spelling_is_read_with_its_comments() {
        let facts = read(&ANALYZER, ".vscode/mcp.json", include_bytes!("testdata/vscode.json"));
        insta::assert_snapshot!(listing(&facts));
    }

    #[test]
    fn no_secret_is_stated() {
        let facts = read(&ANALYZER, ".mcp.json", SETTINGS);
        let stated = serde_json::to_string(&facts).unwrap();
        assert!(!stated.contains("s3cr3t"), "{stated}");
    }

    #[test]
    fn odd_settings_are_problems() {
        for bad in ["[", r#"{"mcpServers":[]}"#, r#"{"mcpServers":{"a":{"args":"x"}}}"#, "\u{0}"] {
            let facts = read(&ANALYZER, "mcp.json", bad.as_bytes());
            assert!(facts.packages.is_empty() && facts.problems.len() == 1, "{bad}");
        }
        assert!(read(&ANALYZER, "mcp.json", b"{}").is_empty());
        assert_survives_damage(&ANALYZER, "mcp.json", SETTINGS);
    }
}
