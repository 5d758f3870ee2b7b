//! What an access key id of AWS tells: the account, <https://summitroute.com/blog/2018/06/20/aws_security_credential_formats/>.

use super::decode::base32_start;
use crate::candidate::Candidate;

/// Its account is a number of twelve digits. Keys from before 2019, whose first bit is 0, do not tell their account.
pub(crate) fn is_access_key_id(candidate: &Candidate<'_>) -> bool {
    let Some(bits) = candidate.secret.get(4..).and_then(base32_start) else { return false };
    let tells_account = bits >> 39 == 1;
    // The number has forty bits, the last of which is in the ninth letter and does not matter here.
    !tells_account || (bits & !(1 << 39)) << 1 < 1_000_000_000_000
}
