//! References of images.
//!
//! Format: <https://github.com/distribution/reference>.

/// Whether a reference says which image is meant: by its digest, or by a tag that does not move by its name.
/// References with variables are not known.
pub(super) fn is_pinned(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    let has_tag = || name.split_once(':').is_some_and(|(_, tag)| tag != "latest");
    image.trim().is_empty() || image.contains(['@', '$', '{']) || has_tag()
}

/// The registry that a reference names; `None` when it leaves that to the node.
pub(super) fn registry(image: &str) -> Option<&str> {
    image.split_once('/').map(|(registry, _)| registry).filter(|registry| !registry.contains(['$', '{']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_split() {
        for pinned in ["nginx:1.27", "localhost:5000/a:1", "a@sha256:00", "a:latest@sha256:00", "a:${TAG}", ""] {
            assert!(is_pinned(pinned), "{pinned}");
        }
        for loose in ["nginx", "nginx:latest", "localhost:5000/a", "a/b:latest"] {
            assert!(!is_pinned(loose), "{loose}");
        }
        assert_eq!((registry("gcr.io/a/b"), registry("nginx")), (Some("gcr.io"), None));
    }
}
