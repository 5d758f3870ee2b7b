//! What tests of the gate share: stores on both databases, a report, a verdict.

mod harness;

pub(crate) use harness::{AGENT_KEY, Answered, Harness, Setup, request};

use crate::store::Store;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
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

/// An empty store in SQLite.
pub(crate) async fn sqlite() -> Store {
    let file = STORES.join(format!("{}.db", NEXT.fetch_add(1, Ordering::Relaxed)));
    Store::open(&format!("sqlite:{}", file.display()), 4).await.unwrap()
}

/// Stores outlive the test that made them, whose tasks may still write; the next process sweeps what this one leaves.
static STORES: LazyLock<PathBuf> = LazyLock::new(|| {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gate-stores");
    let own = all.join(std::process::id().to_string());
    let runs = |folder: &Path| folder.file_name().is_some_and(|pid| Path::new("/proc").join(pid).exists());
    for folder in std::fs::read_dir(&all).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if folder == own || !runs(&folder) {
            // Another process may sweep it at the same time.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
    std::fs::create_dir_all(&own).unwrap();
    own
});

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
