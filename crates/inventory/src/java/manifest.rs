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

/// The main section of `MANIFEST.MF`; `None` if it does not name group, artifact and version.
pub(super) fn coordinates(bytes: &[u8]) -> Option<Coordinates> {
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
    let group = get("Implementation-Vendor-Id").filter(is_group).or(of_bundle)?;
    let found = Coordinates { group, artifact, version };
    is_whole(&found).then_some(found)
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
        assert_eq!(coordinates(b"Implementation-Title: a\n"), None);
    }
}
