//! Verdicts: what a policy said of a report, once for each report, policy and subject.

use super::{Millis, Store, StoreError, column, document, new_id};
use serde_json::json;
use sqlx::any::AnyRow;
use tidewaiter_policy::Verdict;

/// A verdict as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredVerdict {
    /// Its id.
    pub id: String,
    /// The scan whose report was judged.
    pub scan_id: String,
    /// Whom it was judged for: agent type and namespace, as one text.
    pub subject: String,
    /// What was said.
    pub verdict: Verdict,
    /// When.
    pub created_at: Millis,
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, scan_id, subject, body, created_at FROM verdicts ", $rest)
    };
}

impl Store {
    /// Keeps a verdict, or gives the one that there is: it is the same, since verdicts are pure.
    ///
    /// # Errors
    /// The database fails.
    pub async fn keep_verdict(
        &self,
        scan_id: &str,
        subject: &str,
        verdict: &Verdict,
        now: Millis,
    ) -> Result<(bool, StoredVerdict), StoreError> {
        let mut change = self.change().await?;
        let body =
            serde_json::to_string(verdict).map_err(|source| StoreError::Damaged { what: "a verdict", source: source.into() })?;
        let statement = "INSERT INTO verdicts (id, scan_id, policy_digest, subject, manifest_digest, passed, body, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (scan_id, policy_digest, subject) DO NOTHING";
        let insert = sqlx::query(statement)
            .bind(new_id("verdict_", 12))
            .bind(scan_id)
            .bind(verdict.policy.digest.as_str())
            .bind(subject)
            .bind(verdict.manifest_digest.as_ref().map_or("", |digest| digest.as_str()))
            .bind(i64::from(verdict.passed))
            .bind(body)
            .bind(now);
        let is_new = insert.execute(&mut *change.transaction).await?.rows_affected() == 1;
        if is_new {
            let reasons: Vec<&str> = verdict.reasons.iter().map(|reason| reason.code.as_str()).collect();
            let data = json!({
                "scan_id": scan_id, "subject": subject, "passed": verdict.passed, "reasons": reasons, "policy": verdict.policy,
                "manifest_digest": verdict.manifest_digest,
            });
            change.note("verdict", &verdict.image, &data, now).await?;
        }
        let kept = sqlx::query(select!("WHERE scan_id = $1 AND policy_digest = $2 AND subject = $3"));
        let kept = kept.bind(scan_id).bind(verdict.policy.digest.as_str()).bind(subject);
        let kept = read(&kept.fetch_one(&mut *change.transaction).await?)?;
        change.commit().await?;
        Ok((is_new, kept))
    }

    /// The verdict on a scan's report by a policy for a subject, if it was made before.
    ///
    /// # Errors
    /// The database fails.
    pub async fn verdict(&self, scan_id: &str, policy_digest: &str, subject: &str) -> Result<Option<StoredVerdict>, StoreError> {
        let statement = select!("WHERE scan_id = $1 AND policy_digest = $2 AND subject = $3");
        let row = sqlx::query(statement).bind(scan_id).bind(policy_digest).bind(subject).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// Verdicts on a manifest, or on all, the newest first, older than (time, id).
    ///
    /// # Errors
    /// The database fails.
    pub async fn verdicts(
        &self,
        manifest_digest: Option<&str>,
        after: Option<(Millis, String)>,
        limit: i64,
    ) -> Result<Vec<StoredVerdict>, StoreError> {
        let statement = select!(
            "WHERE ($1 IS NULL OR manifest_digest = $1) AND (created_at < $2 OR (created_at = $2 AND id < $3))
            ORDER BY created_at DESC, id DESC LIMIT $4"
        );
        let (time, id) = after.unwrap_or((Millis::MAX, String::new()));
        let query = sqlx::query(statement).bind(manifest_digest.map(str::to_owned)).bind(time).bind(id).bind(limit);
        query.fetch_all(&self.pool).await?.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<StoredVerdict, StoreError> {
    Ok(StoredVerdict {
        id: column(row, "id")?,
        scan_id: column(row, "scan_id")?,
        subject: column(row, "subject")?,
        verdict: document("a verdict", &column::<String>(row, "body")?)?,
        created_at: column(row, "created_at")?,
    })
}
