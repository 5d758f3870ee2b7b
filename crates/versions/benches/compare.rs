//! Comparing versions, every order with versions of its own: `cargo bench -p tidewaiter-versions`.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::hint::black_box;
use std::time::Instant;
use tidewaiter_versions::{Order, orders};

const ROUNDS: u32 = 20_000;

fn main() {
    // Cargo says so where it is to be measured; any other run only shows that it still runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 10 };
    for order in orders() {
        let versions = versions(order);
        let pairs = versions.len() * versions.len();
        let mut nanoseconds: Vec<f64> = (0..9)
            .map(|_| {
                let started = Instant::now();
                for _ in 0..rounds {
                    for a in versions {
                        for b in versions {
                            black_box(order.compare(black_box(a), black_box(b)));
                        }
                    }
                }
                started.elapsed().as_nanos() as f64 / f64::from(rounds) / pairs as f64
            })
            .collect();
        nanoseconds.sort_by(f64::total_cmp);
        println!("{:<10} {:>6.1} ns a comparison", order.id, nanoseconds.get(4).copied().unwrap_or_default());
    }
}

/// As they are found in advisories.
fn versions(order: Order) -> &'static [&'static str] {
    match order.id {
        "dpkg" => &["1:2.36-9+deb12u4", "1:2.36-9+deb12u10", "5.2.15-2+b7", "0~20210101-1", "2.4.57-2"],
        "rpm" => &["1:3.0.7-27.el9", "1:3.0.7-27.0.3.el9_4", "2.34-100.el9", "4.18.0-553.16.1.el8_10"],
        "apk" => &["3.1.4-r5", "1.36.1-r29", "2.12.0_rc1-r0", "1.2.4_git20230717-r4"],
        "pep440" => &["1.26.18", "2.0.0rc1", "42.0.8", "1!3.2.post1", "4.2.1.dev3"],
        "semver" => &["4.17.21", "7.5.4", "5.0.0-beta.3", "18.19.0"],
        "go" => &["v0.17.0", "1.21.5", "go1.22rc1", "v0.0.0-20231012003039-104605ab7028"],
        "maven" => &["2.15.4", "5.3.31", "1.0.0.RELEASE", "9.4.53.v20231009", "32.1.3-jre"],
        "rubygems" => &["7.0.8.1", "2.2.8", "1.16.0.rc1", "3.0.4-java"],
        _ => &["1.2.3", "1.2.10", "2.0.0", "2.0.0.1"],
    }
}
