//! Every sample of every analyzer with random edits: bytes replaced, removed, doubled.

use super::samples::{CASES, LARGE};
use super::{assert_bounded, read};
use proptest::prelude::*;
use proptest::sample::Index;

fn edited(sample: &[u8], edits: &[(Index, Index, u8, u8)]) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for (at, to, byte, kind) in edits {
        if bytes.is_empty() {
            break;
        }
        let (at, to) = (at.index(bytes.len()), to.index(bytes.len()));
        let (from, to) = (at.min(to), at.max(to));
        match kind {
            0 => bytes[from] = *byte,
            1 => drop(bytes.drain(from..to.min(from + 40))),
            _ => {
                let piece = bytes[from..to.min(from + 40)].to_vec();
                bytes.splice(from..from, piece);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn readers_survive_and_repeat_themselves(
        edits in prop::collection::vec((any::<Index>(), any::<Index>(), any::<u8>(), 0..3_u8), 1..20),
        large in any::<Index>(),
    ) {
        // Programs take longer; one a round.
        let (of_large, of_small): (Vec<_>, Vec<_>) = CASES.iter().partition(|case| case.bytes.len() > LARGE);
        for case in of_small.into_iter().chain([of_large[large.index(of_large.len())]]) {
            let bytes = edited(&case.bytes, &edits);
            if !case.analyzer.wants(&crate::Stat::new(&case.path, bytes.len() as u64, 0o755)) {
                continue;
            }
            let facts = read(case.analyzer, &case.path, &bytes);
            assert_bounded(&facts, bytes.len());
            prop_assert_eq!(read(case.analyzer, &case.path, &bytes), facts);
        }
    }
}
