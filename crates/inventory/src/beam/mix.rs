//! Mix's lock file.
//!
//! Format: an Elixir map, as `Mix.Dep.Lock` writes it, of applications to `{:hex, package, version, checksum, build tools,
//! dependencies, repository, checksum}`, with as many fields as were known when it was written, or `{:git, url, commit, options}`:
//! <https://hexdocs.pm/mix/Mix.Tasks.Deps.html>, <https://hex.pm/docs/usage>.
//! Files: `mix.lock`.
//! Limits: what was asked for stands in the manifest only.

use super::term::{Language, Term, read as read_terms};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};

/// What projects lock.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("hex", "hex");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "hex",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["mix.lock"]),
    wants: |stat| stat.name() == "mix.lock",
    read,
};

const DEPENDENCIES: usize = 5;
const REPOSITORY: usize = 6;

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock = read_terms(text, Language::Elixir);
    let mut graph = Graph::default();
    for pair in lock.terms.iter().flat_map(Term::members) {
        let (app, Some(entry)) = (pair.text_at(0), pair.members().get(1)) else { continue };
        let package = match entry.text_at(0) {
            "hex" => {
                let organization = organization(entry.text_at(REPOSITORY));
                super::package(&ECOSYSTEM, &facts.path, entry.text_at(1), entry.text_at(2), organization)
            }
            // How the first versions of Hex wrote it.
            "package" => super::package(&ECOSYSTEM, &facts.path, app, entry.text_at(1), None),
            "git" => super::foreign(&ECOSYSTEM, &facts.path, app, entry.text_at(1), entry.text_at(2)),
            _ => continue,
        };
        if package.name.is_empty() || package.version.is_empty() {
            continue;
        }
        let edges = entry.members().get(DEPENDENCIES).map_or(&[][..], Term::members);
        graph.add(app, package, edges.iter().map(|edge| edge.text_at(0).to_owned()).collect());
    }
    graph.state(facts);
    if lock.is_whole { Ok(()) } else { Err("it ends within a term, or is none of Elixir's".to_owned()) }
}

/// `acme` of `hexpm:acme`; other repositories by their own names.
fn organization(repository: &str) -> Option<&str> {
    let name = repository.strip_prefix("hexpm").map_or(repository, |rest| rest.trim_start_matches(':'));
    (!name.is_empty()).then_some(name)
}
