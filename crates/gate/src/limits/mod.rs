//! How often a caller may ask, and how often he may be wrong.
//!
//! [`Rates`] are token buckets: so many requests at once, and then as many as refill. [`Lockouts`] make wrong keys slow: from the second on
//! the wait doubles, and after a burst of them the caller is locked out, longer each time.
//!
//! Limits: memory is bounded by the number of callers remembered, whoever asks from however many addresses; who has been quiet for longest
//! is forgotten first. Whoever has as many addresses as are remembered can make himself forgotten, and gained nothing by it: he could
//! have used a new address. Each process counts for itself. Times are milliseconds that the caller passes in.
//!
//! Not by the crate `governor`: its keyed limiters grow with every address until somebody prunes them, and bring a dozen crates.

mod caller;
mod lockout;
mod rate;
mod recent;
mod standing;

pub use caller::Caller;
pub use lockout::{Lockout, Lockouts};
pub use rate::{Rate, Rates};
pub use standing::Standing;

#[cfg(test)]
mod tests;
