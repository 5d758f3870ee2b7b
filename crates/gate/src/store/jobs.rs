//! The queue: who works at which job until when.
//!
//! A worker takes a job with a lease and renews it while it lives. A lease that ran out may be taken over by another; the number of the
//! attempt is part of the lease, so the first can then no longer end the job, even if it still runs.

use super::{Change, Dialect, Millis, Store, StoreError, column};

/// What kind of work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// An image is scanned.
    Scan,
    /// An agent is validated.
    Validation,
}

impl JobKind {
    /// As it stands in the store and in metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Validation => "validation",
        }
    }
}

/// The right to work at a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The job: the id of a scan or validation.
    pub job: String,
    /// Who works.
    pub owner: String,
    /// Which attempt it is, from 1.
    pub attempt: i64,
}

impl Store {
    /// Takes the job that has waited longest, or one whose worker is gone.
    ///
    /// # Errors
    /// The database fails.
    pub async fn claim(&self, kind: JobKind, owner: &str, now: Millis, until: Millis) -> Result<Option<Lease>, StoreError> {
        const SQLITE: &str = "UPDATE jobs SET state = 'running', owner = $1, lease_until = $2, attempts = attempts + 1
            WHERE id = (SELECT id FROM jobs WHERE kind = $3 AND (state = 'queued' OR (state = 'running' AND lease_until < $4))
                ORDER BY created_at LIMIT 1)
            RETURNING id, attempts";
        const POSTGRES: &str = "UPDATE jobs SET state = 'running', owner = $1, lease_until = $2, attempts = attempts + 1
            WHERE id = (SELECT id FROM jobs WHERE kind = $3 AND (state = 'queued' OR (state = 'running' AND lease_until < $4))
                ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, attempts";
        if !self.has_work(kind, now).await? {
            return Ok(None);
        }
        let statement = if self.dialect == Dialect::Sqlite { SQLITE } else { POSTGRES };
        let mut change = self.change().await?;
        let claim = sqlx::query(statement).bind(owner).bind(until).bind(kind.as_str()).bind(now);
        let Some(row) = claim.fetch_optional(&mut *change.transaction).await? else { return Ok(None) };
        let lease = Lease { job: column(&row, "id")?, owner: owner.to_owned(), attempt: column(&row, "attempts")? };
        if kind == JobKind::Scan {
            let begin = "UPDATE scans SET status = 'running', started_at = $1 WHERE id = $2";
            sqlx::query(begin).bind(now).bind(&lease.job).execute(&mut *change.transaction).await?;
        }
        change.commit().await?;
        Ok(Some(lease))
    }

    /// Whether there is anything to claim. Asked first, because it keeps nobody from writing.
    async fn has_work(&self, kind: JobKind, now: Millis) -> Result<bool, StoreError> {
        let statement =
            "SELECT id FROM jobs WHERE kind = $1 AND (state = 'queued' OR (state = 'running' AND lease_until < $2)) LIMIT 1";
        Ok(sqlx::query(statement).bind(kind.as_str()).bind(now).fetch_optional(&self.pool).await?.is_some())
    }

    /// Keeps all of a worker's leases for longer.
    ///
    /// # Errors
    /// The database fails.
    pub async fn renew(&self, owner: &str, until: Millis) -> Result<u64, StoreError> {
        let mut change = self.change().await?;
        let renew =
            sqlx::query("UPDATE jobs SET lease_until = $1 WHERE owner = $2 AND state = 'running'").bind(until).bind(owner);
        let renewed = renew.execute(&mut *change.transaction).await?.rows_affected();
        change.commit().await?;
        Ok(renewed)
    }

    /// Gives a job back that was not finished, as if it had never been taken.
    ///
    /// # Errors
    /// The database fails.
    pub async fn give_back(&self, lease: &Lease) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let statement = "UPDATE jobs SET state = 'queued', owner = NULL, attempts = attempts - 1
            WHERE id = $1 AND owner = $2 AND attempts = $3 AND state = 'running'";
        let done = sqlx::query(statement).bind(&lease.job).bind(&lease.owner).bind(lease.attempt);
        let is_ours = done.execute(&mut *change.transaction).await?.rows_affected() == 1;
        if is_ours {
            let wait = "UPDATE scans SET status = 'queued', started_at = NULL, step = NULL WHERE id = $1";
            sqlx::query(wait).bind(&lease.job).execute(&mut *change.transaction).await?;
        }
        change.commit().await?;
        Ok(is_ours)
    }

    /// How many jobs wait and how many are worked at.
    ///
    /// # Errors
    /// The database fails.
    pub async fn job_counts(&self, kind: JobKind) -> Result<(i64, i64), StoreError> {
        let count = "SELECT COUNT(*) AS many FROM jobs WHERE kind = $1 AND state = $2";
        let waiting = sqlx::query(count).bind(kind.as_str()).bind("queued").fetch_one(&self.pool).await?;
        let running = sqlx::query(count).bind(kind.as_str()).bind("running").fetch_one(&self.pool).await?;
        Ok((column(&waiting, "many")?, column(&running, "many")?))
    }
}

impl Change {
    pub(super) async fn enqueue(&mut self, kind: JobKind, id: &str, now: Millis) -> Result<(), StoreError> {
        let statement = "INSERT INTO jobs (id, kind, state, attempts, owner, lease_until, created_at)
            VALUES ($1, $2, 'queued', 0, NULL, 0, $3)";
        sqlx::query(statement).bind(id).bind(kind.as_str()).bind(now).execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Ends a job for whoever still has its lease; `false` when another has it, and then nothing may be written.
    pub(super) async fn end(&mut self, lease: &Lease) -> Result<bool, StoreError> {
        let statement = "UPDATE jobs SET state = 'ended', owner = NULL
            WHERE id = $1 AND owner = $2 AND attempts = $3 AND state = 'running'";
        let end = sqlx::query(statement).bind(&lease.job).bind(&lease.owner).bind(lease.attempt);
        Ok(end.execute(&mut *self.transaction).await?.rows_affected() == 1)
    }
}
