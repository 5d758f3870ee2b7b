//! The store that all nodes share, and what is in it that no route tells.

use crate::Scene;
use sqlx::{AnyPool, AssertSqlSafe, Row};
use tokio::runtime::Runtime;

/// A store of one test.
pub(super) struct Memory {
    pub(super) url: String,
    /// The database and the schema in it that ends with the test.
    schema: Option<(String, String)>,
}

impl Memory {
    pub(super) fn sqlite(scene: &Scene) -> Self {
        Self { url: format!("sqlite:{}", scene.path("gate.db").display()), schema: None }
    }

    /// An empty schema, where there is a database for tests.
    pub(super) fn postgres() -> Option<Self> {
        let database = std::env::var("TIDEWAITER_TEST_POSTGRES").ok()?;
        let schema = format!("kills_{}", std::process::id());
        run(&database, &format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"));
        let parted = if database.contains('?') { '&' } else { '?' };
        Some(Self { url: format!("{database}{parted}options[search_path]={schema}"), schema: Some((database, schema)) })
    }

    /// Jobs that have not ended, attempts after the first of each, and agents.
    pub(super) fn counted(&self) -> (i64, i64, i64) {
        let statement = "SELECT (SELECT COUNT(*) FROM jobs WHERE state <> 'ended') AS waiting,
            (SELECT COALESCE(CAST(SUM(attempts - 1) AS BIGINT), 0) FROM jobs) AS again, (SELECT COUNT(*) FROM agents) AS agents";
        block(async {
            let pool = AnyPool::connect(&self.url).await.unwrap();
            let row = sqlx::query(statement).fetch_one(&pool).await.unwrap();
            pool.close().await;
            (row.get("waiting"), row.get("again"), row.get("agents"))
        })
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        if let Some((database, schema)) = &self.schema {
            run(database, &format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}

fn run(database: &str, statements: &str) {
    block(async {
        let pool = AnyPool::connect(database).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&pool).await.unwrap();
        pool.close().await;
    });
}

fn block<T>(work: impl Future<Output = T>) -> T {
    sqlx::any::install_default_drivers();
    Runtime::new().unwrap().block_on(work)
}
