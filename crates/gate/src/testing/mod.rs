//! What tests of the gate share: stores on both databases, a report, a verdict.

mod harness;

pub(crate) use harness::{AGENT_KEY, Answered, Harness, Setup, request};

use crate::store::Store;
use std::sync::atomic::{AtomicUsize, Ordering};
use tidewaiter_model::{Artifact, ArtifactKind, Coverage, Digest, Engine, Report};
use tidewaiter_policy::{Counts, PolicyId, Verdict};

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// An empty store on each database that there is.
pub(crate) async fn stores() -> Vec<Store> {
    let mut stores = vec![sqlite().await];
    stores.extend(postgres().await);
    stores
}

/// An empty store in SQLite. Its folder stays until the process ends.
pub(crate) async fn sqlite() -> Store {
    let folder = tempfile::tempdir().unwrap().keep();
    Store::open(&format!("sqlite:{}", folder.join("gate.db").display()), 4).await.unwrap()
}

/// An empty schema in PostgreSQL, if there is one for tests.
async fn postgres() -> Option<Store> {
    let Ok(url) = std::env::var("TIDEWAITER_TEST_POSTGRES") else {
        eprintln!("skipped on PostgreSQL: TIDEWAITER_TEST_POSTGRES names none");
        return None;
    };
    let schema = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(&url).await.unwrap();
    let create = sqlx::AssertSqlSafe(format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"));
    sqlx::raw_sql(create).execute(&pool).await.unwrap();
    pool.close().await;
    let parted = if url.contains('?') { '&' } else { '?' };
    Some(Store::open(&format!("{url}{parted}options[search_path]={schema}"), 4).await.unwrap())
}

pub(crate) fn sample_report() -> Report {
    Report {
        engine: Engine::native(),
        artifact: Artifact { name: "org/app:1".to_owned(), kind: ArtifactKind::ContainerImage, image: None },
        os: None,
        end_of_life: None,
        results: Vec::new(),
        coverage: Coverage::default(),
        created_at: "2026-02-16T10:30:00Z".to_owned(),
    }
}

pub(crate) fn sample_verdict() -> Verdict {
    let digest = |byte: u8| Digest::sha256(&[byte; 32]);
    Verdict {
        passed: true,
        reasons: Vec::new(),
        warnings: Vec::new(),
        counts: Counts::default(),
        misconfigurations: Vec::new(),
        policy: PolicyId { name: "default".to_owned(), digest: digest(1) },
        image: "org/app:1".to_owned(),
        manifest_digest: Some(digest(2)),
        engine: Engine::native(),
        databases: Vec::new(),
        scanned_at: "2026-02-16T10:30:00Z".to_owned(),
    }
}
