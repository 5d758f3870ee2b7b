//! Programs and libraries that were installed without a package manager.
//!
//! Format: none; each program carries its version in a text of its own, see `programs/`.
//! Files: executables and shared libraries with the names of those tables, and a few text files that state a version
//! (`stated`).
//! Identity: the names of Bitnami's advisories, which go by upstream's versions; what these do not know is told, not judged.
//! Limits: files of up to 16 GiB. What belongs to a package of the distribution is dropped when layers are put together. Below
//! `opt/bitnami` nothing is read, since each program lies beside a bill of materials there. Programs in Go tell their modules
//! themselves (`go_binary`).

mod evidence;
mod program;
mod programs;
mod stated;

pub(crate) use stated::STATED;

use crate::{Advisories, Analyzer, Ecosystem, File, FileFacts, Partial, Source, Stat, executable};
use program::Program;
use tidewaiter_model::{Class, Package, Purl};

/// Programs that Bitnami's advisories know.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "binary",
    class: Class::LangPkgs,
    kind: "binary",
    target: Some("Programs"),
    evr: false,
    advisories: Some(Advisories { osv: "Bitnami", order: tidewaiter_versions::BITNAMI, same_name: |a, b| a == b }),
};

/// All others.
pub(crate) const UNADVISED: Ecosystem = Ecosystem {
    id: "binary-unadvised",
    class: Class::LangPkgs,
    kind: "binary",
    target: Some("Programs without advisories"),
    evr: false,
    advisories: None,
};

/// The analyzer.
pub(crate) struct Binary;

const MAX: u64 = 16 << 30;

impl Analyzer for Binary {
    fn id(&self) -> &'static str {
        "binary"
    }

    fn version(&self) -> u32 {
        1
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let name = stat.name();
        // Most files are neither; the tables are asked for the rest only.
        let may_be = stat.mode & 0o111 != 0 || name.starts_with("lib") && name.contains(".so");
        may_be && stat.size <= MAX && programs_of(name).next().is_some() && !stat.path.starts_with("opt/bitnami/")
    }

    fn sniff(&self, head: &[u8]) -> bool {
        // PHP archives are scripts.
        executable::sniff(head) || head.starts_with(b"#!/usr/bin/env php")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        self.look(&file.stat, &file.bytes, facts);
    }

    fn partial(&self) -> Option<&dyn Partial> {
        Some(self)
    }
}

impl Partial for Binary {
    fn look(&self, stat: &Stat<'_>, source: &dyn Source, facts: &mut FileFacts) {
        let found = programs_of(stat.name()).find_map(|(program, of_name)| {
            let version = program.evidence.iter().find_map(|evidence| evidence.find(source, &of_name))?;
            Some(package(program.name, program.advised, &version, stat.path))
        });
        facts.packages.extend(found);
    }
}

/// The programs that a file of this name may be of, and the version in its name.
fn programs_of(name: &str) -> impl Iterator<Item = (&'static Program, String)> {
    programs::all().filter_map(move |program| program.version_in(name).map(|version| (program, version)))
}

/// The name in advisories of what others state as `pkg:generic/NAME`.
pub(crate) fn advised(name: &str) -> Option<&'static str> {
    programs::all().find(|program| program.name == name)?.advised
}

fn package(name: &str, advised: Option<&str>, version: &str, path: &str) -> Package {
    let ecosystem = if advised.is_some() { ECOSYSTEM } else { UNADVISED };
    Package {
        ecosystem: ecosystem.id.into(),
        name: advised.unwrap_or(name).to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("generic", "", name, version)),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests;
