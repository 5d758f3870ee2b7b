//! Tokens of the API: who may do what. Only their hashes are kept.

use super::{Millis, Store, StoreError, column, new_id};
use sqlx::any::AnyRow;

/// A token, without the token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "columns, described in schema.sql")]
pub struct ApiToken {
    pub id: String,
    pub name: String,
    /// Parted by spaces.
    pub scopes: String,
    pub created_at: Millis,
    pub expires_at: Option<Millis>,
    pub revoked_at: Option<Millis>,
}

impl Store {
    /// Keeps a new token's hash.
    ///
    /// # Errors
    /// The database fails.
    pub async fn add_token(
        &self,
        name: &str,
        hash: &str,
        scopes: &str,
        now: Millis,
        expires_at: Option<Millis>,
    ) -> Result<String, StoreError> {
        let id = new_id("token_", 6);
        let mut change = self.change().await?;
        let statement = "INSERT INTO api_tokens (id, name, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
        let add = sqlx::query(statement).bind(&id).bind(name).bind(hash).bind(scopes).bind(now).bind(expires_at);
        add.execute(&mut *change.transaction).await?;
        change.commit().await?;
        Ok(id)
    }

    /// The token of a hash, if it is good.
    ///
    /// # Errors
    /// The database fails.
    pub async fn token(&self, hash: &str, now: Millis) -> Result<Option<ApiToken>, StoreError> {
        let statement = "SELECT id, name, scopes, created_at, expires_at, revoked_at FROM api_tokens
            WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
        let row = sqlx::query(statement).bind(hash).bind(now).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// All tokens, the oldest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn tokens(&self) -> Result<Vec<ApiToken>, StoreError> {
        let statement = "SELECT id, name, scopes, created_at, expires_at, revoked_at FROM api_tokens ORDER BY created_at, id";
        sqlx::query(statement).fetch_all(&self.pool).await?.iter().map(read).collect()
    }

    /// Makes a token worthless; `false` when there is none of that id or name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn revoke_token(&self, id: &str, now: Millis) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let statement = "UPDATE api_tokens SET revoked_at = $1 WHERE (id = $2 OR name = $2) AND revoked_at IS NULL";
        let revoked = sqlx::query(statement).bind(now).bind(id).execute(&mut *change.transaction).await?.rows_affected();
        change.commit().await?;
        Ok(revoked > 0)
    }
}

fn read(row: &AnyRow) -> Result<ApiToken, StoreError> {
    Ok(ApiToken {
        id: column(row, "id")?,
        name: column(row, "name")?,
        scopes: column(row, "scopes")?,
        created_at: column(row, "created_at")?,
        expires_at: column(row, "expires_at")?,
        revoked_at: column(row, "revoked_at")?,
    })
}
