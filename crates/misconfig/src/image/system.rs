//! What system an image says it is.
//!
//! Format: <https://www.freedesktop.org/software/systemd/man/latest/os-release.html>.

use serde::{Deserialize, Serialize};

/// What `os-release` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// ID, and the systems that it is like, closest first.
    pub ids: Vec<String>,
    /// Whether it calls itself distroless.
    pub is_distroless: bool,
}

/// Real files have a dozen.
const MAX_LINES: usize = 1000;
/// Systems that one may be like.
const MAX_IDS: usize = 16;

impl System {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let field = |name: &str| {
            let of = |line: &str| line.trim().split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| plain(value));
            text.lines().take(MAX_LINES).find_map(of).unwrap_or_default()
        };
        let (id, like) = (field("ID"), field("ID_LIKE"));
        let ids = std::iter::once(id.as_str()).chain(like.split_whitespace()).filter(|id| !id.is_empty()).take(MAX_IDS);
        let is_distroless =
            ["NAME", "PRETTY_NAME", "ID"].iter().any(|name| field(name).to_ascii_lowercase().contains("distroless"));
        Self { ids: ids.map(str::to_owned).collect(), is_distroless }
    }
}

fn plain(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_say_what_they_are() {
        let system = System::read(b"NAME=\"Amazon Linux\"\nID=\"amzn\"\nID_LIKE=\"centos rhel fedora\"\n");
        assert_eq!((system.ids, system.is_distroless), (["amzn", "centos", "rhel", "fedora"].map(str::to_owned).to_vec(), false));
        assert!(System::read(b"PRETTY_NAME=\"Distroless\"\nID=debian\n").is_distroless);
        assert_eq!(System::read(b"\xff=\n="), System::default());
    }
}
