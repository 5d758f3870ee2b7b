//! What a Swift package asks for.
//!
//! Format: <https://developer.apple.com/documentation/packagedescription/package/dependency>.
//! Files: `Package.swift`, `Package@swift-VERSION.swift`.
//! Limits: a manifest is a program; of it, calls of `.package` with a literal `url` or `id` are read. Xcode's projects keep what
//! they ask for in files of their own, which are not read.

use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "swift-package",
    version: 1,
    setting: Setting::Project,
    names: Names::End(&[".swift"]),
    wants: |stat| {
        let name = stat.name().strip_suffix(".swift").unwrap_or("");
        (name == "Package" || name.starts_with("Package@swift-")) && !super::is_checked_out(stat)
    },
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    for call in lines.join("\n").split(".package(").skip(1) {
        let url = argument(call, "url:").map(super::name);
        if let Some(name) = url.or_else(|| argument(call, "id:").map(str::to_ascii_lowercase)).filter(|name| !name.is_empty()) {
            facts.declared.push(Declared { purl_type: "swift".into(), name, dev: false });
        }
    }
    Ok(())
}

/// The string of an argument that comes before the call's end.
fn argument<'a>(call: &'a str, label: &str) -> Option<&'a str> {
    let (before, value) = call.split_once(label)?;
    let text = value.trim_start().strip_prefix('"')?.split('"').next()?;
    (!before.contains(')')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};
    use crate::{Analyzer, Stat};

    const SAMPLE: &[u8] = include_bytes!("testdata/Package.swift");

    #[test]
    fn a_manifest_is_read() {
        insta::assert_snapshot!(listing(&read(&ANALYZER, "Package.swift", SAMPLE)), @r"
        declares swift github.com/apple/swift-nio
        declares swift github.com/vapor/vapor
        declares swift mona.linkedlist
        ");
    }

    #[test]
    fn checked_out_packages_are_left_alone() {
        let wants = |path| ANALYZER.wants(&Stat::new(path, 1, 0o644));
        assert!(wants("a/Package.swift") && wants("Package@swift-5.9.swift"));
        assert!(!wants(".build/checkouts/swift-nio/Package.swift") && !wants("Sources/Package2.swift"));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, "Package.swift", SAMPLE);
    }
}
