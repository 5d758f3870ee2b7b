//! The audit log: who asked for what and what was answered.

use super::{Change, Millis, Store, StoreError, column, document, new_id};
use serde_json::Value;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEvent {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Millis,
    /// What: `verdict`, `agent.registered`, `token.refused`.
    pub event: String,
    /// Whom it is about: an agent, a token, an image.
    pub subject: String,
    /// The rest. Holds no secrets.
    pub data: Value,
}

impl Store {
    /// Writes an event down.
    ///
    /// # Errors
    /// The database fails.
    pub async fn audit(&self, event: &str, subject: &str, data: &Value, now: Millis) -> Result<(), StoreError> {
        let mut change = self.change().await?;
        change.note(event, subject, data, now).await?;
        change.commit().await
    }

    /// Events, the newest first, older than (time, id).
    ///
    /// # Errors
    /// The database fails, or what is stored is damaged.
    pub async fn audited(&self, after: Option<(Millis, String)>, limit: i64) -> Result<Vec<AuditEvent>, StoreError> {
        let statement = "SELECT id, at, event, subject, data FROM audit WHERE at < $1 OR (at = $1 AND id < $2)
            ORDER BY at DESC, id DESC LIMIT $3";
        let (time, id) = after.unwrap_or((Millis::MAX, String::new()));
        let rows = sqlx::query(statement).bind(time).bind(id).bind(limit).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(AuditEvent {
                    id: column(row, "id")?,
                    at: column(row, "at")?,
                    event: column(row, "event")?,
                    subject: column(row, "subject")?,
                    data: document("an audit event", &column::<String>(row, "data")?)?,
                })
            })
            .collect()
    }
}

impl Change {
    /// Writes an event down together with what it tells of.
    pub(super) async fn note(&mut self, event: &str, subject: &str, data: &Value, now: Millis) -> Result<(), StoreError> {
        let statement = "INSERT INTO audit (id, at, event, subject, data) VALUES ($1, $2, $3, $4, $5)";
        let note = sqlx::query(statement).bind(new_id("event_", 12)).bind(now).bind(event).bind(subject).bind(data.to_string());
        note.execute(&mut *self.transaction).await?;
        Ok(())
    }
}
