//! Package URLs.
//!
//! Specification: <https://github.com/package-url/purl-spec/blob/main/PURL-SPECIFICATION.rst> and the types beside it.
//! Limits: names are kept as they are written; what a type calls the same name is its ecosystem's affair.

use serde::{Deserialize, Serialize};
use std::fmt::{self, Write};
use std::str::FromStr;

/// A package URL in its parts, each unescaped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

    /// The value of a qualifier.
    #[must_use]
    pub fn qualifier(&self, key: &str) -> Option<&str> {
        self.qualifiers.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
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

/// Why a text is not a package URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurlError {
    /// It does not begin with `pkg:`.
    NoScheme,
    /// It has no type.
    NoType,
    /// It has no name.
    NoName,
    /// A percent sign is not followed by two hexadecimal digits, or what is escaped is not UTF-8.
    BadEscape,
}

impl fmt::Display for PurlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoScheme => "it does not begin with pkg:",
            Self::NoType => "it has no type",
            Self::NoName => "it has no name",
            Self::BadEscape => "it has a broken escape",
        })
    }
}

impl std::error::Error for PurlError {}

impl FromStr for Purl {
    type Err = PurlError;

    fn from_str(text: &str) -> Result<Self, PurlError> {
        let rest = text.trim().strip_prefix("pkg:").ok_or(PurlError::NoScheme)?.trim_start_matches('/');
        let (rest, subpath) = rest.rsplit_once('#').unwrap_or((rest, ""));
        let (rest, qualifiers) = rest.rsplit_once('?').unwrap_or((rest, ""));
        let (kind, rest) = rest.split_once('/').ok_or(PurlError::NoType)?;
        let is_type = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-');
        if kind.is_empty() || !kind.chars().all(is_type) {
            return Err(PurlError::NoType);
        }
        // Many write the `@` of npm's scopes as it is: one that begins a segment parts no version.
        let (path, version) = match rest.rsplit_once('@') {
            Some((path, version)) if !path.is_empty() && !path.ends_with('/') => (path, version),
            _ => (rest, ""),
        };
        let (namespace, name) = path.trim_matches('/').rsplit_once('/').unwrap_or(("", path.trim_matches('/')));
        if name.is_empty() {
            return Err(PurlError::NoName);
        }
        let segments = |path: &str| -> Result<String, PurlError> {
            let parts: Result<Vec<_>, _> = path.split('/').filter(|part| !part.is_empty()).map(unescape).collect();
            Ok(parts?.join("/"))
        };
        let mut parsed = Self::new(&kind.to_ascii_lowercase(), &segments(namespace)?, &unescape(name)?, &unescape(version)?);
        for (key, value) in qualifiers.split('&').filter_map(|pair| pair.split_once('=')).filter(|(_, value)| !value.is_empty()) {
            parsed.qualifiers.push((key.to_ascii_lowercase(), unescape(value)?));
        }
        parsed.subpath = segments(subpath)?;
        Ok(parsed)
    }
}

fn unescape(text: &str) -> Result<String, PurlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16)).ok_or(PurlError::BadEscape);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| PurlError::BadEscape)?);
    }
    String::from_utf8(bytes).map_err(|_| PurlError::BadEscape)
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

    #[test]
    fn what_is_written_is_read() {
        for text in [
            "pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12.8",
            "pkg:npm/%40babel/core@7.0.0",
            "pkg:golang/golang.org/x/net@v0.7.0#http2/hpack",
            "pkg:pypi/django",
        ] {
            assert_eq!(text.parse::<Purl>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn loose_spellings_are_read() {
        assert_eq!("pkg://NPM/@babel/core@7.0.0".parse(), Ok(Purl::new("npm", "@babel", "core", "7.0.0")));
        assert_eq!("pkg:npm/@babel/core".parse(), Ok(Purl::new("npm", "@babel", "core", "")));
        assert_eq!(
            "pkg:deb/debian/a@1?Arch=&upstream=b%401".parse(),
            Ok(Purl::new("deb", "debian", "a", "1").with("upstream", "b@1"))
        );
        for (text, error) in [
            ("npm/a@1", PurlError::NoScheme),
            ("pkg:npm", PurlError::NoType),
            ("pkg:npm/", PurlError::NoName),
            ("pkg:npm/a%4", PurlError::BadEscape),
            ("pkg:npm/a%ff", PurlError::BadEscape),
        ] {
            assert_eq!(text.parse::<Purl>(), Err(error), "{text}");
        }
    }
}
