//! What an archive says of itself: Maven's properties, the manifest, the file name.

use super::archive::Coordinates;

/// `pom.properties`; `None` unless all three coordinates are there.
pub(super) fn properties(bytes: &[u8]) -> Option<Coordinates> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Coordinates::default();
    for (key, value) in text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('=')) {
        match key.trim() {
            "groupId" => value.trim().clone_into(&mut found.group),
            "artifactId" => value.trim().clone_into(&mut found.artifact),
            "version" => value.trim().clone_into(&mut found.version),
            _ => {}
        }
    }
    is_whole(&found).then_some(found)
}

fn is_whole(found: &Coordinates) -> bool {
    let is_value = |value: &str| !value.is_empty() && !value.contains("${");
    is_value(&found.group) && is_value(&found.artifact) && is_value(&found.version)
}

/// What a manifest says.
pub(super) struct Stated {
    pub(super) coordinates: Coordinates,
    /// Whether the group is the vendor's own word, and not part of a bundle's name, which often is another.
    pub(super) is_certain: bool,
}

/// The main section of `MANIFEST.MF`; `None` if it does not name group, artifact and version.
pub(super) fn coordinates(bytes: &[u8]) -> Option<Stated> {
    // A line that begins with a space goes on with the one before.
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace("\n ", "");
    let main = text.split("\n\n").next().unwrap_or("");
    let get = |name: &str| {
        let line = main.lines().filter_map(|line| line.split_once(':')).find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        line.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    // A bundle's name may carry directives after a semicolon.
    let bundle = get("Bundle-SymbolicName").map(|name| name.split(';').next().unwrap_or("").trim().to_owned());
    let version = get("Implementation-Version").or_else(|| get("Specification-Version")).or_else(|| get("Bundle-Version"))?;
    let is_name = |title: &String| !title.contains(' ');
    let artifact = get("Implementation-Title")
        .filter(is_name)
        .or_else(|| bundle.clone())
        .or_else(|| get("Specification-Title").filter(is_name))?;
    let is_group = |group: &String| !group.contains(' ');
    let of_bundle = bundle.as_deref().and_then(|name| name.rsplit_once('.')).map(|(group, _)| group.to_owned());
    let vendor = get("Implementation-Vendor-Id").filter(is_group);
    let is_certain = vendor.is_some();
    let coordinates = Coordinates { group: vendor.or(of_bundle)?, artifact, version };
    is_whole(&coordinates).then_some(Stated { coordinates, is_certain })
}

/// What manifest and file name come to. Repositories name files after artifacts, so where the file's version is the manifest's,
/// or what it begins with, the file knows the artifact better than a title or a bundle's name.
pub(super) fn together(manifest: Option<Stated>, name: Option<Coordinates>) -> Option<Stated> {
    match (manifest, name) {
        (Some(Stated { coordinates, is_certain }), Some(name)) if coordinates.version.starts_with(&name.version) => {
            let is_certain = is_certain && coordinates.artifact == name.artifact;
            Some(Stated { coordinates: Coordinates { group: coordinates.group, ..name }, is_certain })
        }
        (Some(stated), _) => Some(stated),
        (None, name) => name.map(|coordinates| Stated { coordinates, is_certain: false }),
    }
}

/// `artifact-1.2.3.jar`.
pub(super) fn from_file_name(name: &str) -> Option<Coordinates> {
    let stem = name.rsplit_once('.')?.0;
    let dashes = stem.match_indices('-').map(|(at, _)| at);
    let at = dashes.into_iter().find(|at| stem.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit))?;
    let (artifact, version) = (stem.get(..at)?, stem.get(at + 1..)?);
    (!artifact.is_empty()).then(|| Coordinates {
        group: String::new(),
        artifact: artifact.to_owned(),
        version: version.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_parted_before_the_first_number() {
        let of = |name| from_file_name(name).map(|found| (found.artifact, found.version));
        assert_eq!(of("log4j-core-2.14.1.jar"), Some(("log4j-core".into(), "2.14.1".into())));
        assert_eq!(of("a-1.0-SNAPSHOT.war"), Some(("a".into(), "1.0-SNAPSHOT".into())));
        assert_eq!(of("plain.jar"), None);
    }

    #[test]
    fn what_is_not_filled_in_is_not_there() {
        assert_eq!(properties(b"groupId=g\nartifactId=a\nversion=${v}\n"), None);
        assert!(coordinates(b"Implementation-Title: a\n").is_none());
    }
}
