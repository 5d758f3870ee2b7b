//! Scans: asked for once, however many ask.

use super::jobs::{JobKind, Lease};
use super::{Change, Millis, Store, StoreError, column, new_id};
use sqlx::any::AnyRow;
use tidewaiter_model::Report;

/// How far a scan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScanStatus {
    /// Nobody has begun.
    Queued,
    /// Somebody is at it.
    Running,
    /// There is a report.
    Done,
    /// There will be none.
    Failed,
    /// Nobody wants it any more.
    Cancelled,
}

impl ScanStatus {
    /// As it stands in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn read(word: &str) -> Self {
        [Self::Queued, Self::Running, Self::Done, Self::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == word)
            .unwrap_or(Self::Failed)
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// A scan as it is asked for.
#[derive(Clone, Debug)]
pub struct NewScan {
    /// What makes two scans the same.
    pub same_key: String,
    /// As people named it.
    pub image: String,
    /// The manifest that is judged.
    pub manifest_digest: String,
    /// What the worker needs to know, JSON.
    pub request: String,
    /// Who asked.
    pub requested_by: String,
}

/// How much may wait.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Reports that finished before are too old.
    pub fresh_since: Millis,
    /// Scans that may wait in all.
    pub queue: i64,
    /// Scans of one caller that may wait or run.
    pub of_caller: i64,
}

/// What came of asking for a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It is new.
    New(String),
    /// It is being done already.
    Joined(String),
    /// It was done not long ago.
    Cached(String),
}

impl Submitted {
    /// The scan's id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::New(id) | Self::Joined(id) | Self::Cached(id) => id,
        }
    }
}

/// Why a scan was not taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Too many wait.
    QueueFull,
    /// Too many of this caller's wait.
    Quota,
}

/// A scan as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "columns, described in schema.sql")]
pub struct Scan {
    pub id: String,
    pub image: String,
    pub manifest_digest: String,
    pub request: String,
    pub status: ScanStatus,
    pub step: Option<String>,
    pub error_code: Option<String>,
    pub error: Option<String>,
    pub requested_by: String,
    pub created_at: Millis,
    pub started_at: Option<Millis>,
    pub finished_at: Option<Millis>,
}

/// Which scans to list.
#[derive(Clone, Debug, Default)]
pub struct ScanFilter {
    /// Of this manifest.
    pub manifest_digest: Option<String>,
    /// In this state.
    pub status: Option<ScanStatus>,
    /// Asked for by this caller.
    pub requested_by: Option<String>,
    /// Older than this scan, as (time, id).
    pub after: Option<(Millis, String)>,
}

/// How a scan ended.
#[derive(Clone, Debug)]
pub enum Outcome<'a> {
    /// With a report.
    Done(&'a Report),
    /// With none.
    Failed {
        /// Stable, for programs.
        code: &'a str,
        /// For people; tells nothing of the inside.
        message: &'a str,
    },
}

/// A statement that asks for whole scans.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, image, manifest_digest, request, status, step, error_code, error, requested_by, created_at, started_at, ",
            "finished_at FROM scans ",
            $rest
        )
    };
}

