//! Answers to requests that carry an idempotency key, and identifiers that may be seen once.
//!
//! A key belongs to the caller who sent it: nobody gets another's answer.

use super::{Millis, Store, StoreError, column};

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// HTTP status.
    pub status: u16,
    /// Header lines that belong to it, JSON.
    pub headers: String,
    /// The body.
    pub body: String,
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// Nothing: go on, the key is now taken.
    First,
    /// This was answered.
    Answered(Replay),
    /// The first request of it is still being answered.
    UnderWay,
    /// It was used with another body.
    Conflict,
}

impl Store {
    /// Takes a key for a request until then, or tells what was answered to it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn begin_replay(
        &self,
        caller: &str,
        key: &str,
        request_hash: &str,
        now: Millis,
        held_until: Millis,
    ) -> Result<Replayed, StoreError> {
        let mut change = self.change().await?;
        let forget = sqlx::query("DELETE FROM replays WHERE caller = $1 AND idempotency_key = $2 AND expires_at < $3");
        forget.bind(caller).bind(key).bind(now).execute(&mut *change.transaction).await?;
        let statement = "INSERT INTO replays (caller, idempotency_key, request_hash, expires_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (caller, idempotency_key) DO NOTHING";
        let take = sqlx::query(statement).bind(caller).bind(key).bind(request_hash).bind(held_until);
        let outcome = if take.execute(&mut *change.transaction).await?.rows_affected() == 1 {
            Replayed::First
        } else {
            let statement = "SELECT request_hash, status, headers, body FROM replays WHERE caller = $1 AND idempotency_key = $2";
            let row = sqlx::query(statement).bind(caller).bind(key).fetch_one(&mut *change.transaction).await?;
            let status: Option<i64> = column(&row, "status")?;
            match status.and_then(|status| u16::try_from(status).ok()) {
                _ if column::<String>(&row, "request_hash")? != request_hash => Replayed::Conflict,
                None => Replayed::UnderWay,
                Some(status) => {
                    Replayed::Answered(Replay { status, headers: column(&row, "headers")?, body: column(&row, "body")? })
                }
            }
        };
        change.commit().await?;
        Ok(outcome)
    }

    /// Keeps the answer to a key's first request until then; `None` lets the key go, so that the request can be tried again.
    ///
    /// # Errors
    /// The database fails.
    pub async fn end_replay(&self, caller: &str, key: &str, answer: Option<(&Replay, Millis)>) -> Result<(), StoreError> {
        let mut change = self.change().await?;
        match answer {
            Some((answer, expires_at)) => {
                let statement = "UPDATE replays SET status = $1, headers = $2, body = $3, expires_at = $4
                    WHERE caller = $5 AND idempotency_key = $6";
                let keep = sqlx::query(statement).bind(i64::from(answer.status)).bind(&answer.headers).bind(&answer.body);
                keep.bind(expires_at).bind(caller).bind(key).execute(&mut *change.transaction).await?;
            }
            None => {
                let forget = sqlx::query("DELETE FROM replays WHERE caller = $1 AND idempotency_key = $2").bind(caller).bind(key);
                forget.execute(&mut *change.transaction).await?;
            }
        }
        change.commit().await
    }

    /// Whether an identifier is seen for the first time. It is remembered until it expires.
    ///
    /// # Errors
    /// The database fails.
    pub async fn is_first(&self, id: &str, expires_at: Millis) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let note = sqlx::query("INSERT INTO seen (id, expires_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
            .bind(id)
            .bind(expires_at);
        let is_first = note.execute(&mut *change.transaction).await?.rows_affected() == 1;
        change.commit().await?;
        Ok(is_first)
    }
}
