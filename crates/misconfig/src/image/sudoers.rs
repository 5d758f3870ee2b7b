//! Who may become others without being asked for a password.
//!
//! Format: <https://www.sudo.ws/docs/man/sudoers.man/>.
//! Limits: aliases are not followed; whether a later rule takes back an earlier one is not asked. Lines behind the first
//! [`MAX_LINES`] are not read.

use serde::{Deserialize, Serialize};

/// A rule that asks for no password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passwordless {
    /// Whom it is for: `app`, `%wheel`; `ALL` for everybody.
    pub who: String,
    /// Whether it is for all commands.
    pub is_for_all: bool,
}

/// Real files have some dozens.
const MAX_LINES: usize = 10_000;
/// Characters of a name that are kept.
const MAX_NAME: usize = 64;

/// The rules of a file that ask for no password.
pub(super) fn passwordless(bytes: &[u8]) -> Vec<Passwordless> {
    let text = String::from_utf8_lossy(bytes).replace("\\\n", " ");
    text.lines().take(MAX_LINES).filter_map(rule).collect()
}

fn rule(line: &str) -> Option<Passwordless> {
    let line = line.trim();
    // A user may be given by number, `#1000`; includes and comments begin alike.
    let is_comment = line.strip_prefix('#').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let (who, rest) = line.split_once(char::is_whitespace).filter(|_| !is_comment)?;
    if who.starts_with("Defaults") {
        let is_off = rest.split([',', ' ', '\t']).any(|word| word == "!authenticate") || rest.starts_with("!authenticate");
        return is_off.then(|| Passwordless { who: "ALL".to_owned(), is_for_all: true });
    }
    let rest = rest.split('#').next().unwrap_or(rest);
    let (_, rule) = rest.split_once('=')?;
    let (_, commands) = rule.split_once("NOPASSWD:")?;
    let commands = commands.split("PASSWD:").next().unwrap_or(commands);
    let is_for_all = commands.split([',', ':']).any(|command| command.trim() == "ALL");
    Some(Passwordless { who: who.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect(), is_for_all })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_without_passwords_are_found() {
        let text = b"# app ALL=NOPASSWD: ALL\n#includedir /etc/sudoers.d\nDefaults env_reset\nroot ALL=(ALL:ALL) ALL\n\
            %sudo ALL=(ALL:ALL) NOPASSWD: ALL\napp ALL=(root) NOPASSWD: /usr/bin/apt, \\\n /bin/ls\n#1000 ALL = NOPASSWD:ALL\nb ALL=NOPASSWD:SETENV: ALL\n";
        let told: Vec<_> = passwordless(text).into_iter().map(|it| (it.who, it.is_for_all)).collect();
        let of = |who: &str, is_for_all| (who.to_owned(), is_for_all);
        assert_eq!(told, [of("%sudo", true), of("app", false), of("#1000", true), of("b", true)]);
        assert_eq!(passwordless(b"Defaults !authenticate").len(), 1);
        assert_eq!(passwordless(b"Defaults:app env_reset, !authenticate").len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_too_odd(text in "\\PC{0,80}") {
            passwordless(text.as_bytes());
        }
    }
}
