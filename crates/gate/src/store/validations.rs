//! Validations of agents, and the one use of what they give.

use super::jobs::{JobKind, Lease};
use super::{Change, Millis, RegisteredAgent, Store, StoreError, column, new_id};
use serde_json::{Value, json};
use sqlx::any::AnyRow;

/// How far a validation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidationStatus {
    /// It waits or is under way.
    Pending,
    /// The agent may register.
    Passed,
    /// It may not.
    Failed,
}

impl ValidationStatus {
    /// As it stands in the store and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Passed => "passed",
            Self::Failed => "failed",
        }
    }

    /// What cannot be read has not passed.
    fn read(word: &str) -> Self {
        match word {
            "pending" => Self::Pending,
            "passed" => Self::Passed,
            _ => Self::Failed,
        }
    }
}

/// A validation as it is asked for.
#[derive(Clone, Debug)]
pub struct NewValidation {
    /// Whose.
    pub agent_id: String,
    /// The temporary token's id.
    pub token_id: String,
    /// What was sent and who sent it, JSON.
    pub request: String,
    /// Of what was sent.
    pub request_hash: String,
}

/// A validation as it stands.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "columns, described in schema.sql")]
pub struct Validation {
    pub id: String,
    pub agent_id: String,
    pub token_id: String,
    pub request: String,
    pub request_hash: String,
    pub status: ValidationStatus,
    pub step: Option<String>,
    pub scan_id: Option<String>,
    pub outcome: Option<String>,
    pub created_at: Millis,
    pub finished_at: Option<Millis>,
    pub consumed_at: Option<Millis>,
}

/// A validation was used for the registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumed;

/// Why a validation cannot be used for a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConsumed {
    /// There is none of that id, or it did not pass.
    Unknown,
    /// It was used before.
    Used,
    /// An agent of that id is alive.
    Alive,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, agent_id, token_id, request, request_hash, status, step, scan_id, outcome, created_at, finished_at, ",
            "consumed_at FROM validations ",
            $rest
        )
    };
}

impl Store {
    /// Takes on a validation: one a temporary token. `false` with the one that there is, when the token was used before.
    ///
    /// # Errors
    /// The database fails.
    pub async fn submit_validation(&self, new: &NewValidation, now: Millis) -> Result<(bool, Validation), StoreError> {
        let mut change = self.change().await?;
        let id = new_id("val_", 8);
        let statement = "INSERT INTO validations (id, agent_id, token_id, request, request_hash, status, created_at)
            VALUES ($1, $2, $3, $4, $5, 'pending', $6) ON CONFLICT (token_id) DO NOTHING";
        let insert = sqlx::query(statement)
            .bind(&id)
            .bind(&new.agent_id)
            .bind(&new.token_id)
            .bind(&new.request)
            .bind(&new.request_hash)
            .bind(now);
        let is_new = insert.execute(&mut *change.transaction).await?.rows_affected() == 1;
        if is_new {
            change.enqueue(JobKind::Validation, &id, now).await?;
        }
        let found = sqlx::query(select!("WHERE token_id = $1")).bind(&new.token_id);
        let validation = read(&found.fetch_one(&mut *change.transaction).await?)?;
        change.commit().await?;
        Ok((is_new, validation))
    }

    /// One validation.
    ///
    /// # Errors
    /// The database fails.
    pub async fn validation(&self, id: &str) -> Result<Option<Validation>, StoreError> {
        let row = sqlx::query(select!("WHERE id = $1")).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// Says what a validation is at, and which scan it waits for.
    ///
    /// # Errors
    /// The database fails.
    pub async fn set_validation_step(&self, lease: &Lease, step: &str, scan_id: Option<&str>) -> Result<(), StoreError> {
        let mut change = self.change().await?;
        let statement = "UPDATE validations SET step = $1, scan_id = COALESCE($2, scan_id) WHERE id = $3 AND status = 'pending'
            AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = validations.id AND owner = $4 AND attempts = $5)";
        let set = sqlx::query(statement)
            .bind(step)
            .bind(scan_id.map(str::to_owned))
            .bind(&lease.job)
            .bind(&lease.owner)
            .bind(lease.attempt);
        set.execute(&mut *change.transaction).await?;
        change.commit().await
    }

