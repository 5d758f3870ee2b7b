//! Lua: what LuaRocks has installed, what projects lock and ask for; one file a format.
//!
//! Formats: those of LuaRocks, linked in each reader; all of them are programs of Lua, which are read and not run.
//! Files: `*.rockspec`, `luarocks.lock`.
//! Limits: OSV knows no advisories of LuaRocks: rocks are told, not judged. In which user's manifest a rock is published
//! (`rock_namespace`) is a file of its own and not read.

pub(crate) mod lock;
pub(crate) mod rockspec;
mod value;

#[cfg(test)]
mod tests;

use crate::Ecosystem;
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, target: Option<&'static str>) -> Ecosystem {
    Ecosystem { id, class: Class::LangPkgs, kind: "lua-rocks", target, evr: false, advisories: None }
}

/// A rock; names are the same in upper and lower case, and lower case in purls.
fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("luarocks", "", &name.to_ascii_lowercase(), version)),
        ..Package::default()
    }
}
