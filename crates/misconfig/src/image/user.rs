//! Who containers run as.
//!
//! Format: `User` of <https://github.com/opencontainers/image-spec/blob/main/config.md>: `user`, `uid`, `user:group`, `uid:gid` and mixed.
//! A number that no account has runs in group 0, as engines do it.

use super::Image;
use super::accounts::{Account, Group};

/// What `User` names.
pub(super) struct User<'a> {
    /// The user as it is written; may be empty.
    pub(super) name: &'a str,
    /// The group, where one is written.
    pub(super) group: Option<&'a str>,
    /// The number of the user, where it is known.
    pub(super) uid: Option<u64>,
    /// The number of the group, where it is known.
    pub(super) gid: Option<u64>,
}

impl<'a> User<'a> {
    /// The user of an image.
    pub(super) fn of(image: &'a Image) -> Self {
        let written = image.settings()["User"].as_str().unwrap_or_default().trim();
        let (name, group) = written.split_once(':').map_or((written, None), |(name, group)| (name, Some(group)));
        let account = account(image.accounts().unwrap_or_default(), name);
        let number = name.parse().ok();
        let uid = match name {
            "" | "root" => Some(account.map_or(0, |account| account.uid)),
            _ => number.or(account.map(|account| account.uid)),
        };
        let gid = match group.filter(|group| !group.is_empty()) {
            Some("root") => Some(0),
            Some(group) => group.parse().ok().or(named(image.groups().unwrap_or_default(), group).map(|group| group.gid)),
            None => account.map(|account| account.gid).or(uid.filter(|_| image.accounts().is_some()).map(|_| 0)),
        };
        Self { name, group: group.filter(|group| !group.is_empty()), uid, gid }
    }
}

/// The account of a name or number; no name is root's.
fn account<'a>(accounts: &'a [Account], name: &str) -> Option<&'a Account> {
    let name = if name.is_empty() { "root" } else { name };
    let number: Option<u64> = name.parse().ok();
    accounts.iter().find(|account| account.name == name || Some(account.uid) == number)
}

fn named<'a>(groups: &'a [Group], name: &str) -> Option<&'a Group> {
    groups.iter().find(|group| group.name == name)
}