    /// Ends a validation for whoever still has its lease; `false` when another has it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn finish_validation(
        &self,
        lease: &Lease,
        has_passed: bool,
        outcome: &str,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let status = if has_passed { ValidationStatus::Passed } else { ValidationStatus::Failed };
        let mut change = self.change().await?;
        if !change.end(lease).await? {
            return Ok(false);
        }
        let statement = "UPDATE validations SET status = $1, outcome = $2, finished_at = $3, step = NULL WHERE id = $4";
        let finish = sqlx::query(statement).bind(status.as_str()).bind(outcome).bind(now).bind(&lease.job);
        finish.execute(&mut *change.transaction).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Uses a passed validation, once, and registers the agent in the same moment.
    ///
    /// # Errors
    /// The database fails.
    pub async fn register(
        &self,
        validation_id: &str,
        agent: &RegisteredAgent,
        alive_since: Millis,
        now: Millis,
    ) -> Result<Result<Consumed, NotConsumed>, StoreError> {
        let mut change = self.change().await?;
        if change.is_alive(&agent.agent_id, alive_since).await? {
            return Ok(Err(NotConsumed::Alive));
        }
        let statement = "UPDATE validations SET consumed_at = $1
            WHERE id = $2 AND agent_id = $3 AND status = 'passed' AND consumed_at IS NULL";
        let consume = sqlx::query(statement).bind(now).bind(validation_id).bind(&agent.agent_id);
        if consume.execute(&mut *change.transaction).await?.rows_affected() != 1 {
            let used = sqlx::query("SELECT id FROM validations WHERE id = $1 AND agent_id = $2 AND consumed_at IS NOT NULL");
            let used = used.bind(validation_id).bind(&agent.agent_id).fetch_optional(&mut *change.transaction).await?;
            return Ok(Err(if used.is_some() { NotConsumed::Used } else { NotConsumed::Unknown }));
        }
        if !change.put_agent(agent, validation_id, alive_since, now).await? {
            return Ok(Err(NotConsumed::Alive));
        }
        change.note("agent.registered", &agent.agent_id, &json!({ "validation_id": validation_id }), now).await?;
        change.commit().await?;
        Ok(Ok(Consumed))
    }
}

impl Change {
    async fn is_alive(&mut self, agent_id: &str, since: Millis) -> Result<bool, StoreError> {
        let statement = "SELECT agent_id FROM agents WHERE agent_id = $1 AND last_seen >= $2";
        let alive = sqlx::query(statement).bind(agent_id).bind(since).fetch_optional(&mut *self.transaction).await?;
        Ok(alive.is_some())
    }
}

impl Validation {
    /// What came of it, once it has ended.
    ///
    /// # Errors
    /// What is stored is damaged.
    pub fn outcome(&self) -> Result<Value, StoreError> {
        super::document("a validation's outcome", self.outcome.as_deref().unwrap_or("{}"))
    }
}

fn read(row: &AnyRow) -> Result<Validation, StoreError> {
    Ok(Validation {
        id: column(row, "id")?,
        agent_id: column(row, "agent_id")?,
        token_id: column(row, "token_id")?,
        request: column(row, "request")?,
        request_hash: column(row, "request_hash")?,
        status: ValidationStatus::read(&column::<String>(row, "status")?),
        step: column(row, "step")?,
        scan_id: column(row, "scan_id")?,
        outcome: column(row, "outcome")?,
        created_at: column(row, "created_at")?,
        finished_at: column(row, "finished_at")?,
        consumed_at: column(row, "consumed_at")?,
    })
}
