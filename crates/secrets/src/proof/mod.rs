//! What tells secrets from what only looks like them.

pub(crate) mod aws;
pub(crate) mod checksum;
pub(crate) mod credentials;
pub(crate) mod decode;
pub(crate) mod entropy;
pub(crate) mod generic;
pub(crate) mod jwt;
pub(crate) mod known;
pub(crate) mod name;
pub(crate) mod placeholder;
pub(crate) mod private_key;
pub(crate) mod shape;
pub(crate) mod words;
