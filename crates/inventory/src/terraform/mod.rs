//! Providers of Terraform and OpenTofu: what a project locks, and what was installed for it.
//!
//! Format: <https://developer.hashicorp.com/terraform/language/files/dependency-lock>, blocks of HCL that tools write and people
//! leave alone; installed ones lie in folders `HOST/NAMESPACE/TYPE/VERSION/OS_ARCHITECTURE`.
//! Files: `.terraform.lock.hcl`; folders below `.terraform/providers` and `terraform.d/plugins`.
//! Limits: told, not judged; the modules of an installed provider, a program in Go, are judged by themselves. A plugin that is kept
//! packed, or a link to a cache, is not told. Who asks for a provider is not said, but whether the project wants a version.

use crate::text_format::TextFormat;
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use tidewaiter_model::{Class, Package, Purl};

/// Providers.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "terraform",
    class: Class::LangPkgs,
    kind: "terraform",
    target: Some("Terraform providers"),
    evr: false,
    advisories: None,
};

/// The analyzer of lock files.
pub(crate) const LOCK: TextFormat = TextFormat {
    id: "terraform-lock",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&[".terraform.lock.hcl"]),
    wants: |stat| stat.name() == ".terraform.lock.hcl",
    read,
};

/// The analyzer of installed providers.
pub(crate) struct Installed;

const FOLDERS: [&str; 2] = [".terraform/providers/", "terraform.d/plugins/"];

impl Analyzer for Installed {
    fn id(&self) -> &'static str {
        "terraform"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&[])
    }

    fn wants(&self, _stat: &Stat<'_>) -> bool {
        false
    }

    fn read(&self, _file: &File<'_>, _facts: &mut FileFacts) {}

    fn folder(&self, path: &str) -> Option<Package> {
        let inner = FOLDERS.iter().find_map(|folder| {
            let (before, inner) = path.split_once(folder)?;
            (before.is_empty() || before.ends_with('/')).then_some(inner)
        })?;
        let parts: Vec<&str> = inner.split('/').collect();
        let [host, namespace, name, version, platform] = parts[..] else { return None };
        platform.contains('_').then(|| package(&format!("{host}/{namespace}/{name}"), version, path)).flatten()
    }
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let mut open: Option<&str> = None;
    let mut version = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        let told = |reason: &str| format!("line {}: {reason}", number + 1);
        if let Some(rest) = line.strip_prefix("provider ") {
            if open.is_some() {
                return Err(told("a provider within a provider"));
            }
            open = Some(quoted(rest).ok_or_else(|| told("a provider without a name"))?);
        } else if let Some((key, value)) = line.split_once('=').filter(|_| open.is_some()) {
            if key.trim() == "version" {
                version = quoted(value);
            }
        } else if let Some(address) = open.filter(|_| line == "}") {
            match version.take().and_then(|version| package(address, version, &facts.path)) {
                Some(package) => facts.packages.push(package),
                None => facts.problem(told(&format!("{address} has no version or is no provider's address"))),
            }
            open = None;
        }
    }
    if open.is_some() { Err("the last provider is cut off".to_owned()) } else { Ok(()) }
}

fn quoted(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split_once('"').map(|(inner, _)| inner)
}

/// The provider of an address like `registry.terraform.io/hashicorp/aws`.
fn package(address: &str, version: &str, path: &str) -> Option<Package> {
    let (namespace, name) = address.rsplit_once('/')?;
    let is_address = namespace.split('/').count() == 2 && !address.split('/').any(str::is_empty) && !version.is_empty();
    is_address.then(|| Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: address.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("terraform", namespace, name, version)),
        ..Package::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const PATH: &str = "infra/.terraform.lock.hcl";
    const SAMPLE: &str = include_str!("testdata/terraform.lock.hcl");

    #[test]
    fn a_lock_file_is_read() {
        insta::assert_snapshot!(listing(&read(&LOCK, PATH, SAMPLE.as_bytes())), @r"
        terraform pkg:terraform/registry.terraform.io/hashicorp/aws@5.31.0
        terraform pkg:terraform/registry.terraform.io/hashicorp/random@3.6.0
        ");
    }

    #[test]
    fn what_is_installed_is_told_by_its_folder() {
        let folders = include_str!("testdata/folders").lines().filter_map(|line| Installed.folder(line));
        let told: Vec<String> = folders.map(|package| package.purl.unwrap().to_string()).collect();
        assert_eq!(
            told,
            [
                "pkg:terraform/registry.terraform.io/hashicorp/aws@5.31.0",
                "pkg:terraform/registry.terraform.io/hashicorp/random@3.6.0",
            ]
        );
        assert!(Installed.folder("root/.terraform.d/plugins/h/n/t/1.0.0/linux_amd64").is_none());
        assert!(Installed.folder("infra/terraform.d/plugins/h/n/t/1.0.0/linux_amd64").is_some());
    }

    #[test]
    fn what_is_broken_is_told() {
        let told = |text: &str| listing(&read(&LOCK, PATH, text.as_bytes()));
        insta::assert_snapshot!(told("provider \"h/n/a\" {\n}\nprovider \"h/n/b\" {\n  version = \"1\"\n}\nprovider \"c\" {\n version = \"1\"\n}"), @r"
        terraform pkg:terraform/h/n/b@1
        problem: line 2: h/n/a has no version or is no provider's address
        problem: line 8: c has no version or is no provider's address
        ");
        insta::assert_snapshot!(told(&SAMPLE[..SAMPLE.len() - 20]), @r"
        terraform pkg:terraform/registry.terraform.io/hashicorp/aws@5.31.0
        problem: broken .terraform.lock.hcl: the last provider is cut off
        ");
        insta::assert_snapshot!(told("provider aws {\n}"), @"problem: broken .terraform.lock.hcl: line 1: a provider without a name");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&LOCK, PATH, SAMPLE.as_bytes());
    }
}
