//! `token`: who may use the gate's API.

use super::super::output::written;
use super::super::settings;
use super::{block_on, store_failure};
use crate::args::{Format, TokenArgs, TokenCommand, TokenScope};
use crate::exit::{Exit, Failure};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;
use tidewaiter_gate::api::{Scope, certificate_hash};
use tidewaiter_gate::certificates;
use tidewaiter_gate::keys::generate;
use tidewaiter_gate::store::{ApiToken, Millis, Store, millis, now};
use tidewaiter_gate::time::zulu;

pub(in super::super) fn run(args: &TokenArgs) -> Result<Exit, Failure> {
    let memory = settings::memory(&args.store)?;
    block_on(async {
        let store = Store::open(memory.url.as_str(), 1).await.map_err(store_failure)?;
        let outcome = match &args.command {
            TokenCommand::Add { name, scopes, expires_in, certificate } => {
                add(&store, name, scopes, *expires_in, certificate.as_deref()).await
            }
            TokenCommand::List { format } => list(&store, *format).await,
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
    let is_taken = |token: &ApiToken| token.name == name && state(token) == "good";
    if name.trim().is_empty() || store.tokens().await.map_err(store_failure)?.iter().any(is_taken) {
        let failure = Failure::message(Exit::Usage, format!("cannot call a token {name:?}: it has no name, or another has it"));
        return Err(failure.hint(Some("`tidewaiter token list` tells all")));
    }
    let (hash, shown) = match certificate {
        Some(path) => (certificate_hash(&binding(path)?), None),
        None => {
            let no_random = || Failure::message(Exit::Internal, "the system has no random numbers".to_owned());
            let token = generate().ok_or_else(no_random)?;
            (token.hash(), Some(token))
        }
    };
    let words: Vec<&str> = scopes.iter().map(|scope| Scope::from(*scope).as_str()).collect();
    let time = now();
    let expires = expires_in.map(|lifetime| time.saturating_add(millis(lifetime)));
    let id = store.add_token(name, &hash, &words.join(" "), time, expires).await.map_err(store_failure)?;
    written(None, |_, out| match &shown {
        Some(token) => writeln!(out, "{}", token.reveal()),
        None => writeln!(out, "{id}"),
    })?;
    Ok(Exit::Done)
}

fn binding(path: &Path) -> Result<String, Failure> {
    let cannot = || format!("cannot use the certificate {}", path.display());
    let file = std::fs::read(path).map_err(|error| Failure::new(Exit::Usage, error, cannot()))?;
    certificates::binding(&file).map_err(|error| Failure::new(Exit::Usage, error, cannot()))
}

async fn list(store: &Store, format: Format) -> Result<Exit, Failure> {
    let tokens = store.tokens().await.map_err(store_failure)?;
    written(None, |_, out| match format {
        Format::Table => table(&tokens, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &tokens.iter().map(Told::of).collect::<Vec<_>>())?;
            writeln!(out)
        }
    })?;
    Ok(Exit::Done)
}

fn table(tokens: &[ApiToken], out: &mut impl Write) -> io::Result<()> {
    let told: Vec<Told<'_>> = tokens.iter().map(Told::of).collect();
    let names = told.iter().map(|token| token.name.chars().count()).max().unwrap_or(0).max(4);
    let scopes = told.iter().map(|token| token.scopes.len()).max().unwrap_or(0).max(6);
    writeln!(out, "{:18}  {:names$}  {:scopes$}  {:8}  {:24}  Expires", "Id", "Name", "Scopes", "State", "Made")?;
    told.iter().try_for_each(|token| {
        let Told { id, name, scopes: allowed, state, made, expires } = token;
        let expires = expires.as_deref().unwrap_or("never");
        writeln!(out, "{id:18}  {name:names$}  {allowed:scopes$}  {state:8}  {made:24}  {expires}")
    })
}

async fn revoke(store: &Store, token: &str) -> Result<Exit, Failure> {
    if store.revoke_token(token, now()).await.map_err(store_failure)? {
        return Ok(Exit::Done);
    }
    let failure = Failure::message(Exit::Usage, format!("there is no token {token:?} that is good"));
    Err(failure.hint(Some("`tidewaiter token list` tells all")))
}

/// A token as it is listed.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    name: &'a str,
    scopes: &'a str,
    state: &'static str,
    made: String,
    expires: Option<String>,
}

impl<'a> Told<'a> {
    fn of(token: &'a ApiToken) -> Self {
        let ApiToken { id, name, scopes, .. } = token;
        let (made, expires) = (zulu(token.created_at), token.expires_at.map(zulu));
        Self { id, name, scopes, state: state(token), made, expires }
    }
}

fn state(token: &ApiToken) -> &'static str {
    let is_over = |time: Millis| time <= now();
    match token {
        ApiToken { revoked_at: Some(_), .. } => "revoked",
        ApiToken { expires_at: Some(time), .. } if is_over(*time) => "expired",
        _ => "good",
    }
}
