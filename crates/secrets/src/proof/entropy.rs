//! Shannon's entropy: how little the bytes of a text repeat each other.

/// Bits a byte, from 0 for `aaaa` to 8; 3.0 for most words, above 4.0 for 32 random letters and digits.
pub(crate) fn bits_a_byte(text: &[u8]) -> f32 {
    let mut counts = [0_u32; 256];
    for byte in text {
        counts[usize::from(*byte)] += 1;
    }
    let length = text.len() as f32;
    let share = |count: &u32| *count as f32 / length;
    -counts.iter().filter(|count| **count > 0).map(share).map(|share| share * share.log2()).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_grows_with_variety() {
        assert_eq!(bits_a_byte(b"aaaa"), 0.0);
        assert_eq!(bits_a_byte(b"abab"), 1.0);
        assert_eq!(bits_a_byte(b"abcdefgh"), 3.0);
        assert_eq!(bits_a_byte(b""), 0.0);
    }
}
