//! Snaps: what one is, and which packages of Ubuntu were put into it.
//!
//! Format: <https://snapcraft.io/docs/snap-format>: `meta/snap.yaml`; `snap/manifest.yaml`, where whoever built it let Snapcraft write
//! one.
//! Files: `meta/snap.yaml` and `snap/manifest.yaml`, anywhere: a snap is mounted or unpacked where somebody likes.
//! Limits: told, not judged: the packages are of the release that a snap was built on, which is not the system's, and come without
//! a database of their own. Packed snaps (`*.snap`) are not opened. Files of up to 64 MiB.

use crate::text_format::{TextFormat, yaml};
use crate::{Ecosystem, FileFacts, Names, Setting, license};
use serde::Deserialize;
use tidewaiter_model::{Class, Package, Purl};

/// Snaps and what is in them.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "snap", class: Class::LangPkgs, kind: "snap", target: Some("Snaps"), evr: false, advisories: None };

/// The analyzer of snaps.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "snap",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["snap.yaml"]),
    wants: |stat| is(stat.path, "meta/snap.yaml"),
    read,
};

/// The analyzer of what was put into them.
pub(crate) const MANIFEST: TextFormat = TextFormat {
    id: "snap-manifest",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["manifest.yaml"]),
    wants: |stat| is(stat.path, "snap/manifest.yaml"),
    read: read_manifest,
};

fn is(path: &str, file: &str) -> bool {
    path.strip_suffix(file).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}

#[derive(Deserialize)]
struct Snap {
    name: String,
    version: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    base: String,
    #[serde(default)]
    license: String,
    #[serde(default)]
    architectures: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Manifest {
    #[serde(default)]
    snapcraft_os_release_id: String,
    snapcraft_os_release_version_id: Option<String>,
    #[serde(default)]
    primed_stage_packages: Option<Vec<String>>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let snap: Snap = yaml(text)?;
    let version = snap.version.as_str();
    if snap.name.is_empty() || version.is_empty() {
        return Err("it has no name or version".to_owned());
    }
    let arch = snap.architectures.first().map_or("", String::as_str);
    let kind = if snap.kind.is_empty() { "app" } else { &snap.kind };
    let purl = Purl::new("generic", "snap", &snap.name, version).with("arch", arch).with("base", &snap.base).with("type", kind);
    let mut licenses = Vec::new();
    license::names(&snap.license).iter().for_each(|name| license::add(&mut licenses, name));
    facts.packages.push(Package { licenses, ..package(&snap.name, version, arch, purl, &facts.path) });
    Ok(())
}

fn read_manifest(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let manifest: Manifest = yaml(text)?;
    let release = manifest.snapcraft_os_release_version_id.unwrap_or_default();
    let distro = if release.is_empty() { String::new() } else { format!("{}-{release}", manifest.snapcraft_os_release_id) };
    for stated in manifest.primed_stage_packages.unwrap_or_default() {
        let Some((name, version)) = stated.split_once('=').filter(|(name, version)| !name.is_empty() && !version.is_empty())
        else {
            facts.problem(format!("{stated} is not a name with a version"));
            continue;
        };
        let (name, arch) = name.split_once(':').unwrap_or((name, ""));
        let (epoch, without_epoch) = version.split_once(':').unwrap_or(("", version));
        let purl = Purl::new("deb", &manifest.snapcraft_os_release_id, name, without_epoch);
        let purl = purl.with("arch", arch).with("epoch", epoch).with("distro", &distro);
        facts.packages.push(package(name, version, arch, purl, &facts.path));
    }
    Ok(())
}

fn package(name: &str, version: &str, arch: &str, purl: Purl, path: &str) -> Package {
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        arch: Some(arch.to_owned()).filter(|arch| !arch.is_empty()),
        path: path.to_owned(),
        purl: Some(purl),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Analyzer;
    use crate::Stat;
    use crate::testing::{assert_survives_damage, listing, read};

    const SNAP: &str = include_str!("testdata/snap.yaml");
    const BUILT: &str = include_str!("testdata/manifest.yaml");

    #[test]
    fn a_snap_is_told_with_what_was_put_into_it() {
        insta::assert_snapshot!(listing(&read(&ANALYZER, "snap/tide/current/meta/snap.yaml", SNAP.as_bytes())), @r#"snap pkg:generic/snap/tide@1.4.2?arch=amd64&base=core22&type=app ["Apache-2.0", "MIT"]"#);
        insta::assert_snapshot!(listing(&read(&MANIFEST, "snap/tide/12/snap/manifest.yaml", BUILT.as_bytes())), @r"
        snap pkg:deb/ubuntu/libcurl4@7.81.0-1ubuntu1.15?distro=ubuntu-22.04
        snap pkg:deb/ubuntu/vim-common@8.2.3995-1ubuntu2.15?distro=ubuntu-22.04&epoch=2
        ");
        for path in ["app/xmeta/snap.yaml", "snap/snapcraft.yaml", "k8s/manifest.yaml"] {
            assert!(![&ANALYZER, &MANIFEST].iter().any(|a| a.wants(&Stat::new(path, 1, 0o644))), "{path}");
        }
    }

    #[test]
    fn what_is_broken_is_told() {
        let told = |analyzer: &TextFormat, path: &str, text: &str| listing(&read(analyzer, path, text.as_bytes()));
        insta::assert_snapshot!(told(&ANALYZER, "meta/snap.yaml", "name: a\nversion: 22.10\n"), @"snap pkg:generic/snap/a@22.10?type=app");
        insta::assert_snapshot!(told(&ANALYZER, "meta/snap.yaml", "name: a\nversion: ''\n"), @"problem: broken snap.yaml: it has no name or version");
        insta::assert_snapshot!(told(&MANIFEST, "snap/manifest.yaml", "primed-stage-packages:\n- a\n- libb:i386=1:2\n- =3\n"), @r"
        snap pkg:deb/libb@2?arch=i386&epoch=1
        problem: a is not a name with a version
        problem: =3 is not a name with a version
        ");
        assert!(told(&ANALYZER, "meta/snap.yaml", "name: a").starts_with("problem: broken snap.yaml"));
        assert!(told(&MANIFEST, "snap/manifest.yaml", "- a").starts_with("problem: broken manifest.yaml"));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, "meta/snap.yaml", SNAP.as_bytes());
        assert_survives_damage(&MANIFEST, "snap/manifest.yaml", BUILT.as_bytes());
    }
}
