//! Finds hundreds of literal texts in one pass, at more than a gigabyte a second.
//!
//! The method is that of Hyperscan's FDR (Wang et al., NSDI 2019, <https://www.usenix.org/conference/nsdi19/presentation/wang-xiang>):
//! every literal belongs to one of eight buckets; a table tells for each pair of bytes in which buckets, and how far from its end,
//! a literal may have that pair. Shifted and joined, the entries of eight pairs say for eight places at once where a literal of which
//! bucket may end. These few places are then compared.
//!
//! Limits: literals have three bytes at least; of longer ones than nine the table knows the last nine.

/// A literal to look for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anchor<'a> {
    pub(crate) text: &'a [u8],
    /// Whether upper and lower case are the same.
    pub(crate) ignores_case: bool,
}

/// An anchor that was found: its number, and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) start: usize,
    pub(crate) anchor: u32,
}

/// Many literals, ready to be looked for.
pub(crate) struct Anchors {
    /// For a pair of bytes: byte `j` has a bit of each bucket, 0 where one of its literals may have the pair `j` places before its end.
    pairs: Vec<u64>,
    /// Anchors by what their last three bytes come to, in lower case.
    endings: Vec<Vec<u32>>,
    texts: Vec<Literal>,
}

/// The bytes of a literal, and whether upper and lower case are the same.
type Literal = (Box<[u8]>, bool);

const BUCKETS: usize = 8;
/// Pairs that the table knows of a literal.
const DEPTH: usize = 8;
const PAIR_BITS: u32 = 13;
const ENDING_BITS: u32 = 12;
/// The least length of a literal.
pub(crate) const SHORTEST: usize = 3;

impl Anchors {
    /// Those shorter than three bytes are never found.
    pub(crate) fn new<'a>(anchors: impl Iterator<Item = Anchor<'a>>) -> Self {
        let texts: Vec<Literal> = anchors.map(|anchor| (anchor.text.into(), anchor.ignores_case)).collect();
        let mut endings: Vec<Vec<u32>> = vec![Vec::new(); 1 << ENDING_BITS];
        for (number, (text, _)) in texts.iter().enumerate() {
            let list = text.last_chunk::<3>().and_then(|ending| endings.get_mut(ending_of(*ending)));
            if let (Some(list), Ok(number)) = (list, u32::try_from(number)) {
                list.push(number);
            }
        }
        Self { pairs: table(&texts), endings, texts }
    }

    /// Tells every place of every anchor, in the order of their ends.
    pub(crate) fn find(&self, text: &[u8], mut found: impl FnMut(Hit)) {
        let Ok(pairs) = <&[u64; 1 << PAIR_BITS]>::try_from(self.pairs.as_slice()) else { return };
        let mut carry = 0_u64;
        let mut at = 0;
        // Eight pairs take nine bytes.
        while let Some(bytes) = text.get(at..at + 9) {
            let block = block(pairs, bytes, &mut carry);
            if block != u64::MAX {
                self.compare(text, at, block, &mut found);
            }
            at += 8;
        }
        // What is left, with bytes that are in no literal behind it.
        let mut rest = [0_u8; 17];
        let left = text.get(at..).unwrap_or_default();
        for (to, from) in rest.iter_mut().zip(left) {
            *to = *from;
        }
        for start in [0, 8] {
            let block = rest.get(start..start + 9).map_or(u64::MAX, |bytes| block(pairs, bytes, &mut carry));
            self.compare(text, at + start, block, &mut found);
        }
    }

    /// Compares what may end in one of eight places.
    fn compare(&self, text: &[u8], at: usize, block: u64, found: &mut impl FnMut(Hit)) {
        let mut open = !block;
        while open != 0 {
            let place = open.trailing_zeros() / 8;
            open &= !(0xff << (place * 8));
            let end = at + place as usize + 2;
            let Some(ending) = text.get(..end).and_then(|text| text.last_chunk::<3>()) else { continue };
            for number in self.endings.get(ending_of(*ending)).map_or(&[][..], Vec::as_slice) {
                let Some((anchor, ignores_case)) = self.texts.get(*number as usize) else { continue };
                let Some(start) = end.checked_sub(anchor.len()) else { continue };
                let there = text.get(start..end).unwrap_or_default();
                // Most that end alike begin otherwise.
                if there.first().map(u8::to_ascii_lowercase) != anchor.first().map(u8::to_ascii_lowercase) {
                    continue;
                }
                if there == &**anchor || *ignores_case && there.eq_ignore_ascii_case(anchor) {
                    found(Hit { start, anchor: *number });
                }
            }
        }
    }
}

/// What may end in the next eight places; zero bits are open. `carry` goes from block to block.
#[inline(always)]
fn block(pairs: &[u64; 1 << PAIR_BITS], bytes: &[u8], carry: &mut u64) -> u64 {
    let (Some(first), Some(second)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) else { return u64::MAX };
    let (first, second) = (u64::from_le_bytes(*first), u64::from_le_bytes(*second));
    let (mut low, mut high) = (*carry, 0);
    for place in 0..8 {
        let pair = (first >> (8 * place)) & 0x7f | ((second >> (8 * place)) & 0x3f) << 7;
        let entry = pairs[(pair & 0x1fff) as usize];
        low |= entry << (8 * place);
        high |= if place == 0 { 0 } else { entry >> (64 - 8 * place) };
    }
    *carry = high;
    low
}

