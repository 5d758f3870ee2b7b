//! uv's lock file.
//!
//! Format: <https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile>.
//! Files: `uv.lock`.
//! Limits: markers are not looked at: what is locked for any system counts.

use super::{MAX_LOCK_FILE, lock_file, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Setting, Stat};
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

impl Entry {
    /// The folder of a project that is itself a member of the workspace.
    fn member(&self) -> Option<&str> {
        self.source.editable.as_deref().or(self.source.virtual_.as_deref())
    }

    fn wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.dependencies.iter().chain(self.optional_dependencies.values().flatten())
    }
}

impl Wanted {
    fn leads_to(&self, entry: &Entry) -> bool {
        self.name == entry.name && self.version.as_ref().is_none_or(|version| *version == entry.version)
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

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "uv.lock" && stat.size <= MAX_LOCK_FILE
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let lock: Lock = match toml::from_slice(file.bytes) {
            Ok(lock) => lock,
            Err(error) => return facts.problem(format!("broken uv.lock: {error}")),
        };
        let members: Vec<&Entry> = lock.package.iter().filter(|entry| entry.member().is_some()).collect();
        let asked: Vec<&Wanted> =
            members.iter().flat_map(|member| member.wanted().chain(member.dev_dependencies.values().flatten())).collect();
        let asked_names: BTreeSet<&str> = asked.iter().map(|wanted| wanted.name.as_str()).collect();
        let run = reached(&lock.package, &members);
        for (index, entry) in lock.package.iter().enumerate() {
            // A project may compute its version.
            if entry.version.is_empty() && entry.member().is_some() {
                continue;
            }
            let is_direct = || asked_names.contains(entry.name.as_str()) && asked.iter().any(|wanted| wanted.leads_to(entry));
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
fn reached(entries: &[Entry], members: &[&Entry]) -> BTreeSet<usize> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_name.entry(&entry.name).or_default().push(index);
    }
    let is_member = |entry: &Entry| members.iter().any(|member| std::ptr::eq(*member, entry));
    let mut open: Vec<usize> = entries.iter().enumerate().filter(|(_, entry)| is_member(entry)).map(|(index, _)| index).collect();
    let mut reached = BTreeSet::new();
    while let Some(index) = open.pop() {
        if !reached.insert(index) {
            continue;
        }
        for wanted in entries.get(index).into_iter().flat_map(Entry::wanted) {
            let candidates = by_name.get(wanted.name.as_str()).into_iter().flatten();
            open.extend(candidates.filter(|&&at| entries.get(at).is_some_and(|entry| wanted.leads_to(entry))));
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
