//! Tokens that end with a checksum of themselves.
//!
//! GitHub and npm: 30 letters and digits, then their CRC-32 as six digits of base 62,
//! <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>. GitLab's routable tokens: prefix,
//! base64, a dot, the length of the base64 as two digits of base 36, then the CRC-32 of all that as seven,
//! <https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/>.

use super::decode::number;
use super::words;
use crate::candidate::Candidate;
use crate::rule::Genuine;

const OTHERWISE: &str = "its checksum is wrong";
/// Of GitHub and npm.
pub(crate) const BASE62_CHECKSUM: Genuine = Genuine { holds: of_base62, otherwise: OTHERWISE };
/// Of GitLab.
pub(crate) const GITLAB_CHECKSUM: Genuine = Genuine { holds: of_gitlab, otherwise: OTHERWISE };

const BASE62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE36: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// What follows `ghp_` or `npm_` ends with its checksum.
fn of_base62(candidate: &Candidate<'_>) -> bool {
    let Some(body) = candidate.secret.get(4..) else { return false };
    let Some((random, checksum)) = body.split_last_chunk::<6>() else { return false };
    number(checksum, BASE62) == Some(u64::from(crc32(random)))
}

/// A token that is not written by people, as `ghp_PersonalAccessToken0000` is. Of random ones three in ten thousand look like it.
pub(crate) fn is_no_word(candidate: &Candidate<'_>) -> bool {
    words::share(candidate.secret) < 0.45 || of_base62(candidate)
}

/// A routable token of GitLab tells its own length and checksum.
fn of_gitlab(candidate: &Candidate<'_>) -> bool {
    let Some((checked, checksum)) = candidate.secret.split_last_chunk::<7>() else { return false };
    let Some((front, length)) = checked.split_last_chunk::<2>() else { return false };
    // Newer ones have a version, `.01.`, before the length.
    let payload = front.split(|byte| *byte == b'.').next().unwrap_or_default();
    let is_as_long = number(length, BASE36).is_some_and(|length| length <= payload.len() as u64 && length >= 27);
    is_as_long && number(checksum, BASE36) == Some(u64::from(crc32(checked)))
}

/// CRC-32 as in ISO 3309, which gzip has, too.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_people_write_is_no_token() {
        let told = |secret: &'static str| {
            is_no_word(&Candidate { secret: secret.as_bytes(), name: b"", line: b"", before: b"", rest: b"", path: "" })
        };
        assert!(!told("ghp_PersonalAccessToken01245678900000000"));
        assert!(told("ghp_uX0fC9gqRz3Jk7VbTn2LwYhPd5MsEa8Qx41K"));
    }
}
