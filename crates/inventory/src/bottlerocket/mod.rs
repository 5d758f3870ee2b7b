//! Packages of Bottlerocket, whose images list what they were built from.
//!
//! Format: `application-inventory.json`, an object with a list `Content` of rpms, as
//! <https://github.com/bottlerocket-os/twoliter> writes it when it builds an image (`Epoch` since 2024).
//! Files: `usr/share/bottlerocket/application-inventory.json`, also below `sys-root` folders, to which `usr` is a link.
//! Limits: files of up to 64 MiB. It tells neither files, licences nor dependencies.

use crate::text_format::TextFormat;
use crate::{FileFacts, Names, Setting, rpm};
use serde::Deserialize;
use serde_json::Value;
use tidewaiter_model::Package;

/// The analyzer; packages are rpm's, since advisories speak of these.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "bottlerocket",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["application-inventory.json"]),
    wants: |stat| stat.path == PATH || stat.path.strip_suffix(PATH).is_some_and(|folder| folder.ends_with('/')),
    read,
};

const PATH: &str = "usr/share/bottlerocket/application-inventory.json";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Inventory {
    content: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Application {
    name: String,
    version: String,
    release: String,
    #[serde(default)]
    epoch: String,
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    publisher: String,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let inventory: Inventory = serde_json::from_str(text).map_err(|error| error.to_string())?;
    for (index, application) in inventory.content.into_iter().enumerate() {
        match serde_json::from_value::<Application>(application) {
            Ok(told) if told.name.is_empty() || told.version.is_empty() || told.release.is_empty() => {
                facts.problem(format!("application {} has no name, version or release", index + 1));
            }
            Ok(told) => facts.packages.push(package(&told, &facts.path)),
            Err(error) => facts.problem(format!("application {}: {error}", index + 1)),
        }
    }
    Ok(())
}

fn package(told: &Application, path: &str) -> Package {
    let stated = rpm::Stated {
        name: &told.name,
        version: &told.version,
        release: &told.release,
        epoch: told.epoch.parse().unwrap_or(0),
        arch: &told.architecture,
        source_rpm: "",
        vendor: "",
        modularity: "",
        license: "",
    };
    // The publisher is a kit of Bottlerocket, or who built a variant of their own from such kits: the same packages.
    let maintainer = Some(told.publisher.clone()).filter(|publisher| !publisher.is_empty());
    Package { maintainer, ..rpm::package(&stated, path) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const INSTALLED: &str = "x86_64-bottlerocket-linux-gnu/sys-root/usr/share/bottlerocket/application-inventory.json";
    const SAMPLE: &[u8] = include_bytes!("testdata/application-inventory.json");

    #[test]
    fn packages_are_read_with_their_epochs() {
        let facts = read(&ANALYZER, INSTALLED, SAMPLE);
        insta::assert_snapshot!(listing(&facts), @r"
        rpm pkg:rpm/chrony@4.6.1-1.1740525475.e3a5862c.br1?arch=x86_64
        rpm pkg:rpm/containerd@1.7.25-1.1740525475.e3a5862c.br1?arch=x86_64&epoch=1
        rpm pkg:rpm/kernel-6.1@6.1.50-1.1740525475.e3a5862c.br1?arch=x86_64
        ");
        assert_eq!(facts.packages[1].version, "1:1.7.25-1.1740525475.e3a5862c.br1");
        assert!(facts.packages.iter().all(|package| package.third_party.is_none()), "its advisories speak of all");
        assert_eq!(read(&ANALYZER, PATH, SAMPLE).packages.len(), facts.packages.len());
    }

    #[test]
    fn what_is_broken_is_told() {
        let text =
            br#"{"Content":[{"Name":"a","Version":"1","Release":"2"},{"Name":"b","Version":"1","Release":""},{"Name":3},7]}"#;
        insta::assert_snapshot!(listing(&read(&ANALYZER, PATH, text)), @r"
        rpm pkg:rpm/a@1-2
        problem: application 2 has no name, version or release
        problem: application 3: invalid type: integer `3`, expected a string
        problem: application 4: invalid type: integer `7`, expected struct Application
        ");
        for text in [&SAMPLE[..SAMPLE.len() / 2], b"[]", b"\xff", b"{}"] {
            assert!(
                read(&ANALYZER, PATH, text).problems.last().unwrap().message.starts_with("broken application-inventory.json")
            );
        }
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, PATH, SAMPLE);
    }
}
