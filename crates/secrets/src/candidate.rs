//! Something that has a secret's shape, with what stands around it.

/// What a rule found, before it is proved.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The secret.
    pub secret: &'a [u8],
    /// The name that it is given to, for values that are assigned; else empty.
    pub name: &'a [u8],
    /// The line in which it begins, cut to a bearable length.
    pub line: &'a [u8],
    /// What of that line stands before the secret.
    pub before: &'a [u8],
    /// The text from the secret on.
    pub rest: &'a [u8],
    /// The file, relative to the root.
    pub path: &'a str,
}
