//! What package managers leave behind.

use super::list;
use crate::Failure;
use crate::image::Image;
use crate::image::place::{Place, cache};
use crate::{About, Check, Failures};
use std::collections::BTreeMap;
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0023",
        aliases: &["DKL-DI-0005", "DKL-LI-0003"],
        title: "caches of package managers should not be shipped",
        description: "Fetched packages and indexes are of no use in a container; they make the image larger and keep old versions in it.",
        severity: Severity::Low,
        resolution: "Remove them in the RUN that makes them, or keep them out with RUN --mount=type=cache.",
        references: &[
            "https://docs.docker.com/build/building/best-practices/#apt-get",
            "https://docs.docker.com/build/cache/optimize/#use-cache-mounts",
        ],
    },
    good: &["file 0644 var/lib/apt/lists/lock", "file 0644 var/cache/dnf/expired_repos.json {}", ""],
    bad: &["large var/lib/apt/lists/x_Packages"],
    run,
};

/// Less is not worth a word.
const LEAST: u64 = 100_000;

fn run(image: &Image, failures: &mut Failures) {
    // Bytes, files and the layer of the largest of them.
    let mut caches: BTreeMap<&str, (u64, usize, Option<usize>, u64)> = BTreeMap::new();
    for note in image.at(Place::Cache) {
        let Some(folder) = cache(&note.path) else { continue };
        let (bytes, files, layer, largest) = caches.entry(folder).or_default();
        *bytes = bytes.saturating_add(note.size);
        *files += 1;
        if note.size > *largest {
            (*layer, *largest) = (note.layer, note.size);
        }
    }
    let told = caches.into_iter().filter(|(_, (bytes, ..))| *bytes >= LEAST);
    list(
        failures,
        told.map(|(folder, (bytes, files, layer, _))| {
            let message = format!("cached files: {files}, with {}", size(bytes));
            Failure { message, resource: format!("/{folder}"), layer, ..Failure::default() }
        }),
    );
}

fn size(bytes: u64) -> String {
    match bytes / 100_000 {
        0 => format!("{bytes} bytes"),
        tenths => format!("{}.{} MB", tenths / 10, tenths % 10),
    }
}
