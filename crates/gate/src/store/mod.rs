//! What the gate remembers: SQLite in one file, or PostgreSQL when several nodes serve.
//!
//! The same statements serve both. Every change is a transaction; SQLite's are taken one after the other, since it has one writer.
//! The queue is a table of the same database, because a verdict and the end of its job are one transaction: a job whose
//! lease another has taken over cannot end twice.
//! Limits: SQLite is for one machine.

mod agents;
mod audit;
mod jobs;
mod replays;
mod scans;
mod tokens;
mod validations;
mod verdicts;

pub use agents::RegisteredAgent;
pub use audit::AuditEvent;
pub use jobs::{JobKind, Lease};
pub use replays::{Replay, Replayed};
pub use scans::{Bounds, NewScan, Outcome, Refused, Scan, ScanFilter, ScanStatus, Submitted};
pub use tokens::ApiToken;
pub use validations::{Consumed, NewValidation, NotConsumed, Validation, ValidationStatus};
pub use verdicts::StoredVerdict;

use crate::hex::hex;
use ring::rand::{SecureRandom, SystemRandom};
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection as _, Row, SqlSafeStr, Transaction};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::sleep;

/// Milliseconds since 1970.
pub type Millis = i64;

/// The store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be opened. Whose fault: the operator's, or the database's.
    #[error("cannot open the store {name}")]
    Open {
        /// The URL, without its password.
        name: String,
        /// What the database says.
        #[source]
        source: sqlx::Error,
    },
    /// Its tables cannot be brought up to date. Whose fault: a newer program has used it, or somebody else has.
    #[error("cannot bring the store's tables up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database cannot do what it was asked. Whose fault: the database's, the disk's, or ours.
    #[error("the store failed")]
    Database(#[from] sqlx::Error),
    /// What is stored cannot be read. Whose fault: whoever changed it, or ours.
    #[error("{what} in the store is damaged")]
    Damaged {
        /// Which.
        what: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Which database it is, where that makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

/// The gate's memory.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
    writer: Arc<Semaphore>,
}

/// A change under way; undone unless it is committed.
struct Change {
    transaction: Transaction<'static, sqlx::Any>,
    _turn: Option<OwnedSemaphorePermit>,
}

/// How long to wait for a connection, or for SQLite's lock.
const PATIENCE: Duration = Duration::from_secs(20);
const MIGRATION_RETRIES: usize = 5;
const MIGRATION_PAUSE: Duration = Duration::from_millis(50);

impl Store {
    /// Opens a store and brings its tables up to date: `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// It cannot be opened, or its tables are not ours.
    pub async fn open(url: &str, connections: u32) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let dialect = if url.starts_with("sqlite:") { Dialect::Sqlite } else { Dialect::Postgres };
        let options = AnyPoolOptions::new().max_connections(connections.max(1)).acquire_timeout(PATIENCE);
        let options = options.after_connect(move |connection, _| Box::pin(settled(connection, dialect)));
        let cannot = |source| StoreError::Open { name: without_password(url), source };
        let full = if dialect == Dialect::Sqlite { creating(url) } else { url.to_owned() };
        if dialect == Dialect::Sqlite {
            is_database(&full).await.map_err(cannot)?;
        }
        let pool = match options.connect(&full).await {
            // It has tried again and again, and does not say what was wrong.
            Err(sqlx::Error::PoolTimedOut) => {
                return Err(cannot(connected(&full, dialect).await.err().unwrap_or(sqlx::Error::PoolTimedOut)));
            }
            pool => pool.map_err(cannot)?,
        };
        let store = Self { pool, dialect, writer: Arc::new(Semaphore::new(1)) };
        store.migrate().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let schema = include_str!("schema.sql");
        let schema = match self.dialect {
            Dialect::Sqlite => schema.to_owned(),
            Dialect::Postgres => schema.replace(" BLOB ", " BYTEA "),
        };
        let sql = AssertSqlSafe(schema).into_sql_str();
        let first = Migration::new(1, "tables".into(), MigrationType::Simple, sql, false);
        let migrator = Migrator::with_migrations(vec![first]);
        // On SQLite nothing keeps two processes from beginning at the same time. Whoever comes second fails, and then finds the tables.
        for _ in 0..if self.dialect == Dialect::Sqlite { MIGRATION_RETRIES } else { 0 } {
            if migrator.run(&self.pool).await.is_ok() {
                return Ok(());
            }
            sleep(MIGRATION_PAUSE).await;
        }
        Ok(migrator.run(&self.pool).await?)
    }

    /// Asks the database whether it is there.
    ///
    /// # Errors
    /// It is not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Waits until everything is written and lets go of the database.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Removes what has outlived its use.
    ///
    /// # Errors
    /// The database fails.
    pub async fn sweep(&self, before: &Expiries) -> Result<(), StoreError> {
        let mut change = self.change().await?;
        let statements: [(&'static str, Millis); 7] = [
            ("DELETE FROM seen WHERE expires_at < $1", before.now),
            ("DELETE FROM replays WHERE expires_at < $1", before.now),
            ("DELETE FROM validations WHERE finished_at < $1", before.validations),
            ("DELETE FROM reports WHERE scan_id IN (SELECT id FROM scans WHERE finished_at < $1)", before.scans),
            ("DELETE FROM scans WHERE finished_at < $1", before.scans),
            ("DELETE FROM jobs WHERE state = 'ended' AND created_at < $1", before.scans.min(before.validations)),
            ("DELETE FROM audit WHERE at < $1", before.audit),
        ];
        for (statement, time) in statements {
            sqlx::query(statement).bind(time).execute(&mut *change.transaction).await?;
        }
        change.commit().await
    }

    /// Begins a change.
    async fn change(&self) -> Result<Change, StoreError> {
        match self.dialect {
            Dialect::Sqlite => {
                let turn = Arc::clone(&self.writer).acquire_owned().await.ok();
                let transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
                Ok(Change { transaction, _turn: turn })
            }
            Dialect::Postgres => Ok(Change { transaction: self.pool.begin().await?, _turn: None }),
        }
    }
}

impl Change {
    async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}

/// Until when things are kept.
#[derive(Clone, Copy, Debug)]
pub struct Expiries {
    /// The time.
    pub now: Millis,
    /// Validations that finished before are forgotten.
    pub validations: Millis,
    /// Scans and their reports that finished before are forgotten; verdicts stay.
    pub scans: Millis,
    /// Audit events from before are forgotten.
    pub audit: Millis,
}

/// The time.
#[must_use]
pub fn now() -> Millis {
    millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// A duration as the store counts; what is too long for it is for ever.
#[must_use]
pub fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}

/// A name that nobody guesses: the prefix and so many random bytes in hex.
#[must_use]
pub fn new_id(prefix: &str, bytes: usize) -> String {
    let mut random = vec![0u8; bytes];
    // The system's source of randomness does not fail where programs can run at all; if it did, ids would collide and be refused.
    let _ = SystemRandom::new().fill(&mut random);
    format!("{prefix}{}", hex(&random))
}

/// Prepares a connection.
async fn settled(connection: &mut AnyConnection, dialect: Dialect) -> Result<(), sqlx::Error> {
    if dialect == Dialect::Sqlite {
        // A crash of the program loses nothing; one of the machine may lose the last moments, whose jobs are then done again.
        let settings = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
        sqlx::raw_sql(settings).execute(connection).await?;
    }
    Ok(())
}

async fn connected(url: &str, dialect: Dialect) -> Result<(), sqlx::Error> {
    let mut connection = AnyConnection::connect(url).await?;
    settled(&mut connection, dialect).await?;
    connection.close().await
}

/// Waiting makes no database of a file that is none. All other faults may pass, as when another process is just making the tables.
async fn is_database(url: &str) -> Result<(), sqlx::Error> {
    const NOT_A_DATABASE: &str = "26";
    match connected(url, Dialect::Sqlite).await {
        Err(sqlx::Error::Database(error)) if error.code().is_some_and(|code| code == NOT_A_DATABASE) => {
            Err(sqlx::Error::Database(error))
        }
        _ => Ok(()),
    }
}

fn creating(url: &str) -> String {
    let parted = if url.contains('?') { '&' } else { '?' };
    if url.contains("mode=") { url.to_owned() } else { format!("{url}{parted}mode=rwc") }
}

/// The URL as it may be told.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{}", rest.split('?').next().unwrap_or(rest))
}

/// A column that must be readable.
fn column<'r, T>(row: &'r AnyRow, name: &'static str) -> Result<T, StoreError>
where
    T: sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
{
    Ok(row.try_get(name)?)
}

/// A document that must be readable.
fn document<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::Damaged { what, source: source.into() })
}

#[cfg(test)]
mod tests;
