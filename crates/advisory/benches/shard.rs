//! Opening a shard, and 2,000 look-ups: `TIDEWAITER_CACHE_DIR=… cargo bench -p tidewaiter-advisory`, after `db build`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and ends if it cannot run")]

use std::path::PathBuf;
use tidewaiter_advisory::matching::{Builds, Query, find};
use tidewaiter_advisory::store::Store;
use tidewaiter_testkit::bench::median;

const RUNS: usize = 25;
const LOOKUPS: usize = 2_000;

fn main() {
    let Some(cache) = std::env::var_os("TIDEWAITER_CACHE_DIR").map(PathBuf::from) else {
        println!("set TIDEWAITER_CACHE_DIR to a cache with built advisories");
        return;
    };
    let store = Store::new(&cache);
    for (ecosystem, release, order) in [
        ("Debian", "12", tidewaiter_versions::DPKG),
        ("npm", "", tidewaiter_versions::SEMVER),
        ("Maven", "", tidewaiter_versions::MAVEN),
    ] {
        let Some(shard) = store.advisories(ecosystem).unwrap() else {
            println!("{ecosystem}: not built");
            continue;
        };
        // Every name that advisories speak of, round and round: no look-up comes to nothing, which is the dearest case.
        let mut names: Vec<String> = Vec::new();
        names.extend(shard.records().unwrap().into_iter().flat_map(|record| record.affected).map(|affected| affected.package));
        names.sort();
        names.dedup();
        let step = (names.len() / LOOKUPS).max(1);
        let asked: Vec<&String> = names.iter().step_by(step).cycle().take(LOOKUPS).collect();
        let opening = median(RUNS, || drop(store.advisories(ecosystem).unwrap().unwrap()));
        let releases = [release.to_owned()];
        let looking = |version: &str| {
            median(RUNS, || {
                for name in &asked {
                    let query = Query {
                        releases: &releases,
                        name,
                        version,
                        order: &order,
                        same_name: |a, b| a == b,
                        builds: Builds::Any,
                    };
                    std::hint::black_box(find(&shard, &query).unwrap());
                }
            })
        };
        let (old, new) = (looking("1.0.0"), looking("9999.0.0"));
        println!(
            "{ecosystem}: open {:.3} ms; {LOOKUPS} look-ups of packages that have advisories: {:.2} ms if old, {:.2} ms if new",
            opening.as_secs_f64() * 1e3,
            old.as_secs_f64() * 1e3,
            new.as_secs_f64() * 1e3
        );
    }
}
