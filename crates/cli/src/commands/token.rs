//! `token`: who may use the gate's API.

use super::gate::{block_on, store_failure};
use crate::args::{TokenArgs, TokenCommand, TokenScope};
use crate::exit::{Exit, Failure};
use std::path::Path;
use std::time::Duration;
use tidewaiter_gate::api::certificate_hash;
use tidewaiter_gate::certificates::binding;
use tidewaiter_gate::keys::generate;
use tidewaiter_gate::store::{ApiToken, Millis, Store, now};
use tidewaiter_gate::time::zulu;

pub(crate) fn run(args: &TokenArgs) -> Result<Exit, Failure> {
    block_on(async {
        let store = Store::open(&args.store, 1).await.map_err(store_failure)?;
        let outcome = match &args.command {
            TokenCommand::Add { name, scopes, expires_in, certificate } => {
                add(&store, name, scopes, *expires_in, certificate.as_deref()).await
            }
            TokenCommand::List => list(&store).await,
            TokenCommand::Revoke { token } => revoke(&store, token).await,
        };
        store.close().await;
        outcome
    })
}

async fn add(
    store: &Store,
    name: &str,
    scopes: &[TokenScope],
    expires_in: Option<Duration>,
    certificate: Option<&Path>,
) -> Result<Exit, Failure> {
    let scopes: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    let time = now();
    let expires_at = expires_in.map(|lasts| time.saturating_add(Millis::try_from(lasts.as_millis()).unwrap_or(Millis::MAX)));
    let bearer = generate().ok_or_else(|| Failure::message(Exit::Internal, "there is no randomness to be had".to_owned()))?;
    let hash = match certificate {
        Some(path) => certificate_hash(&of_certificate(path)?),
        None => bearer.hash(),
    };
    let id = store.add_token(name, &hash, &scopes.join(" "), time, expires_at).await.map_err(store_failure)?;
    match certificate {
        Some(path) => super::say(&format!("{id}: the certificate in {} is let in", path.display())),
        None => {
            super::say(bearer.reveal());
            eprintln!("{id}: keep the token, it is not shown again");
        }
    }
    Ok(Exit::Done)
}

fn of_certificate(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::new(Exit::Usage, error, format!("cannot read the certificate {}", path.display())))?;
    binding(&bytes).map_err(|error| Failure::new(Exit::Usage, error, format!("cannot use the certificate {}", path.display())))
}

async fn list(store: &Store) -> Result<Exit, Failure> {
    let tokens = store.tokens().await.map_err(store_failure)?;
    super::say(&format!("{:<20}{:<24}{:<24}{:<22}STATE", "ID", "NAME", "SCOPES", "MADE"));
    for token in &tokens {
        let line = format!("{:<20}{:<24}{:<24}{:<22}{}", token.id, token.name, token.scopes, zulu(token.created_at), state(token));
        super::say(&line);
    }
    Ok(Exit::Done)
}

fn state(token: &ApiToken) -> String {
    match (token.revoked_at, token.expires_at) {
        (Some(time), _) => format!("revoked {}", zulu(time)),
        (None, Some(time)) if time <= now() => format!("over since {}", zulu(time)),
        (None, Some(time)) => format!("until {}", zulu(time)),
        (None, None) => "good".to_owned(),
    }
}

async fn revoke(store: &Store, token: &str) -> Result<Exit, Failure> {
    if store.revoke_token(token, now()).await.map_err(store_failure)? {
        return Ok(Exit::Done);
    }
    Err(Failure::message(Exit::Usage, format!("there is no good token `{token}`")).hint(Some("`tidewaiter token list` shows all")))
}