impl Store {
    /// Asks for a scan: there may be a fresh report, or somebody may be at it already.
    ///
    /// # Errors
    /// The database fails.
    pub async fn submit_scan(
        &self,
        scan: &NewScan,
        bounds: Bounds,
        now: Millis,
    ) -> Result<Result<Submitted, Refused>, StoreError> {
        if let Some(found) = self.same_scan(&scan.same_key, bounds.fresh_since).await? {
            return Ok(Ok(found));
        }
        let mut change = self.change().await?;
        if let Some(refused) = change.refusal(&scan.requested_by, bounds).await? {
            return Ok(Err(refused));
        }
        let id = new_id("scan_", 12);
        let statement = "INSERT INTO scans (id, same_key, image, manifest_digest, request, status, requested_by, created_at)
            VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7)
            ON CONFLICT (same_key) WHERE status IN ('queued', 'running') DO NOTHING";
        let insert = sqlx::query(statement)
            .bind(&id)
            .bind(&scan.same_key)
            .bind(&scan.image)
            .bind(&scan.manifest_digest)
            .bind(&scan.request)
            .bind(&scan.requested_by)
            .bind(now);
        if insert.execute(&mut *change.transaction).await?.rows_affected() == 1 {
            change.enqueue(JobKind::Scan, &id, now).await?;
            change.commit().await?;
            return Ok(Ok(Submitted::New(id)));
        }
        drop(change);
        // Another was faster; it may even have finished since.
        let found = self.same_scan(&scan.same_key, bounds.fresh_since).await?;
        Ok(found.ok_or(Refused::QueueFull))
    }

    async fn same_scan(&self, same_key: &str, fresh_since: Millis) -> Result<Option<Submitted>, StoreError> {
        let statement = "SELECT id, status FROM scans
            WHERE same_key = $1 AND (status IN ('queued', 'running') OR (status = 'done' AND finished_at >= $2))
            ORDER BY created_at DESC LIMIT 1";
        let row = sqlx::query(statement).bind(same_key).bind(fresh_since).fetch_optional(&self.pool).await?;
        row.map(|row| {
            let id = column(&row, "id")?;
            let is_done = ScanStatus::read(&column::<String>(&row, "status")?) == ScanStatus::Done;
            Ok(if is_done { Submitted::Cached(id) } else { Submitted::Joined(id) })
        })
        .transpose()
    }

    /// One scan.
    ///
    /// # Errors
    /// The database fails.
    pub async fn scan(&self, id: &str) -> Result<Option<Scan>, StoreError> {
        let statement = select!("WHERE id = $1");
        let row = sqlx::query(statement).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// The newest finished scan of a manifest.
    ///
    /// # Errors
    /// The database fails.
    pub async fn newest_done(&self, manifest_digest: &str) -> Result<Option<Scan>, StoreError> {
        let statement = select!("WHERE manifest_digest = $1 AND status = 'done' ORDER BY finished_at DESC LIMIT 1");
        let row = sqlx::query(statement).bind(manifest_digest).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// Scans, the newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn scans(&self, filter: &ScanFilter, limit: i64) -> Result<Vec<Scan>, StoreError> {
        let statement = select!(
            "WHERE ($1 IS NULL OR manifest_digest = $1) AND ($2 IS NULL OR status = $2) AND ($3 IS NULL OR requested_by = $3)
                AND (created_at < $4 OR (created_at = $4 AND id < $5))
            ORDER BY created_at DESC, id DESC LIMIT $6"
        );
        let (time, id) = filter.after.clone().unwrap_or((Millis::MAX, String::new()));
        let rows = sqlx::query(statement)
            .bind(filter.manifest_digest.clone())
            .bind(filter.status.map(|status| status.as_str().to_owned()))
            .bind(filter.requested_by.clone())
            .bind(time)
            .bind(id)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Ids of scans that ended since a time, with that time.
    ///
    /// # Errors
    /// The database fails.
    pub async fn ended_since(&self, time: Millis) -> Result<Vec<(String, Millis)>, StoreError> {
        let statement = "SELECT id, finished_at FROM scans WHERE finished_at >= $1 ORDER BY finished_at LIMIT 10000";
        let rows = sqlx::query(statement).bind(time).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((column(row, "id")?, column(row, "finished_at")?))).collect()
    }

    /// Says what a scan is at.
    ///
    /// # Errors
    /// The database fails.
    pub async fn set_step(&self, lease: &Lease, step: &str) -> Result<(), StoreError> {
        let mut change = self.change().await?;
        let statement = "UPDATE scans SET step = $1 WHERE id = $2 AND status = 'running'
            AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = scans.id AND owner = $3 AND attempts = $4)";
        let set = sqlx::query(statement).bind(step).bind(&lease.job).bind(&lease.owner).bind(lease.attempt);
        set.execute(&mut *change.transaction).await?;
        change.commit().await
    }

    /// Ends a scan for whoever still has its lease; `false` when another has it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn finish_scan(&self, lease: &Lease, outcome: &Outcome<'_>, now: Millis) -> Result<bool, StoreError> {
        let packed = match outcome {
            Outcome::Done(report) => Some(pack(report)?),
            Outcome::Failed { .. } => None,
        };
        let mut change = self.change().await?;
        if !change.end(lease).await? {
            return Ok(false);
        }
        if let Some(packed) = packed {
            let statement = "INSERT INTO reports (scan_id, body) VALUES ($1, $2)";
            sqlx::query(statement).bind(&lease.job).bind(packed).execute(&mut *change.transaction).await?;
        }
        let (status, code, message) = match outcome {
            Outcome::Done(_) => (ScanStatus::Done, None, None),
            Outcome::Failed { code, message } => (ScanStatus::Failed, Some((*code).to_owned()), Some((*message).to_owned())),
        };
        change.conclude(&lease.job, status, code, message, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// Ends a scan that nobody wants any more; `false` when it has ended already.
    ///
    /// # Errors
    /// The database fails.
    pub async fn cancel_scan(&self, id: &str, now: Millis) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let end = sqlx::query("UPDATE jobs SET state = 'ended', owner = NULL WHERE id = $1 AND state IN ('queued', 'running')")
            .bind(id);
        if end.execute(&mut *change.transaction).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let message = Some("cancelled by request".to_owned());
        change.conclude(id, ScanStatus::Cancelled, Some("cancelled".to_owned()), message, now).await?;
        change.commit().await?;
        Ok(true)
    }

    /// A finished scan's report.
    ///
    /// # Errors
    /// The database fails, or what is stored is damaged.
    pub async fn report(&self, scan_id: &str) -> Result<Option<Report>, StoreError> {
        let row = sqlx::query("SELECT body FROM reports WHERE scan_id = $1").bind(scan_id).fetch_optional(&self.pool).await?;
        row.map(|row| unpack(&column::<Vec<u8>>(&row, "body")?)).transpose()
    }
}

