//! LuaRocks' lock file.
//!
//! Format: a module that returns tables of names and versions; `--pin` and `luarocks.lock` of
//! <https://github.com/luarocks/luarocks/blob/main/docs/pinning_versions_with_a_lock_file.md>.
//! Files: `luarocks.lock`.
//! Limits: who asks for whom is not written. Lua itself, which is pinned too, is no rock.

use super::package;
use super::value::{MAX, Value, read as read_lua};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};

/// What projects lock.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("luarocks", None);

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "luarocks",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["luarocks.lock"]),
    wants: |stat| stat.name() == "luarocks.lock" && stat.size <= MAX,
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let program = read_lua(text);
    let Some(lock) = program.values.get("return").filter(|value| matches!(value, Value::Table(_))) else {
        return Err("it returns no table".to_owned());
    };
    let mut graph = Graph::default();
    for (list, dev) in [("dependencies", false), ("build_dependencies", true), ("test_dependencies", true)] {
        for (name, version) in lock.get(list).into_iter().flat_map(Value::members) {
            let (Some(name), Value::Text(version)) = (name, version) else { continue };
            if name != "lua" && !name.is_empty() && !version.is_empty() {
                let mut package = package(&ECOSYSTEM, &facts.path, name, version);
                package.dev = dev;
                graph.add(format!("{list} {name}"), package, Vec::new());
            }
        }
    }
    graph.state(facts);
    if program.is_whole { Ok(()) } else { Err("it ends within a table".to_owned()) }
}
