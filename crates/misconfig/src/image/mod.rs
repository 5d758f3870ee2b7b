//! Images: their configuration, and the entries of their layers.
//!
//! Format: <https://github.com/opencontainers/image-spec/blob/main/config.md>; `HealthCheck` is of
//! <https://github.com/moby/docker-image-spec/blob/main/spec.md>.
//! What is judged is what stands: the configuration as it is, and the files that no later layer hides. History is evidence of how the
//! image was made and of nothing else; what configuration says of the same thing goes before it.
//! Limits: what starts the container may set other users, ports and volumes. Devices are not told from pipes, so neither is judged.
//! Of file capabilities it is known that there are some, and not which.

mod accounts;
mod checks;
mod entry;
mod history;
mod known;
mod note;
mod place;
#[cfg(test)]
mod scene;
mod sudoers;
mod system;
mod user;
mod variables;

pub use entry::{EntryFacts, EntryKind};
pub use note::Note;
pub(crate) use note::{note, wants};
pub use variables::secret_variables;

use crate::ignore::Ignores;
use crate::{About, Checked, Failure};
use accounts::{Account, Group, Password};
use note::Tells;
use place::Place;
use serde_json::Value;
use std::collections::BTreeMap;
use sudoers::Passwordless;
use system::System;
use tidewaiter_model::Problem;

const KIND: &str = "Image Security Check";
const PROVIDER: &str = "Image";

/// What checks look at: an image, or a root file system.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// As the caller named it.
    pub name: String,
    /// The configuration; null for a root file system.
    pub config: Value,
    /// What its files tell, by path.
    pub notes: BTreeMap<String, Note>,
    /// What secret was found where in its configuration and history, by those who look for secrets.
    pub secrets: Vec<SecretPlace>,
}

/// A secret that was found in the configuration.
#[derive(Clone, Debug, Default)]
pub struct SecretPlace {
    /// What it is: `AWS access key ID`.
    pub what: String,
    /// `Env KEY, history line 2`
    pub place: String,
}

impl Image {
    /// Runs the checks: all of an image, of a root file system those of files.
    pub(crate) fn check(mut self) -> Checked {
        let is_image = !self.config.is_null();
        let mut checked = Checked::new(&self.name, if is_image { "image" } else { "rootfs" });
        checked.problems = self.follow_links();
        for entry in checks::CHECKS.iter().filter(|entry| is_image || entry.subject == checks::Subject::Files) {
            checked.results.extend(entry.check.results(&self, KIND, PROVIDER, &[], &Ignores::default()));
        }
        if is_image {
            history::merge(&mut checked.results, &self.config);
        }
        checked
    }

    /// Lets other names of files tell what the files do. Those of accounts that lead to what was not noted are problems.
    fn follow_links(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let links: Vec<Note> = self.notes.values().filter(|note| note.same_as.is_some()).cloned().collect();
        for mut link in links {
            let target = link.same_as.clone().unwrap_or_default();
            if !link.follow(self.notes.get(&target)) {
                let message = format!("it is a link to {target}, which was not read");
                problems.push(Problem { path: link.path.clone(), origin: "image".to_owned(), message });
            }
            self.notes.insert(link.path.clone(), link);
        }
        problems
    }

    /// How containers are run.
    fn settings(&self) -> &Value {
        self.config.get("config").unwrap_or(&Value::Null)
    }

    /// Names of a set in the settings, which is an object of empty objects.
    fn names(&self, key: &str) -> impl Iterator<Item = &str> {
        self.settings()[key].as_object().into_iter().flatten().map(|(name, _)| name.as_str())
    }

    fn is_windows(&self) -> bool {
        self.config["os"].as_str() == Some("windows")
    }

    /// What stands in a place.
    fn at(&self, place: Place) -> impl Iterator<Item = &Note> {
        self.notes.values().filter(move |note| note.place == Some(place))
    }

    /// The accounts; `None` if they are somewhere that was not read.
    fn accounts(&self) -> Option<&[Account]> {
        match self.at(Place::Accounts).next() {
            None => Some(&[]),
            Some(Note { tells: Tells::Accounts(accounts), .. }) => Some(accounts),
            Some(_) => None,
        }
    }

    /// The groups, likewise.
    fn groups(&self) -> Option<&[Group]> {
        match self.at(Place::Groups).next() {
            None => Some(&[]),
            Some(Note { tells: Tells::Groups(groups), .. }) => Some(groups),
            Some(_) => None,
        }
    }

    /// Whose passwords are in which state, and where that stands.
    fn passwords(&self) -> impl Iterator<Item = (&Note, &str, Password)> {
        self.notes.values().flat_map(|note| note.passwords().into_iter().map(move |(name, state)| (note, name, state)))
    }

    /// Rules that ask for no password, and where they stand.
    fn passwordless(&self) -> impl Iterator<Item = (&Note, &Passwordless)> {
        self.notes.values().flat_map(|note| note.passwordless().iter().map(move |rule| (note, rule)))
    }

    /// What system it says it is.
    fn system(&self) -> System {
        let told = self.at(Place::System).find_map(|note| match &note.tells {
            Tells::System(system) => Some(system.clone()),
            _ => None,
        });
        told.unwrap_or_default()
    }
}

impl Note {
    fn passwords(&self) -> Vec<(&str, Password)> {
        match &self.tells {
            Tells::Passwords(all) => all.iter().map(|(name, state)| (name.as_str(), *state)).collect(),
            Tells::Accounts(all) => all.iter().map(|account| (account.name.as_str(), account.password)).collect(),
            _ => Vec::new(),
        }
    }

    fn passwordless(&self) -> &[Passwordless] {
        match &self.tells {
            Tells::Sudoers(rules) => rules,
            _ => &[],
        }
    }

    /// Something is wrong with this file.
    fn failure(&self, message: impl Into<String>) -> Failure {
        Failure { message: message.into(), resource: format!("/{}", self.path), layer: self.layer, ..Failure::default() }
    }
}

/// Something is wrong with this part of the configuration.
fn configured(resource: impl Into<String>, message: impl Into<String>) -> Failure {
    Failure { message: message.into(), resource: resource.into(), ..Failure::default() }
}

/// What all checks of images say of themselves.
pub(crate) fn abouts() -> impl Iterator<Item = &'static About> {
    checks::CHECKS.iter().map(|entry| &entry.check.about)
}

#[cfg(test)]
mod tests;
