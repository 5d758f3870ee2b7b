//! A rock as its author describes it: one that is installed, or that of a project.
//!
//! Format: <https://github.com/luarocks/luarocks/blob/main/docs/rockspec_format.md>.
//! Files: `*.rockspec`: those in `rocks-VERSION/NAME/VERSION/` are of installed rocks, all others of projects, which ask for
//! others.
//! Limits: what `value.rs` does not read. An installed rock whose program does not say so plainly what it is called goes by its
//! folder.

use super::package;
use super::value::{MAX, Value, read as read_lua};
use crate::text_format::TextFormat;
use crate::{Declared, Ecosystem, FileFacts, Names, Setting, Stat, license};

/// What is installed.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("rockspec", Some("Lua"));

/// The analyzer of installed rocks.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "rockspec",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::End(&[".rockspec"]),
    wants: |stat| is_rockspec(stat) && folder(stat.path).is_some(),
    read,
};

/// The analyzer of projects.
pub(crate) const MANIFEST: TextFormat = TextFormat {
    id: "rockspec-project",
    version: 1,
    setting: Setting::Project,
    names: Names::End(&[".rockspec"]),
    wants: |stat| is_rockspec(stat) && folder(stat.path).is_none(),
    read: declare,
};

fn is_rockspec(stat: &Stat<'_>) -> bool {
    stat.path.ends_with(".rockspec") && stat.size <= MAX
}

/// Name and version of an installed rock.
fn folder(path: &str) -> Option<(&str, &str)> {
    let mut parts = path.rsplit('/').skip(1);
    let (version, name, tree) = (parts.next()?, parts.next()?, parts.next()?);
    (tree == "rocks" || tree.starts_with("rocks-")).then_some((name, version))
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let path = facts.path.clone();
    let Some(folder) = folder(&path) else { return Ok(()) };
    let program = read_lua(text);
    let get = |name: &str| program.values.get(name).and_then(Value::text).filter(|text| !text.is_empty());
    let mut package = package(&ECOSYSTEM, &path, get("package").unwrap_or(folder.0), get("version").unwrap_or(folder.1));
    let stated = program.values.get("description").and_then(|description| description.get("license")).and_then(Value::text);
    license::add(&mut package.licenses, stated.unwrap_or(""));
    package.depends_on = program.values.get("dependencies").map(names).unwrap_or_default();
    package.depends_on.sort();
    package.depends_on.dedup();
    facts.packages.push(package);
    if program.values.contains_key("package") { Ok(()) } else { Err("it does not name its rock".to_owned()) }
}

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers; templates of rockspecs are not Lua")]
fn declare(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let program = read_lua(text);
    for (list, dev) in [("dependencies", false), ("build_dependencies", true), ("test_dependencies", true)] {
        for name in program.values.get(list).map(names).unwrap_or_default() {
            facts.declared.push(Declared { purl_type: "luarocks".into(), name, dev });
        }
    }
    Ok(())
}

/// `lua-cjson` of `lua-cjson ~> 2.1` and of `user/lua-cjson`, but for Lua itself.
fn names(list: &Value) -> Vec<String> {
    let texts = list.members().filter_map(|(_, value)| value.text());
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let names = texts.filter_map(|text| text.trim().split(|c| !is_name(c)).next()?.rsplit('/').next());
    names.filter(|name| !name.is_empty() && *name != "lua").map(str::to_owned).collect()
}
