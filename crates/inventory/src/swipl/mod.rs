//! Packs of SWI-Prolog.
//!
//! Format: <https://www.swi-prolog.org/howto/Pack.html>, Prolog terms, each with a dot at its end.
//! Files: `pack.pl`, which every pack has in its own folder.
//! Limits: told, not judged. What a pack requires is not told, since it names files and features, too. Files of up to 1 MiB.

use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use tidewaiter_model::{Class, Package, Purl};

/// Packs.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "swiplpack",
    class: Class::LangPkgs,
    kind: "swiplpack",
    target: Some("SWI-Prolog"),
    evr: false,
    advisories: None,
};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "swiplpack",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["pack.pl"]),
    wants: |stat| stat.name() == "pack.pl" && stat.size <= 1 << 20,
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let name = argument(text, "name");
    let version = argument(text, "version");
    match (name, version) {
        // Another program of this name.
        (None, None) => Ok(()),
        (Some(name), Some(version)) if !name.is_empty() && !version.is_empty() => {
            facts.packages.push(Package {
                ecosystem: ECOSYSTEM.id.into(),
                name: name.to_owned(),
                version: version.to_owned(),
                path: facts.path.clone(),
                purl: Some(Purl::new("swiplpack", "", name, version)),
                ..Package::default()
            });
            Ok(())
        }
        _ => Err("it has no name or no version".to_owned()),
    }
}

/// `tide` of `name(tide).`, with quotes or without.
fn argument<'a>(text: &'a str, term: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let inner = line.trim().strip_prefix(term)?.trim_start().strip_prefix('(')?.trim_start();
        let quote = ['\'', '"'].into_iter().find(|quote| inner.starts_with(*quote));
        match quote {
            Some(quote) => inner.get(1..)?.split_once(quote).map(|(value, _)| value),
            None => inner.split_once(')').map(|(value, _)| value.trim()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const PATH: &str = "root/.local/share/swi-prolog/pack/tide/pack.pl";
    const SAMPLE: &str = include_str!("testdata/pack.pl");

    #[test]
    fn a_pack_is_read() {
        insta::assert_snapshot!(listing(&read(&ANALYZER, PATH, SAMPLE.as_bytes())), @"swiplpack pkg:swiplpack/tide@1.4.2");
    }

    #[test]
    fn what_is_broken_is_told_and_what_is_none_is_not() {
        let told = |text: &str| listing(&read(&ANALYZER, PATH, text.as_bytes()));
        assert_eq!(told("name( \"a\" ).\nversion(1.2).\n"), "swiplpack pkg:swiplpack/a@1.2");
        assert_eq!(told("name(a).\n"), "problem: broken pack.pl: it has no name or no version");
        assert_eq!(told("name('a').\nversion('1"), "problem: broken pack.pl: it has no name or no version");
        assert_eq!(told("#!/usr/bin/perl\nuse strict;\n"), "");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, PATH, SAMPLE.as_bytes());
    }
}
