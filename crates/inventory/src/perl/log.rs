//! What `make install` has logged of modules.
//!
//! Format: <https://metacpan.org/pod/perllocal>: an entry of POD for each installation, as ExtUtils::MakeMaker appends it.
//! Files: `perllocal.pod`.
//! The last entry of a module counts. A distribution is nearly always called like its first module, which is the one that is logged.
//! Limits: who wrote it, its licence and what it depends on is not logged; what Module::Build installs is not logged at all. Where
//! cpanminus has records of the same, these tell it.

use super::{INSTALLED, package};
use crate::{Analyzer, File, FileFacts, Names, Stat};
use std::collections::BTreeMap;

/// The analyzer.
pub(crate) struct Log;

const MAX: u64 = 64 << 20;

impl Analyzer for Log {
    fn id(&self) -> &'static str {
        "perllocal"
    }

    fn version(&self) -> u32 {
        1
    }

    fn is_secondary(&self) -> bool {
        true
    }

    fn names(&self) -> Names {
        Names::Are(&["perllocal.pod"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "perllocal.pod" && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        let mut installed: BTreeMap<&str, &str> = BTreeMap::new();
        let mut module = "";
        for line in text.lines() {
            if line.starts_with("=head2") {
                module = module_of(line).unwrap_or("");
            } else if let Some(version) = line.trim().strip_prefix("C<VERSION: ").and_then(|rest| rest.strip_suffix('>'))
                && !module.is_empty()
                && version.starts_with(|c: char| c.is_ascii_digit() || c == 'v')
            {
                installed.insert(module, version.trim());
            }
        }
        if installed.is_empty() && !text.trim().is_empty() {
            return facts.problem("it logs no installation");
        }
        for (module, version) in installed {
            facts.packages.push(package(&INSTALLED, file.stat.path, &module.replace("::", "-"), version, ""));
        }
    }
}

/// `Acme::Sample` of `=head2 Mon Jan  1 00:00:00 2024: C<Module> L<Acme::Sample|Acme::Sample>`.
fn module_of(line: &str) -> Option<&str> {
    let (_, link) = line.split_once("C<Module> L<")?;
    link.split(['|', '>']).next().filter(|module| !module.is_empty())
}
