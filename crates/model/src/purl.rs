//! Package URLs.
//!
//! Specification: <https://github.com/package-url/purl-spec/blob/main/PURL-SPECIFICATION.rst> and the types beside it.
//! Limits: this writes purls; reading them belongs to the readers of SBOMs.

use serde::{Deserialize, Serialize};
use std::fmt::{self, Write};

/// A package URL in its parts, each unescaped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purl {
    /// `deb`, `npm`, `golang`; lower case.
    pub kind: String,
    /// The namespace, its segments parted by `/`; empty if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// The name.
    pub name: String,
    /// The version; empty if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Qualifiers; they are written sorted by key, and those with an empty value are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifiers: Vec<(String, String)>,
    /// The path inside the package; empty if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subpath: String,
}

impl Purl {
    /// A purl of a type, namespace (may be empty), name and version.
    #[must_use]
    pub fn new(kind: &str, namespace: &str, name: &str, version: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            version: version.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a qualifier.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.qualifiers.push((key.to_owned(), value.to_owned()));
        self
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pkg:{}/", self.kind)?;
        for segment in self.namespace.split('/').filter(|s| !s.is_empty()) {
            escape(f, segment)?;
            f.write_char('/')?;
        }
        escape(f, &self.name)?;
        if !self.version.is_empty() {
            f.write_char('@')?;
            escape(f, &self.version)?;
        }
        let mut qualifiers: Vec<_> = self.qualifiers.iter().filter(|(_, value)| !value.is_empty()).collect();
        qualifiers.sort();
        for (i, (key, value)) in qualifiers.into_iter().enumerate() {
            write!(f, "{}{key}=", if i == 0 { '?' } else { '&' })?;
            escape(f, value)?;
        }
        for (i, segment) in self.subpath.split('/').filter(|s| !s.is_empty() && *s != "." && *s != "..").enumerate() {
            f.write_char(if i == 0 { '#' } else { '/' })?;
            escape(f, segment)?;
        }
        Ok(())
    }
}

/// Percent-encodes everything but the specification's unreserved characters and the colon.
fn escape(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => f.write_char(char::from(byte))?,
            _ => write!(f, "%{byte:02X}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_escaped_and_qualifiers_sorted() {
        let purl =
            Purl::new("deb", "debian", "libstdc++6", "1:12.2.0-14+deb12u1").with("distro", "debian-12.8").with("arch", "amd64");
        assert_eq!(purl.to_string(), "pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12.8");
        assert_eq!(Purl::new("npm", "@babel", "core", "7.0.0").to_string(), "pkg:npm/%40babel/core@7.0.0");
        assert_eq!(Purl::new("golang", "golang.org/x", "net", "v0.7.0").to_string(), "pkg:golang/golang.org/x/net@v0.7.0");
    }

    #[test]
    fn empty_parts_leave_no_trace() {
        let mut purl = Purl::new("pypi", "", "django", "").with("arch", "");
        purl.subpath = "/a/../b/".to_owned();
        assert_eq!(purl.to_string(), "pkg:pypi/django#a/b");
    }
}