impl Change {
    /// Whether too much waits already.
    async fn refusal(&mut self, caller: &str, bounds: Bounds) -> Result<Option<Refused>, StoreError> {
        let waiting = sqlx::query("SELECT COUNT(*) AS many FROM jobs WHERE kind = 'scan' AND state = 'queued'");
        if column::<i64>(&waiting.fetch_one(&mut *self.transaction).await?, "many")? >= bounds.queue {
            return Ok(Some(Refused::QueueFull));
        }
        let statement = "SELECT COUNT(*) AS many FROM scans WHERE requested_by = $1 AND status IN ('queued', 'running')";
        let own = sqlx::query(statement).bind(caller).fetch_one(&mut *self.transaction).await?;
        Ok((column::<i64>(&own, "many")? >= bounds.of_caller).then_some(Refused::Quota))
    }

    async fn conclude(
        &mut self,
        id: &str,
        status: ScanStatus,
        code: Option<String>,
        message: Option<String>,
        now: Millis,
    ) -> Result<(), StoreError> {
        let statement = "UPDATE scans SET status = $1, error_code = $2, error = $3, finished_at = $4, step = NULL WHERE id = $5";
        let conclude = sqlx::query(statement).bind(status.as_str()).bind(code).bind(message).bind(now).bind(id);
        conclude.execute(&mut *self.transaction).await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<Scan, StoreError> {
    Ok(Scan {
        id: column(row, "id")?,
        image: column(row, "image")?,
        manifest_digest: column(row, "manifest_digest")?,
        request: column(row, "request")?,
        status: ScanStatus::read(&column::<String>(row, "status")?),
        step: column(row, "step")?,
        error_code: column(row, "error_code")?,
        error: column(row, "error")?,
        requested_by: column(row, "requested_by")?,
        created_at: column(row, "created_at")?,
        started_at: column(row, "started_at")?,
        finished_at: column(row, "finished_at")?,
    })
}

/// Reports are mostly repeated words: the fastest level makes a tenth of them.
fn pack(report: &Report) -> Result<Vec<u8>, StoreError> {
    let damaged = |source: Box<dyn std::error::Error + Send + Sync>| StoreError::Damaged { what: "a report", source };
    let json = serde_json::to_vec(report).map_err(|error| damaged(error.into()))?;
    zstd::bulk::compress(&json, 1).map_err(|error| damaged(error.into()))
}

fn unpack(packed: &[u8]) -> Result<Report, StoreError> {
    let damaged = |source: Box<dyn std::error::Error + Send + Sync>| StoreError::Damaged { what: "a report", source };
    let json = zstd::stream::decode_all(packed).map_err(|error| damaged(error.into()))?;
    serde_json::from_slice(&json).map_err(|error| damaged(error.into()))
}
