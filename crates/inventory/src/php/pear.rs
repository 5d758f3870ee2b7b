//! What PEAR and PECL have installed.
//!
//! Format: <https://pear.php.net/manual/en/guide.developers.package2.php>: the fields of a package's `package.xml`, of version
//! 1 or 2, as a serialised PHP array.
//! Files: `.registry/NAME.reg`, `.registry/.channel.CHANNEL/NAME.reg`.
//! Limits: nobody publishes advisories about them; they are told, not judged.

use super::serialized::Value;
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat, license};
use tidewaiter_model::{Class, Package, Purl};

/// Packages of PEAR and of PECL.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "pear", class: Class::LangPkgs, kind: "pear", target: Some("PEAR"), evr: false, advisories: None };

/// The analyzer.
pub(crate) struct Pear;

const MAX: u64 = 16 << 20;

impl Analyzer for Pear {
    fn id(&self) -> &'static str {
        "pear"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".reg"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.path.ends_with(".reg") && stat.size <= MAX && stat.path.split('/').any(|part| part == ".registry")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let Some(registered) = Value::parse(file.bytes) else {
            return facts.problem("broken registration of a PEAR package");
        };
        let text = |keys: &[&str]| keys.iter().try_fold(&registered, |value, key| value.get(key)).and_then(Value::text);
        let name = text(&["name"]).or_else(|| text(&["package"])).unwrap_or("");
        let version = text(&["version", "release"]).or_else(|| text(&["version"])).unwrap_or("");
        if name.is_empty() || version.is_empty() {
            return facts.problem("a registration without a name or version");
        }
        let channel = text(&["channel"]).unwrap_or("pear.php.net");
        let mut licenses = Vec::new();
        // With the address of its text, the name is a member of its own.
        let stated = text(&["license"]).or_else(|| text(&["license", "_content"])).or_else(|| text(&["release_license"]));
        license::add(&mut licenses, stated.unwrap_or(""));
        facts.packages.push(Package {
            ecosystem: ECOSYSTEM.id.into(),
            name: name.to_owned(),
            version: version.to_owned(),
            licenses,
            path: file.stat.path.to_owned(),
            purl: Some(Purl::new("pear", channel, name, version)),
            ..Package::default()
        });
    }
}
