//! Accounts that cannot be told apart.

use super::list;
use crate::image::Image;
use crate::image::place::Place;
use crate::{About, Check, Failures};
use std::collections::BTreeMap;
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0009",
        aliases: &["DKL-LI-0002"],
        title: "accounts and groups should have names and numbers of their own",
        description: "Accounts that share a number own each other's files; of those that share a name only the first counts.",
        severity: Severity::Medium,
        resolution: "Give every account and group a name and a number of its own.",
        references: &[
            "https://man7.org/linux/man-pages/man5/passwd.5.html",
            "https://github.com/goodwithtech/dockle/blob/master/CHECKPOINT.md",
        ],
    },
    good: &[
        "file 0644 etc/passwd root:x:0:0::/root:/bin/sh\\napp:x:1000:1000::/app:/bin/sh\nfile 0644 etc/group root:x:0:\\napp:x:1000:",
        "",
    ],
    bad: &[
        "file 0644 etc/passwd a:x:1:1:::\\nb:x:1:1:::",
        "file 0644 etc/passwd a:x:1:1:::\\na:x:2:2:::",
        "file 0644 etc/group a:x:1:\\nb:x:1:",
    ],
    run,
};

fn run(image: &Image, failures: &mut Failures) {
    let accounts = image.accounts().unwrap_or_default().iter().map(|account| (account.name.as_str(), account.uid));
    let groups = image.groups().unwrap_or_default().iter().map(|group| (group.name.as_str(), group.gid));
    let of_accounts = image.at(Place::Accounts).next().map(|note| (note, shared("accounts", accounts)));
    let of_groups = image.at(Place::Groups).next().map(|note| (note, shared("groups", groups)));
    let found = of_accounts.into_iter().chain(of_groups);
    list(failures, found.flat_map(|(note, messages)| messages.into_iter().map(|message| note.failure(message))));
}

/// What is said of names and numbers that several have. Root's number is told by a check of its own.
fn shared<'a>(what: &str, entries: impl Iterator<Item = (&'a str, u64)>) -> Vec<String> {
    let mut by_number: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, number) in entries {
        let names = by_number.entry(number).or_default();
        if !names.contains(&name) && names.len() < MAX_NAMES {
            names.push(name);
        }
        *by_name.entry(name).or_default() += 1;
    }
    let is_shared = |(number, names): &(&u64, &Vec<&str>)| names.len() > 1 && (**number > 0 || what != "accounts");
    let numbers = by_number.iter().filter(is_shared);
    let numbers = numbers.map(|(number, names)| format!("the {what} {} share the number {number}", names.join(", ")));
    let names = by_name.iter().filter(|(_, count)| **count > 1).map(|(name, count)| format!("{count} {what} are called {name}"));
    numbers.chain(names).collect()
}

/// Names that are told of one number.
const MAX_NAMES: usize = 10;
