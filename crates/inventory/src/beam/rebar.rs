//! rebar3's lock file, versions 1.0 to 1.2 and the one that came before them.
//!
//! Format: <https://rebar3.org/docs/configuration/dependencies/#lock-files>: `{"1.2.0", [{App, Source, Level}]}.` and checksums;
//! the list alone at first.
//! Files: `rebar.lock`.
//! The level says how far a dependency is from the project, which asks for those at 0 itself.
//! Limits: the file tells neither who asks for whom nor what only developers need (rebar3 locks nothing of that).

use super::term::{Language, Term, read as read_terms};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use tidewaiter_model::Relationship;

/// What projects lock.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("rebar", "rebar");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "rebar",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["rebar.lock"]),
    wants: |stat| stat.name() == "rebar.lock",
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock = read_terms(text, Language::Erlang);
    let locked = match lock.terms.first() {
        Some(Term::Tuple(versioned)) => versioned.get(1).map_or(&[][..], Term::members),
        Some(list) => list.members(),
        None => &[],
    };
    let mut graph = Graph::default();
    for entry in locked {
        let [app, source, level, ..] = entry.members() else { continue };
        let mut package = match source.text_at(0) {
            "pkg" => super::package(&ECOSYSTEM, &facts.path, source.text_at(1), source.text_at(2), None),
            "git" | "git_subdir" | "hg" => {
                let commit = source.members().get(2).map_or("", |reference| reference.text_at(1));
                super::foreign(&ECOSYSTEM, &facts.path, app.text(), source.text_at(1), commit)
            }
            _ => continue,
        };
        if package.name.is_empty() || package.version.is_empty() {
            continue;
        }
        package.relationship = if level.text() == "0" { Relationship::Direct } else { Relationship::Indirect };
        graph.add(app.text(), package, Vec::new());
    }
    graph.state(facts);
    if lock.is_whole { Ok(()) } else { Err("it ends within a term, or is none of Erlang's".to_owned()) }
}
