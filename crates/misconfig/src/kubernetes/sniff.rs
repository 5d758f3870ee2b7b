//! Whether a file may be a manifest: asked of every YAML and JSON file of an image, so it must cost next to nothing.

use memchr::memmem;

/// YAML and JSON, but for what package managers write by the thousand.
pub(super) fn is_named_like_one(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_document = [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending));
    let is_npm = matches!(name, "package.json" | "package-lock.json" | "tsconfig.json") || path.contains("node_modules/");
    is_document && !is_npm
}

/// Whether both words that every resource has stand where keys stand.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let is_braced = matches!(bytes.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'['));
    ["apiVersion", "kind"].iter().all(|word| if is_braced { is_json_key(bytes, word) } else { is_yaml_key(bytes, word) })
}

/// `"kind": "Pod"`; in schemas of Kubernetes objects follow instead of the texts.
fn is_json_key(bytes: &[u8], word: &str) -> bool {
    let mut places = memmem::find_iter(bytes, word.as_bytes());
    places.any(|at| {
        let rest = bytes.get(at + word.len()..).unwrap_or_default();
        let rest = rest.strip_prefix(b"\"").unwrap_or(rest).trim_ascii_start();
        rest.strip_prefix(b":").is_some_and(|rest| !matches!(rest.trim_ascii_start().first(), None | Some(b'{' | b'[')))
    })
}

/// `kind:` at the beginning of a line.
fn is_yaml_key(bytes: &[u8], word: &str) -> bool {
    let mut places = memmem::find_iter(bytes, word.as_bytes());
    places.any(|at| {
        let before = bytes.get(..at).unwrap_or_default();
        let before = before.strip_suffix(b"\"").unwrap_or(before);
        let is_first = before.is_empty() || before.ends_with(b"\n") || before == b"\xef\xbb\xbf";
        let rest = bytes.get(at + word.len()..).unwrap_or_default();
        is_first && rest.strip_prefix(b"\"").unwrap_or(rest).trim_ascii_start().starts_with(b":")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_told_from_other_documents() {
        for one in [
            "apiVersion: v1\nkind: Pod\n",
            "# c\n---\nkind: \"Pod\"\r\n\"apiVersion\" : v1",
            " {\"kind\":\"Pod\", \"apiVersion\" : \"v1\"}",
            "{apiVersion: v1, kind: Pod}",
        ] {
            assert!(is_one(one.as_bytes()), "{one}");
        }
        let schema = r#"{"properties": {"apiVersion": {"type": "string"}, "kind": {"type": "string"}}}"#;
        for other in ["", "a: 1", "spec:\n  apiVersion: v1\n  kind: Pod", "kind: Pod", schema, "apiVersion v1\nkind: x"] {
            assert!(!is_one(other.as_bytes()), "{other}");
        }
        assert!(
            is_named_like_one("a/pod.yml") && !is_named_like_one("a/node_modules/x/pod.json") && !is_named_like_one("pod.txt")
        );
    }
}
