//! What benchmarks share. `cargo bench` measures; any other run of them (`cargo test --bench NAME`) only shows that they still run.

use std::time::{Duration, Instant};

/// Whether this run is to be measured: cargo says so by `--bench`.
#[must_use]
pub fn is_measured() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// The median time of so many rounds of some work; of one alone where nothing is measured.
pub fn median(rounds: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..if is_measured() { rounds } else { 1 })
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Words, made from a seed: lines of 90 bytes as they stand in sources, and now and then one that speaks of keys.
#[must_use]
pub fn words(seed: u64, bytes: usize) -> Vec<u8> {
    const WORDS: [&str; 32] = [
        "return",
        "function",
        "const",
        "value",
        "=",
        "{",
        "}",
        "();",
        "if",
        "else",
        "password",
        "token",
        "the",
        "of",
        "module",
        "exports",
        "0x1f",
        "key",
        "https://example.com/",
        "// see",
        "import",
        "from",
        "\"name\":",
        "\"1.0.2\",",
        "user@example.com",
        "let",
        "this",
        "node",
        "=>",
        "index",
        "length",
        "null",
    ];
    let mut state = seed | 1;
    let mut text = Vec::with_capacity(bytes + 32);
    let mut line = 0;
    while text.len() < bytes {
        // Xorshift, by George Marsaglia: good enough for words.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let word = WORDS.get((state >> 40) as usize % WORDS.len()).copied().unwrap_or_default();
        text.extend_from_slice(word.as_bytes());
        line += word.len() + 1;
        text.push(if line > 90 { b'\n' } else { b' ' });
        line = if line > 90 { 0 } else { line };
    }
    text.truncate(bytes);
    text
}
