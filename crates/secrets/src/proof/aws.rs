//! What an access key id of AWS tells: the account, <https://summitroute.com/blog/2018/06/20/aws_security_credential_formats/>.

use super::decode::base32_start;
use crate::candidate::Candidate;
use crate::rule::Genuine;

/// Only ids that AWS gave out have an account.
pub(crate) const ACCOUNT: Genuine = Genuine { holds: is_access_key_id, otherwise: "no account of AWS has such an id" };

/// Its account is a number of twelve digits. Keys from before 2019, whose first bit is 0, do not tell their account.
fn is_access_key_id(candidate: &Candidate<'_>) -> bool {
    let is_base32 = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
    if !candidate.secret.iter().all(is_base32) {
        return false;
    }
    let Some(bits) = candidate.secret.get(4..).and_then(base32_start) else { return false };
    let tells_account = bits >> 39 == 1;
    // The number has forty bits, the last of which is in the ninth letter and does not matter here.
    !tells_account || (bits & !(1 << 39)) << 1 < 1_000_000_000_000
}

/// A word in capitals is none: nearly all ids have a digit.
pub(crate) fn is_no_word(candidate: &Candidate<'_>) -> bool {
    candidate.secret.iter().any(u8::is_ascii_digit) || is_access_key_id(candidate)
}
