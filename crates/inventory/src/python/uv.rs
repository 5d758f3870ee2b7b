//! uv's lock file.
//!
//! Format: <https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile>.
//! Files: `uv.lock`.
//! Limits: markers are not looked at: what is locked for any system counts.

use super::{MAX_LOCK_FILE, lock_file, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use tidewaiter_model::Relationship;

/// uv's ecosystem.
pub(crate) const UV: Ecosystem = lock_file("uv");

/// The analyzer.
pub(crate) struct Uv;

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    package: Vec<Entry>,
}

type Groups = BTreeMap<String, Vec<Wanted>>;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Entry {
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    source: Source,
    #[serde(default)]
    dependencies: Vec<Wanted>,
    #[serde(default)]
    optional_dependencies: Groups,
    #[serde(default, alias = "dependency-groups")]
    dev_dependencies: Groups,
}

#[derive(Deserialize)]
struct Wanted {
    name: String,
    version: Option<String>,
}

#[derive(Default, Deserialize)]
struct Source {
    editable: Option<String>,
    #[serde(rename = "virtual")]
    virtual_: Option<String>,
}

type Key<'a> = (&'a str, Option<&'a str>);

impl Entry {
    /// The folder of a project that is itself a member of the workspace.
    fn member(&self) -> Option<&str> {
        self.source.editable.as_deref().or(self.source.virtual_.as_deref())
    }

    /// How it is asked for: by its name, or with its version where there are several.
    fn keys(&self) -> [Key<'_>; 2] {
        [(&self.name, None), (&self.name, Some(&self.version))]
    }

    fn wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.dependencies.iter().chain(self.optional_dependencies.values().flatten())
    }
}

impl Wanted {
    fn key(&self) -> Key<'_> {
        (&self.name, self.version.as_deref())
    }
}

impl Analyzer for Uv {
    fn id(&self) -> &'static str {
        "uv"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["uv.lock"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "uv.lock" && stat.size <= MAX_LOCK_FILE
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let lock: Lock = match toml::from_slice(file.bytes) {
            Ok(lock) => lock,
            Err(error) => return facts.problem(format!("broken uv.lock: {error}")),
        };
        let members: Vec<&Entry> = lock.package.iter().filter(|entry| entry.member().is_some()).collect();
        let asked = members.iter().flat_map(|member| member.wanted().chain(member.dev_dependencies.values().flatten()));
        let asked: BTreeSet<Key<'_>> = asked.map(Wanted::key).collect();
        let run = reached(&lock.package);
        for (index, entry) in lock.package.iter().enumerate() {
            // A project may compute its version.
            if entry.version.is_empty() && entry.member().is_some() {
                continue;
            }
            let is_direct = || entry.keys().iter().any(|key| asked.contains(key));
            let mut package = package(&UV, &entry.name, &entry.version, file.stat.path);
            package.relationship = match entry.member() {
                Some(".") => Relationship::Root,
                Some(_) => Relationship::Workspace,
                None if members.is_empty() => Relationship::Unknown,
                None if is_direct() => Relationship::Direct,
                None => Relationship::Indirect,
            };
            package.dev = !members.is_empty() && !run.contains(&index);
            package.depends_on = entry.wanted().map(name_or_id).collect();
            package.depends_on.sort();
            package.depends_on.dedup();
            facts.packages.push(package);
        }
    }
}

fn name_or_id(wanted: &Wanted) -> String {
    wanted.version.as_ref().map_or_else(|| wanted.name.clone(), |version| format!("{}@{version}", wanted.name))
}

/// What the members need to run.
fn reached(entries: &[Entry]) -> BTreeSet<usize> {
    let mut by_key: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        entry.keys().into_iter().for_each(|key| by_key.entry(key).or_default().push(index));
    }
    let is_member = |index: &usize| entries.get(*index).is_some_and(|entry| entry.member().is_some());
    let mut open: Vec<usize> = (0..entries.len()).filter(is_member).collect();
    let mut reached = BTreeSet::new();
    while let Some(index) = open.pop() {
        if reached.insert(index) {
            // Whoever asks for the same later finds it gone: all it leads to is on its way.
            let wanted = entries.get(index).into_iter().flat_map(Entry::wanted);
            open.extend(wanted.filter_map(|wanted| by_key.remove(&wanted.key())).flatten());
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/uv.lock");

    #[test]
    fn a_real_lock_file_is_read() {
        let facts = read(&Uv, "app/uv.lock", SAMPLE);
        let line =
            |p: &tidewaiter_model::Package| format!("{} {} {:?} {} {:?}", p.name, p.version, p.relationship, p.dev, p.depends_on);
        insta::assert_snapshot!(facts.packages.iter().map(line).collect::<Vec<_>>().join("\n"), @r#"
        app 0.1.0 Root false ["jinja2"]
        iniconfig 2.0.0 Direct true []
        jinja2 2.11.3 Direct false ["markupsafe"]
        markupsafe 2.0.1 Indirect false []
        "#);
    }

    #[test]
    fn versions_beside_one_another_are_told_apart() {
        let text = b"[[package]]\nname=\"app\"\nsource={virtual=\".\"}\ndependencies=[{name=\"a\",version=\"1\"}]\n[package.dev-dependencies]\ndev=[{name=\"a\",version=\"2\"}]\n[[package]]\nname=\"a\"\nversion=\"1\"\n[[package]]\nname=\"a\"\nversion=\"2\"\n";
        let facts = read(&Uv, "uv.lock", text);
        let told: Vec<_> = facts.packages.iter().map(|p| (p.version.as_str(), p.dev, p.relationship)).collect();
        assert_eq!(told, [("1", false, Relationship::Direct), ("2", true, Relationship::Direct)]);
        assert_eq!(read(&Uv, "uv.lock", b"package = 1").problems.len(), 1);
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Uv, "uv.lock", SAMPLE);
    }
}
