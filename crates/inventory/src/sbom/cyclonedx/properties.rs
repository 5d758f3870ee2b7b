//! Properties by which other scanners state what the specification has no word for.
//!
//! Names: `aquasecurity:trivy:*` (<https://trivy.dev/latest/docs/supply-chain/sbom/>), `syft:*`.

use super::super::component::Component;

/// Takes a property's meaning over.
pub(super) fn apply(component: &mut Component, properties: &[(String, String)]) {
    let value = |name: &str| properties.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let trivy = |name: &str| value(&format!("aquasecurity:trivy:{name}"));
    let syft = |name: &str| value(&format!("syft:{name}"));
    component.path = trivy("FilePath").or_else(|| syft("location:0:path")).map(|path| path.trim_start_matches('/').to_owned());
    component.source = match (trivy("SrcName"), syft("metadata:source").or_else(|| syft("metadata:originPackage"))) {
        (Some(name), _) => Some((name.to_owned(), trivy("SrcVersion").map(|version| evr(version, &trivy)))),
        (None, Some(name)) => Some((name.to_owned(), syft("metadata:sourceVersion").map(str::to_owned))),
        (None, None) => None,
    };
}

/// `[epoch:]version[-release]` of its parts.
fn evr<'a>(version: &str, part: &impl Fn(&str) -> Option<&'a str>) -> String {
    let epoch = part("SrcEpoch").map_or(String::new(), |epoch| format!("{epoch}:"));
    let release = part("SrcRelease").map_or(String::new(), |release| format!("-{release}"));
    format!("{epoch}{version}{release}")
}
