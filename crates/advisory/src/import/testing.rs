//! Proves that what a feed says is found: the way from its documents over a shard to the findings of an installed package.

use super::documents::Documents;
use super::feed::{Feed, Imported};
use crate::matching::{Advised, Builds, Query, SeverityOrder, find, is_modular, rate};
use crate::shard::{About, AdvisoryShard, write_advisories};
use tidewaiter_model::{Os, Severity, Status};

/// What a feed makes of one document.
pub(super) fn imported(feed: &Feed, name: &str, text: &str) -> Imported {
    let imported = feed.import(&mut Documents::of(vec![(name, text.as_bytes().to_vec())])).unwrap();
    assert!(imported.unreadable.is_empty(), "{:?}", imported.unreadable);
    imported
}

/// A system of a family and version; subscriptions follow after a `+`.
pub(super) fn system(family: &str, version: &str) -> Os {
    let (version, subscriptions) = version.split_once('+').unwrap_or((version, ""));
    let subscriptions = subscriptions.split('+').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Os { family: family.to_owned(), version: version.to_owned(), subscriptions, ..Os::default() }
}

/// The advice on a package of a system, under the name that advisories use.
pub(super) fn advised(imported: &Imported, os: &Os, name: &str, version: &str) -> Vec<Advised> {
    let distribution = tidewaiter_inventory::distribution(&os.family).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.advisories");
    let records = imported.records.get(distribution.osv).cloned().unwrap_or_default();
    write_advisories(&path, About::default(), records).unwrap();
    let release = (distribution.release)(os).unwrap();
    let builds = match distribution.modular {
        false => Builds::Any,
        // A stream is told with its module, a flavour by itself.
        true if name.split_once("::").is_some_and(|(stream, _)| stream.contains(':')) => Builds::Modular,
        true if is_modular(version) => Builds::Modular,
        true => Builds::Plain,
    };
    let releases = (distribution.scopes)(&release, os);
    let query = Query { releases: &releases, name, version, order: &distribution.order, same_name: |a, b| a == b, builds };
    find(&AdvisoryShard::open(&path).unwrap(), &query).unwrap()
}

/// The same, in short: `CVE-2024-1 fixed 1.2-3 HIGH [RHSA-2024:1]`.
pub(super) fn told(imported: &Imported, family: &str, release: &str, name: &str, version: &str) -> Vec<String> {
    let os = system(family, release);
    let osv = tidewaiter_inventory::distribution(family).unwrap().osv;
    let line = |advised: Advised| {
        let (severity, ..) = rate(&advised, osv, None, &SeverityOrder::Auto);
        let mut line = format!("{} {}", advised.id, advised.status.as_str());
        if advised.status == Status::Fixed {
            line += &format!(" {}", advised.upgrade_to.unwrap_or_default());
        }
        if severity != Severity::Unknown {
            line += &format!(" {severity}");
        }
        if !advised.vendor_ids.is_empty() {
            line += &format!(" [{}]", advised.vendor_ids.join(" "));
        }
        line
    };
    advised(imported, &os, name, version).into_iter().map(line).collect()
}

/// Cuts each sample off everywhere and puts strange bytes into it: whatever comes of it, it is an outcome.
#[test]
fn every_feed_survives_damage() {
    const SAMPLES: [(&str, &str, &str); 12] = [
        ("amazon", "updateinfo.xml", include_str!("updateinfo/testdata/amazon.xml")),
        ("arch", "all.json", include_str!("testdata/arch.json")),
        ("azure", "azurelinux-3.0-oval.xml", include_str!("oval/testdata/azure.xml")),
        ("bottlerocket", "updateinfo.xml", include_str!("updateinfo/testdata/bottlerocket.xml")),
        ("csaf", "cve.json", include_str!("csaf/testdata/redhat-vex.json")),
        ("csaf", "cve.json", include_str!("csaf/testdata/suse-vex.json")),
        ("csaf", "cve.json", include_str!("csaf/testdata/openeuler.json")),
        ("glsa", "glsa.xml", include_str!("glsa/testdata/glsa-200502-09.xml")),
        ("oracle", "elsa.xml", include_str!("oval/testdata/oracle.xml")),
        ("osv", "cve.json", include_str!("testdata/ubuntu/UBUNTU-CVE-2022-24823.json")),
        ("photon", "cve_data_photon4.0.json", include_str!("testdata/cve_data_photon4.0.json")),
        ("ubuntu", "CVE-2024-0727", include_str!("ubuntu_tracker/testdata/CVE-2024-0727")),
    ];
    for (id, name, sample) in SAMPLES {
        let feed = super::feed::feed(id).unwrap();
        for step in 0..60 {
            let at = sample.len() * step / 60;
            let mut changed = sample.as_bytes().to_vec();
            let strange = [b'"', b'<', b'-', b':', 0xff, 0, b'9', b'/'];
            changed.iter_mut().skip(at).step_by(97).zip(strange).for_each(|(place, byte)| *place = byte);
            for bytes in [sample.as_bytes()[..at].to_vec(), changed] {
                // An error or what could be read; only a panic is neither.
                drop(feed.import(&mut Documents::of(vec![(name, bytes)])));
            }
        }
    }
}
