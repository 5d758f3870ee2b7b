//! Modules that checks may import: they have the names and rules that Trivy documents.

/// Package and text.
pub(super) static LIBRARIES: [(&str, &str); 4] = [
    ("lib.docker", include_str!("lib/docker.rego")),
    ("lib.kubernetes", include_str!("lib/kubernetes.rego")),
    ("lib.result", include_str!("lib/result.rego")),
    ("lib.utils", include_str!("lib/utils.rego")),
];
