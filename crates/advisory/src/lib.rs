//! Compiled advisories: building, updating, matching.
//!
//! Advisories come as OSV records (`import`), are reduced to what findings use (`record`), and compiled into one
//! shard an ecosystem (`shard`), a file that any number of processes map at once. `matching` asks the shards which
//! advisories speak of a package; `changes` tells of which packages another store says something else; `store` keeps the shards of a cache folder and fetches what is missing; `artifact`
//! carries whole stores to where they are not built.

pub mod artifact;
pub mod changes;
pub mod import;
pub mod matching;
pub mod record;
pub mod shard;
pub mod source;
pub mod store;
