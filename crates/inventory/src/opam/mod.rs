//! OCaml: what opam installed into a switch, and what projects lock.
//!
//! Format: <https://opam.ocaml.org/doc/Manual.html#File-hierarchies>, fields with texts, lists and conditions (`fields`).
//! Files: `.opam-switch/switch-state`, `.opam-switch/packages/NAME.VERSION/opam` for licences; `*.opam.locked`.
//! Limits: who depends on whom is not told, since conditions decide that. A pinned package is told in the version that it was
//! given. Files of up to 64 MiB.

mod fields;

use crate::text_format::TextFormat;
use crate::{Advisories, Ecosystem, FileFacts, Names, Setting, Stat, license};
use fields::{Token, tokens};
use std::collections::HashSet;
use tidewaiter_model::{Class, Package, Purl, Relationship};

/// opam's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "opam",
    class: Class::LangPkgs,
    kind: "opam",
    target: None,
    evr: false,
    advisories: Some(Advisories { osv: "opam", order: tidewaiter_versions::OPAM, same_name: |a, b| a == b }),
};

/// The analyzer of switches.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: ECOSYSTEM.id,
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&[STATE, "opam"]),
    wants: |stat| switch_file(stat).is_some(),
    read,
};

/// The analyzer of lock files.
pub(crate) const LOCK: TextFormat = TextFormat {
    id: "opam-lock",
    version: 1,
    setting: Setting::Project,
    names: Names::End(&[".locked"]),
    wants: |stat| stat.path.ends_with(".opam.locked"),
    read: read_lock,
};

const STATE: &str = "switch-state";
/// What is needed by who works on a package alone.
const DEVELOPERS: [&str; 3] = ["with-test", "with-doc", "with-dev-setup"];

/// `switch-state`, or `packages/tide.1.2.3/opam`.
fn switch_file<'a>(stat: &Stat<'a>) -> Option<&'a str> {
    let at = stat.path.find(".opam-switch/")?;
    let file = stat.path.get(at..)?.strip_prefix(".opam-switch/")?;
    let is_package = || file.strip_prefix("packages/").is_some_and(|rest| rest.split('/').skip(1).eq(["opam"]));
    (file == STATE || is_package()).then_some(file)
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    if !facts.path.ends_with(STATE) {
        let folder = facts.path.rsplit('/').nth(1).unwrap_or("");
        let licenses = licenses(text)?;
        if let Some((name, version)) = folder.split_once('.') {
            facts.license(&ECOSYSTEM, format!("{name}@{version}"), licenses);
        }
        return Ok(());
    }
    let asked: HashSet<String> = texts(text, "roots")?.into_iter().collect();
    for package in texts(text, "installed")? {
        match package.split_once('.') {
            Some((name, version)) if !name.is_empty() && !version.is_empty() => {
                let relationship = if asked.contains(&package) { Relationship::Direct } else { Relationship::Indirect };
                facts.packages.push(Package { relationship, ..of_gallery(name, version, &facts.path) });
            }
            _ => facts.problem(format!("{package} is not a name with a version")),
        }
    }
    Ok(())
}

fn texts(text: &str, field: &str) -> Result<Vec<String>, String> {
    let texts = tokens(text, field)?.into_iter().filter_map(|token| match token {
        Token::Text(text) => Some(text),
        Token::Other(_) => None,
    });
    Ok(texts.collect())
}

fn licenses(text: &str) -> Result<Vec<String>, String> {
    let mut licenses = Vec::new();
    for stated in texts(text, "license")? {
        license::names(&stated).iter().for_each(|name| license::add(&mut licenses, name));
    }
    Ok(licenses)
}

/// `"tide" {= "1.2.3" & with-test}` and so on.
fn read_lock(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let tokens = tokens(text, "depends")?;
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        let Token::Text(name) = token else { continue };
        let (mut version, mut dev) = (None, false);
        if rest.next_if(|token| token.is("{")).is_some() {
            while let Some(token) = rest.next().filter(|token| !token.is("}")) {
                match (token, rest.peek()) {
                    (Token::Other(word), Some(Token::Text(text))) if word == "=" => version = Some(text.clone()),
                    (Token::Other(word), _) => dev |= DEVELOPERS.contains(&word.as_str()),
                    _ => {}
                }
            }
        }
        match version {
            Some(version) => facts.packages.push(Package { dev, ..of_gallery(name, &version, &facts.path) }),
            None => facts.problem(format!("{name} is not locked to a version")),
        }
    }
    Ok(())
}

fn of_gallery(name: &str, version: &str, path: &str) -> Package {
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("opam", "", name, version)),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Analyzer;
    use crate::testing::{assert_survives_damage, listing, read};

    const SWITCH_STATE: &str = "home/opam/.opam/sea/.opam-switch/switch-state";
    const INSTALLED: &str = "home/opam/.opam/sea/.opam-switch/packages/tide.1.2.3/opam";
    const STATE_SAMPLE: &str = include_str!("testdata/switch-state");
    const LOCKED: &str = include_str!("testdata/port.opam.locked");

    #[test]
    fn a_switch_is_read() {
        let state = read(&ANALYZER, SWITCH_STATE, STATE_SAMPLE.as_bytes());
        insta::assert_snapshot!(listing(&state), @r"
        opam pkg:opam/buoy@2.0~beta direct
        opam pkg:opam/harbour@v0.16.0 indirect
        opam pkg:opam/tide@1.2.3 direct
        ");
        let opam = read(&ANALYZER, INSTALLED, include_bytes!("testdata/tide.opam"));
        assert_eq!(opam.licenses[0].package, "tide@1.2.3");
        assert_eq!(opam.licenses[0].licenses, ["MIT", "LGPL-2.1-only WITH OCaml-LGPL-linking-exception"]);
        for path in
            ["tide.opam", ".opam-switch/packages/cache", ".opam-switch/overlay/tide/opam", ".opam-switch/packages/a/b/opam"]
        {
            assert!(!ANALYZER.wants(&Stat::new(path, 1, 0o644)), "{path}");
        }
    }

    #[test]
    fn a_lock_file_is_read() {
        insta::assert_snapshot!(listing(&read(&LOCK, "port.opam.locked", LOCKED.as_bytes())), @r"
        opam pkg:opam/buoy@2.0~beta dev
        opam pkg:opam/harbour@v0.16.0
        opam pkg:opam/tide@1.2.3
        ");
    }

    #[test]
    fn what_is_broken_is_told() {
        let told = |analyzer: &TextFormat, path: &str, text: &str| listing(&read(analyzer, path, text.as_bytes()));
        insta::assert_snapshot!(told(&ANALYZER, SWITCH_STATE, "installed: [\"a.1\" \"b\" \".1\"]"), @r"
        opam pkg:opam/a@1 indirect
        problem: b is not a name with a version
        problem: .1 is not a name with a version
        ");
        insta::assert_snapshot!(told(&ANALYZER, SWITCH_STATE, "installed: [\"a.1\" \"b.2"), @"problem: broken switch-state: the field installed has no end");
        insta::assert_snapshot!(told(&LOCK, "a.opam.locked", "depends: [\"a\" {>= \"1\"} \"b\" {= \"2\" \"c\"]"), @"problem: broken a.opam.locked: the field depends has no end");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, SWITCH_STATE, STATE_SAMPLE.as_bytes());
        assert_survives_damage(&LOCK, "port.opam.locked", LOCKED.as_bytes());
    }
}