fn pair_of(first: u8, second: u8) -> usize {
    usize::from(first & 0x7f) | usize::from(second & 0x3f) << 7
}

fn ending_of(ending: [u8; 3]) -> usize {
    let [a, b, c] = ending.map(|byte| u32::from(byte.to_ascii_lowercase()));
    ((a | b << 8 | c << 16).wrapping_mul(0x9e37_79b1) >> (32 - ENDING_BITS)) as usize
}

fn table(texts: &[Literal]) -> Vec<u64> {
    let mut pairs = vec![u64::MAX; 1 << PAIR_BITS];
    let known = |text: &[u8]| (text.len() - 1).min(DEPTH);
    for (bucket, members) in buckets(texts).into_iter().enumerate() {
        for (text, ignores_case) in &members {
            for (distance, pair) in text.windows(2).rev().take(known(text)).enumerate() {
                let &[first, second] = pair else { continue };
                for (first, second) in cases(first, second, *ignores_case) {
                    if let Some(entry) = pairs.get_mut(pair_of(first, second)) {
                        *entry &= !(1 << (distance * 8 + bucket));
                    }
                }
            }
        }
        // What lies before a short literal may be anything; the shortest of a bucket says so for all of it.
        let shortest = members.iter().map(|(text, _)| known(text)).min().unwrap_or(DEPTH);
        let open = (shortest..DEPTH).fold(0, |open, distance| open | 1 << (distance * 8 + bucket));
        pairs.iter_mut().for_each(|entry| *entry &= !open);
    }
    pairs
}

/// The spellings of a pair.
fn cases(first: u8, second: u8, ignores_case: bool) -> Vec<(u8, u8)> {
    if !ignores_case {
        return vec![(first, second)];
    }
    let both = |byte: u8| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()];
    both(first).iter().flat_map(|first| both(second).map(|second| (*first, second))).collect()
}

/// Literals of a length together, since the shortest of a bucket weakens all others in it; few where they are short.
fn buckets(texts: &[Literal]) -> Vec<Vec<&Literal>> {
    let depth = |text: &[u8]| text.len().saturating_sub(1).min(DEPTH);
    let mut sorted: Vec<&Literal> = texts.iter().filter(|(text, _)| text.len() >= SHORTEST).collect();
    sorted.sort_by_key(|(text, _)| (depth(text), text));
    let weight = |text: &[u8]| 1.0 / (depth(text) * depth(text)) as f64;
    let total: f64 = sorted.iter().map(|(text, _)| weight(text)).sum();
    let mut buckets = vec![Vec::new(); BUCKETS];
    let mut sum = 0.0;
    for text in sorted {
        let bucket = (sum / total * BUCKETS as f64) as usize;
        if let Some(bucket) = buckets.get_mut(bucket.min(BUCKETS - 1)) {
            bucket.push(text);
        }
        sum += weight(&text.0);
    }
    buckets
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(anchors: &[(&str, bool)], text: &[u8]) -> Vec<Hit> {
        let anchors = anchors.iter().map(|(text, ignores_case)| Anchor { text: text.as_bytes(), ignores_case: *ignores_case });
        let mut hits = Vec::new();
        Anchors::new(anchors).find(text, |hit| hits.push(hit));
        hits.sort();
        hits
    }

    #[test]
    fn literals_are_found_where_they_are() {
        let hit = |start, anchor| Hit { start, anchor };
        let anchors = [("ghp_", false), ("adafruit", true), ("xox", false)];
        assert_eq!(found(&anchors, b"ghp_"), [hit(0, 0)]);
        assert_eq!(found(&anchors, b"GHP_ xghp_1 AdaFruit_XOX xoxb"), [hit(6, 0), hit(12, 1), hit(25, 2)]);
        assert_eq!(found(&anchors, b"gh"), []);
    }

    proptest! {
        #[test]
        fn no_literal_is_missed_and_none_made_up(
            text in "[abAB_]{0,80}",
            literals in proptest::collection::btree_set("[abA_]{3,11}", 1..20),
            ignores_case in any::<bool>(),
        ) {
            let literals: Vec<(&str, bool)> = literals.iter().map(|text| (text.as_str(), ignores_case)).collect();
            let mut expected = Vec::new();
            for (anchor, (literal, _)) in (0_u32..).zip(&literals) {
                for (start, there) in text.as_bytes().windows(literal.len()).enumerate() {
                    if there == literal.as_bytes() || ignores_case && there.eq_ignore_ascii_case(literal.as_bytes()) {
                        expected.push(Hit { start, anchor });
                    }
                }
            }
            expected.sort();
            prop_assert_eq!(found(&literals, text.as_bytes()), expected);
        }
    }
}
