//! Java classes: the texts of the constant pool. Format: <https://docs.oracle.com/javase/specs/jvms/se21/html/jvms-4.html#jvms-4.4>.

/// The texts, each on a line. What lies behind a broken entry is left out.
pub(super) fn constants(class: &[u8]) -> Vec<u8> {
    let mut texts = Vec::new();
    let mut rest = class.get(10..).unwrap_or_default();
    while let [tag, behind @ ..] = rest {
        let size = match tag {
            1 => {
                let Some((length, text)) = behind.split_first_chunk::<2>() else { break };
                let length = usize::from(u16::from_be_bytes(*length));
                let Some(text) = text.get(..length) else { break };
                texts.extend_from_slice(text);
                texts.push(b'\n');
                length + 2
            }
            3 | 4 | 9 | 10 | 11 | 12 | 17 | 18 => 4,
            5 | 6 => 8,
            7 | 8 | 16 | 19 | 20 => 2,
            15 => 3,
            _ => break,
        };
        rest = behind.get(size..).unwrap_or_default();
    }
    texts
}
