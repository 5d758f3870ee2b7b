//! What an Elixir project asks for.
//!
//! Format: <https://hexdocs.pm/mix/Mix.Tasks.Deps.html>.
//! Files: `mix.exs`.
//! Limits: a project file is a program; of it, the tuples `{:name, …}` of the function `deps` are read, as people write them.
//! The project's own packages (`path:`, `in_umbrella:`) are declared as all others are.

use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "mix-exs",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["mix.exs"]),
    wants: |stat| stat.name() == "mix.exs",
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    for dependency in function(text).split("{:").skip(1) {
        let (name, rest) = atom(dependency);
        // A package that is called otherwise than its application.
        let package = option(rest, "hex:").map_or(name, |value| atom(value.trim_start_matches(':')).0);
        let dev = option(rest, "only:").is_some_and(is_developers);
        if !package.is_empty() {
            facts.declared.push(Declared { purl_type: "hex".into(), name: package.to_owned(), dev });
        }
    }
    Ok(())
}

/// The body of `deps`, without comments.
fn function(text: &str) -> String {
    let starts = |line: &&str| ["def deps", "defp deps"].iter().any(|start| line.trim_start().starts_with(start));
    let lines = text.lines().skip_while(|line| !starts(line)).take_while(|line| line.trim() != "end");
    lines.filter(|line| !line.trim_start().starts_with('#')).map(|line| format!("{line}\n")).collect()
}

/// An atom, and what follows it.
fn atom(text: &str) -> (&str, &str) {
    let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    text.split_at_checked(length).unwrap_or((text, ""))
}

fn option<'a>(rest: &'a str, key: &str) -> Option<&'a str> {
    let (before, value) = rest.split_once(key)?;
    before.ends_with([' ', ',', '[', '\n']).then(|| value.trim_start())
}

/// `:dev`, `[:dev, :test]`: environments, none of which is the one that is deployed.
fn is_developers(environments: &str) -> bool {
    let list = match environments.strip_prefix('[') {
        Some(list) => list.split(']').next().unwrap_or(list),
        None => environments.split([',', '}']).next().unwrap_or(environments),
    };
    list.split(',').all(|environment| matches!(environment.trim(), ":dev" | ":test" | ":docs" | ":lint" | ":ci"))
}
