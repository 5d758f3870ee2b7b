//! Words and what is made of them, told from random letters by the pairs of letters that follow each other.
//!
//! The table was counted in the identifiers and the documentation of Python, Perl and TypeScript: 20,000 words. Of random runs of five
//! letters one in twelve passes for a word, of eight one in thirty.

/// How much more often than by chance a letter follows another: 5 is chance, a step is a factor of 1.6.
const PAIRS: [&[u8; 26]; 26] = [
    b"47874561605979070989653240",
    b"75557530610732640563610120",
    b"84648408607630930647510030",
    b"75559520801422620552521020",
    b"86896752502879463998364751",
    b"64546600700500600443400020",
    b"50207134600425420651400000",
    b"70017000600221600424400020",
    b"77877671203879960688160406",
    b"30003000000000300000200000",
    b"40007000500211300041200000",
    b"82259200902821830155520070",
    b"84228000701350670051500020",
    b"82788592704325730289541020",
    b"44762451404779660976756220",
    b"80328124601720750856500030",
    b"00000000000000000000500000",
    b"93569350904565840677541050",
    b"61629227804543661289713050",
    b"81539307900531840876502061",
    b"56545240501658250777000100",
    b"60008000600010300010000000",
    b"50005003500103400320000000",
    b"20304100300010040014000100",
    b"20102000200233150142000000",
    b"30005000300000100000000000",
];

/// The share of a text's bytes that stand in words, from 0 to 1: `clientSecret` and `invalid-grant` have 0.9, 32 random letters and
/// digits 0.15.
pub(crate) fn share(text: &[u8]) -> f32 {
    let in_words: usize = text.chunk_by(is_one_word).filter(|word| is_word(word)).map(<[u8]>::len).sum();
    in_words as f32 / text.len().max(1) as f32
}

/// Whether two letters may belong to one word: `clientSecret` has two words, and so has `API_key`.
fn is_one_word(first: &u8, second: &u8) -> bool {
    first.is_ascii_alphabetic() && second.is_ascii_alphabetic() && (first.is_ascii_uppercase() || second.is_ascii_lowercase())
}

fn is_word(run: &[u8]) -> bool {
    // Of a run that begins with several capitals the last may belong to the next word, which matters little.
    let place = |byte: &u8| usize::from(byte.to_ascii_lowercase().wrapping_sub(b'a'));
    let score = |pair: &[u8]| match pair {
        [first, second] => {
            PAIRS.get(place(first)).and_then(|row| row.get(place(second))).map_or(0, |digit| u32::from(digit - b'0'))
        }
        _ => 0,
    };
    let Some(pairs) = run.len().checked_sub(1).filter(|pairs| *pairs >= 2) else { return false };
    let sum: u32 = run.windows(2).map(score).sum();
    let least = if run.len() < 5 { 6.0 } else { 5.5 };
    run.first().is_some_and(u8::is_ascii_alphabetic) && sum as f32 >= least * pairs as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_random_letters() {
        for text in
            ["clientSecret", "invalid-grant", "com.example.authentication.token", "SECRET_ACCESS_KEY", "thisisasecretpassword"]
        {
            assert!(share(text.as_bytes()) > 0.7, "{text}: {}", share(text.as_bytes()));
        }
        for text in ["nq7Jx0Zr3vLw9cTfBk2HsYd5uGm8PeQo", "9f86d081884c7d659a2feaa0c55ad015", "kqzvxwpjhtrbgfmd", "Tr0ub4dor&3x"] {
            assert!(share(text.as_bytes()) < 0.3, "{text}: {}", share(text.as_bytes()));
        }
        assert_eq!(share(b""), 0.0);
    }
}
