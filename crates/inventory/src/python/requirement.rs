//! One requirement, as manifests and requirements files write it: `Name[extra] >=1,<2 ; marker`.
//!
//! Specification: <https://packaging.python.org/en/latest/specifications/dependency-specifiers/>.
//! Limits: markers and extras are skipped; a requirement by URL names no version of the index and is none here.

/// A requirement of the index.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Requirement<'a> {
    pub(super) name: &'a str,
    /// The version that alone is allowed; `None` where several are.
    pub(super) pin: Option<&'a str>,
}

impl<'a> Requirement<'a> {
    /// Reads a requirement; `None` if it is none, or one by URL or path.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let text = text.split(';').next()?.trim();
        let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-');
        let (name, rest) = text.split_at(text.find(|char| !is_name(char)).unwrap_or(text.len()));
        let is_edge = |char: char| char.is_ascii_alphanumeric();
        if !name.starts_with(is_edge) || !name.ends_with(is_edge) {
            return None;
        }
        let rest = match rest.trim_start().strip_prefix('[') {
            Some(extras) => extras.split_once(']')?.1,
            None => rest,
        };
        let rest = rest.trim();
        let rest = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(rest).trim();
        if !rest.is_empty() && !rest.starts_with(['=', '<', '>', '~', '!']) {
            return None;
        }
        let exact = |specifier: &'a str| {
            let version = specifier.trim().strip_prefix("==")?;
            let version = version.strip_prefix('=').unwrap_or(version).trim();
            (!version.is_empty() && !version.ends_with('*')).then_some(version)
        };
        Some(Self { name, pin: rest.split(',').find_map(exact) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_the_specification_are_read() {
        for (text, name, pin) in [
            ("requests", "requests", None),
            ("requests[security,socks] == 2.8.1 ; python_version < '2.7'", "requests", Some("2.8.1")),
            ("a (==1.0)", "a", Some("1.0")),
            ("a>=1,==1.5,<2", "a", Some("1.5")),
            ("a===1.0-custom", "a", Some("1.0-custom")),
            ("a==1.*", "a", None),
            ("zope.interface~=5.0", "zope.interface", None),
        ] {
            assert_eq!(Requirement::parse(text), Some(Requirement { name, pin }), "{text}");
        }
    }

    #[test]
    fn what_is_not_of_the_index_is_none() {
        for text in ["", "a @ https://example.com/a.zip", "./a.whl", "dist/a.whl", "{{ a }}", "-r other.txt", "a[b", "a-==1"] {
            assert_eq!(Requirement::parse(text), None, "{text}");
        }
    }
}
