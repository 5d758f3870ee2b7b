//! Registered agents.

use super::{Change, Millis, Store, StoreError, column, document};
use serde_json::Value;
use sqlx::any::AnyRow;

/// An agent as it registered.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisteredAgent {
    /// Who it is.
    pub agent_id: String,
    /// All that it said of itself.
    pub info: Value,
    /// SHA-256 of the key that it used, hex.
    pub key_hash: String,
    /// When it registered.
    pub registered_at: Millis,
    /// When it was last heard of.
    pub last_seen: Millis,
}

impl Store {
    /// One agent.
    ///
    /// # Errors
    /// The database fails, or what is stored is damaged.
    pub async fn agent(&self, agent_id: &str) -> Result<Option<RegisteredAgent>, StoreError> {
        let statement = "SELECT agent_id, info, key_hash, registered_at, last_seen FROM agents WHERE agent_id = $1";
        let row = sqlx::query(statement).bind(agent_id).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// Notes that an agent was heard of; `false` when there is none of that id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn see_agent(&self, agent_id: &str, now: Millis) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let see = sqlx::query("UPDATE agents SET last_seen = $1 WHERE agent_id = $2").bind(now).bind(agent_id);
        let is_known = see.execute(&mut *change.transaction).await?.rows_affected() == 1;
        change.commit().await?;
        Ok(is_known)
    }
}

impl Change {
    /// Puts an agent in the place of a dead one, or where there was none; `false` when there is one that was heard of since then, as
    /// when another transaction has just put it there.
    pub(super) async fn put_agent(
        &mut self,
        agent: &RegisteredAgent,
        validation_id: &str,
        alive_since: Millis,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let statement = "INSERT INTO agents (agent_id, info, key_hash, validation_id, registered_at, last_seen)
            VALUES ($1, $2, $3, $4, $5, $5)
            ON CONFLICT (agent_id) DO UPDATE SET info = excluded.info, key_hash = excluded.key_hash,
                validation_id = excluded.validation_id, registered_at = excluded.registered_at, last_seen = excluded.last_seen
            WHERE agents.last_seen < $6";
        let put = sqlx::query(statement)
            .bind(&agent.agent_id)
            .bind(agent.info.to_string())
            .bind(&agent.key_hash)
            .bind(validation_id)
            .bind(now)
            .bind(alive_since);
        Ok(put.execute(&mut *self.transaction).await?.rows_affected() == 1)
    }
}

fn read(row: &AnyRow) -> Result<RegisteredAgent, StoreError> {
    Ok(RegisteredAgent {
        agent_id: column(row, "agent_id")?,
        info: document("an agent", &column::<String>(row, "info")?)?,
        key_hash: column(row, "key_hash")?,
        registered_at: column(row, "registered_at")?,
        last_seen: column(row, "last_seen")?,
    })
}
