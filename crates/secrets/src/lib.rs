//! Secrets: keys, tokens and passwords that a file gives away.
