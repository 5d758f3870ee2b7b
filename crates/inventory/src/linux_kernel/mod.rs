//! Linux kernels, and modules that were built beside them.
//!
//! Files: kernel images (`image`), `lib/modules/VERSION/modules.order`, which every build of a kernel installs with its modules and
//! whose path tells the version, and modules outside of a kernel's own folder (`module`).
//! Limits: told, not judged: a version of upstream's says little of a distribution's kernel, whose own package tells it where there
//! is one. A kernel's own modules are not told one by one.

mod image;
mod module;

pub(crate) use image::Image;
pub(crate) use module::Module;

use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use tidewaiter_model::{Class, Package, Purl};

/// Kernels and modules.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "linux-kernel",
    class: Class::LangPkgs,
    kind: "linux-kernel",
    target: Some("Linux kernel"),
    evr: false,
    advisories: None,
};

/// The analyzer of folders of modules.
pub(crate) struct Modules;

/// What a kernel is called; modules have names of their own.
const KERNEL: &str = "linux-kernel";

impl Analyzer for Modules {
    fn id(&self) -> &'static str {
        "linux-kernel-modules"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&["modules.order"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        in_modules(stat.path).is_some_and(|(_, rest)| rest == "modules.order")
    }

    fn extent(&self) -> u64 {
        0
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let version = in_modules(file.stat.path).map(|(version, _)| version);
        facts.packages.extend(version.map(|version| package(KERNEL, version, file.stat.path)));
    }
}

/// `6.1.0-47-amd64` and `kernel/fs/xfs/xfs.ko` of `usr/lib/modules/6.1.0-47-amd64/kernel/fs/xfs/xfs.ko`.
fn in_modules(path: &str) -> Option<(&str, &str)> {
    const FOLDER: &str = "lib/modules/";
    let inner = match path.find("/lib/modules/") {
        Some(at) => path.get(at + 1 + FOLDER.len()..)?,
        None => path.strip_prefix(FOLDER)?,
    };
    inner.split_once('/').filter(|(version, _)| version.starts_with(|c: char| c.is_ascii_digit()))
}

fn package(name: &str, version: &str, path: &str) -> Package {
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("generic", "", name, version)),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{listing, read};

    #[test]
    fn a_folder_of_modules_tells_its_kernel() {
        for path in
            ["lib/modules/6.1.0-50-cloud-amd64/modules.order", "rootfs/usr/lib/modules/6.1.0-50-cloud-amd64/modules.order"]
        {
            insta::allow_duplicates! {
                insta::assert_snapshot!(listing(&read(&Modules, path, b"kernel/fs/xfs/xfs.ko\n")), @"linux-kernel pkg:generic/linux-kernel@6.1.0-50-cloud-amd64");
            }
        }
        for path in ["lib/modules/6.1.0/kernel/modules.order", "lib/modules/modules.order", "lib/modules/x/modules.order"] {
            assert!(!Modules.wants(&Stat::new(path, 1, 0o644)), "{path}");
        }
    }
}
