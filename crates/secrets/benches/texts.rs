//! Looking for secrets in texts that were made from a seed: `cargo bench -p tidewaiter-secrets`. Texts without any, texts with many.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::hint::black_box;
use tidewaiter_secrets::{Found, Scanner};
use tidewaiter_testkit::bench::{is_measured, median, words};

const ROUNDS: usize = 15;
/// The form of an access key, made up; a line for each kind of finding, and one that only looks like one.
const SECRETS: &str = "\naws_access_key_id = AKIA4Q7LBXNRZ2TDKWPC\npassword: \"x\"\nurl = postgres://app:Zu7pLq93xYwe@db/app\n";

fn main() {
    let size = if is_measured() { 32 << 20 } else { 256 << 10 };
    let plain = words(1, size);
    // One in every 16 KB, so that every window around a literal is searched.
    let rich: Vec<u8> = plain.chunks(16 << 10).flat_map(|chunk| [chunk, SECRETS.as_bytes()]).flatten().copied().collect();
    println!("making a scanner: {:.2} ms", median(ROUNDS, || drop(black_box(Scanner::default()))).as_secs_f64() * 1e3);
    let scanner = Scanner::default();
    for (label, text) in [("without secrets", &plain), ("with secrets", &rich)] {
        let mut count = 0;
        let time = median(ROUNDS, || {
            let mut found = Found::default();
            text.chunks(64 << 10)
                .enumerate()
                .for_each(|(number, file)| scanner.file(&format!("srv/{number}.js"), file, &mut found));
            count = found.secrets.len();
        });
        let megabytes = text.len() as f64 / f64::from(1 << 20);
        println!("{label}: {:.0} MB a second in files of 64 KB, {count} found", megabytes / time.as_secs_f64());
    }
}
