//! Agent cards: what an agent says of itself.
//!
//! Format: <https://a2a-protocol.org/latest/specification/#441-agentcard>.
//! Files: `agent-card.json`, and `.well-known/agent.json` of older versions.
//! Limits: a card is a claim; that the agent is what it says is for whoever registers it to check.

use super::AGENT;
use crate::text_format::TextFormat;
use crate::{FileFacts, Names, Setting, Stat};
use serde::Deserialize;
use tidewaiter_model::{Package, Purl};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "agent-card",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["agent-card.json", "agent.json"]),
    wants: is_one,
    read,
};

fn is_one(stat: &Stat<'_>) -> bool {
    let is_well_known = || stat.path == ".well-known/agent.json" || stat.path.ends_with("/.well-known/agent.json");
    stat.name() == "agent-card.json" || (stat.name() == "agent.json" && is_well_known())
}

#[derive(Deserialize)]
struct Card {
    name: String,
    #[serde(default)]
    version: String,
    provider: Option<Provider>,
}

#[derive(Deserialize)]
struct Provider {
    #[serde(default)]
    organization: String,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let card: Card = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if card.name.trim().is_empty() {
        return Err("it names no agent".to_owned());
    }
    let organization = card.provider.map(|provider| provider.organization).filter(|name| !name.is_empty());
    facts.packages.push(Package {
        ecosystem: AGENT.id.into(),
        purl: Some(Purl::new("generic", "", &card.name, &card.version)),
        name: card.name,
        version: card.version,
        maintainer: organization,
        path: facts.path.clone(),
        ..Package::default()
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const PATH: &str = "app/.well-known/agent-card.json";
    const CARD: &[u8] = include_bytes!("testdata/agent-card.json");

    #[test]
    fn a_card_names_its_agent() {
        let facts = read(&ANALYZER, PATH, CARD);
        insta::assert_snapshot!(listing(&facts), @"a2a pkg:generic/Tide%20table@1.4.0");
        assert_eq!(facts.packages[0].maintainer.as_deref(), Some("Example Harbour"));
    }

    #[test]
    fn odd_cards_are_problems() {
        for bad in ["{}", r#"{"name":" "}"#, r#"{"name":3}"#, "[", r#"{"name":"a","provider":"x"}"#] {
            let facts = read(&ANALYZER, PATH, bad.as_bytes());
            assert!(facts.packages.is_empty() && facts.problems.len() == 1, "{bad}");
        }
        let wants = |path| is_one(&Stat::new(path, 1, 0o644));
        assert!(wants(".well-known/agent.json") && wants("a/.well-known/agent.json") && !wants("agent.json"));
        assert_survives_damage(&ANALYZER, PATH, CARD);
    }
}
