//! Accounts, groups and the states of passwords.
//!
//! Formats: <https://man7.org/linux/man-pages/man5/passwd.5.html>, <https://man7.org/linux/man-pages/man5/group.5.html>,
//! <https://man7.org/linux/man-pages/man5/shadow.5.html>; hashes: <https://man7.org/linux/man-pages/man5/crypt.5.html>.
//! Limits: no hash is kept, only how it was made. Lines for NIS (`+::`) and lines that cannot be read say nothing, as for the C library;
//! lines behind the first [`MAX_LINES`] are not read.

use serde::{Deserialize, Serialize};

/// An account of `etc/passwd`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// What people call it.
    pub name: String,
    /// What the kernel calls it.
    pub uid: u64,
    /// Its group.
    pub gid: u64,
    /// The state of its password, which is mostly elsewhere.
    pub password: Password,
}

/// A group of `etc/group`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What people call it.
    pub name: String,
    /// What the kernel calls it.
    pub gid: u64,
}

/// The state of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Password {
    /// None is needed.
    Empty,
    /// None fits.
    Locked,
    /// It stands in `etc/shadow`.
    Elsewhere,
    /// One that is hashed in a way that is quickly guessed, by the hash's name.
    Weak(Weak),
    /// One that is hashed well.
    Strong,
}

/// Hashes that are quickly guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weak {
    /// Of at most 8 characters.
    Des,
    /// BSD's extended DES.
    ExtendedDes,
    /// MD5.
    Md5,
    /// NT's, which has no salt.
    Nt,
    /// NetBSD's SHA-1.
    Sha1,
}

impl Weak {
    /// For people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Des => "DES",
            Self::ExtendedDes => "extended DES",
            Self::Md5 => "MD5",
            Self::Nt => "NT",
            Self::Sha1 => "SHA-1",
        }
    }
}

/// Real files have some dozens.
const MAX_LINES: usize = 10_000;
/// Characters of a name that are kept; systems allow 32.
const MAX_NAME: usize = 64;

/// The accounts of `etc/passwd`.
pub(super) fn accounts(bytes: &[u8]) -> Vec<Account> {
    let account = |line: &str| {
        let mut fields = line.split(':');
        let (name, password) = (named(fields.next()?)?, Password::of(fields.next()?));
        Some(Account { name, password, uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
    };
    lines(bytes).iter().filter_map(|line| account(line)).collect()
}

/// The groups of `etc/group`.
pub(super) fn groups(bytes: &[u8]) -> Vec<Group> {
    let group = |line: &str| {
        let mut fields = line.split(':');
        Some(Group { name: named(fields.next()?)?, gid: fields.nth(1)?.parse().ok()? })
    };
    lines(bytes).iter().filter_map(|line| group(line)).collect()
}

/// Whose passwords are in which state.
pub(super) fn passwords(bytes: &[u8]) -> Vec<(String, Password)> {
    let password = |line: &str| {
        let mut fields = line.split(':');
        Some((named(fields.next()?)?, Password::of(fields.next()?)))
    };
    lines(bytes).iter().filter_map(|line| password(line)).collect()
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let lines = bytes.split(|b| *b == b'\n').take(MAX_LINES);
    lines.map(|line| String::from_utf8_lossy(line.trim_ascii()).into_owned()).filter(|line| !line.is_empty()).collect()
}

/// A name that can be shown.
fn named(name: &str) -> Option<String> {
    let is_one = !name.is_empty() && !name.starts_with(['+', '-', '#']);
    is_one.then(|| name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect())
}

impl Password {
    /// Of the field of a line. What no hash comes to locks the account.
    fn of(field: &str) -> Self {
        let is_hash =
            |length: usize| field.len() == length && field.bytes().all(|b| b.is_ascii_alphanumeric() || b"./".contains(&b));
        match field {
            "" => Self::Empty,
            "x" => Self::Elsewhere,
            _ if field.starts_with("$1$") || field.starts_with("$md5") => Self::Weak(Weak::Md5),
            _ if field.starts_with("$3$") => Self::Weak(Weak::Nt),
            _ if field.starts_with("$sha1$") => Self::Weak(Weak::Sha1),
            _ if field.starts_with('$') && field.matches('$').count() > 1 => Self::Strong,
            _ if field.starts_with('_') && field.len() == 20 => Self::Weak(Weak::ExtendedDes),
            _ if is_hash(13) => Self::Weak(Weak::Des),
            _ => Self::Locked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read() {
        let read = accounts(b"root:x:0:0:root:/root:/bin/sh\n# note\n+::::::\nbroken\nbad:x:a:b::\n\napp::1000:1000::/app:");
        let told: Vec<_> = read.iter().map(|it| (it.name.as_str(), it.uid, it.gid, it.password)).collect();
        assert_eq!(told, [("root", 0, 0, Password::Elsewhere), ("app", 1000, 1000, Password::Empty)]);
        assert_eq!(groups(b"root:x:0:\nx\nstaff:x:50:a,b").len(), 2);
    }

    #[test]
    fn states_of_passwords_are_told_without_them() {
        let table = [
            ("", Password::Empty),
            ("*", Password::Locked),
            ("!", Password::Locked),
            ("!!", Password::Locked),
            ("!$6$a$b", Password::Locked),
            ("*LK*", Password::Locked),
            ("$1$a$b", Password::Weak(Weak::Md5)),
            ("ab0123456789.", Password::Weak(Weak::Des)),
            ("_0123456789012345678", Password::Weak(Weak::ExtendedDes)),
            ("$2b$12$a", Password::Strong),
            ("$6$a$b", Password::Strong),
            ("$y$j9T$a$b", Password::Strong),
            ("$", Password::Locked),
        ];
        for (field, wanted) in table {
            assert_eq!(Password::of(field), wanted, "{field}");
        }
        assert_eq!(
            passwords(b"root::19000:\napp:!:1"),
            [("root".to_owned(), Password::Empty), ("app".to_owned(), Password::Locked)]
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_too_odd(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            accounts(&bytes);
            groups(&bytes);
            passwords(&bytes);
        }
    }
}
