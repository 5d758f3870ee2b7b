//! Something that has a secret's shape, with what stands around it.

/// What a rule found, before it is proved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    /// The secret.
    pub(crate) secret: &'a [u8],
    /// The name that it is given to, for values that are assigned; else empty.
    pub(crate) name: &'a [u8],
    /// The line in which it begins, cut to a bearable length.
    pub(crate) line: &'a [u8],
    /// What of that line stands before the secret.
    pub(crate) before: &'a [u8],
    /// The text from the secret on.
    pub(crate) rest: &'a [u8],
    /// The file, relative to the root.
    pub(crate) path: &'a str,
}
