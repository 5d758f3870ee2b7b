//! Serves connections, and bounds what a client may take without asking for anything.
//!
//! HTTP/1.1 (RFC 9112) and HTTP/2 (RFC 9113), whichever the client begins with. Who asks nothing, or dribbles headers, is cut off
//! ([`Patience`]); how many connections there are at a time is the listener's affair ([`crate::tls::Limits`]).
//!
//! Limits: what hyper itself refuses (too many headers, a broken request line) is answered without a problem document.

use crate::http::MAX_HEADERS;
use crate::tls::{Connection, Listener, Stream};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

/// Requests at a time on one connection of HTTP/2.
const STREAMS: u32 = 128;
/// Bytes of a request's head: above what `http` refuses itself, so that its answer says why.
const HEAD: usize = 4 * MAX_HEADERS;
/// The same of HTTP/2, where every header counts 32 bytes more.
const HEADER_LIST: u32 = 32 * 1024;
/// How often a client of HTTP/2 is asked whether it is there, and how long it may take to say so.
const PING: Duration = Duration::from_secs(20);

/// How long a connection is kept.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until the first request's headers are there.
    pub first: Duration,
    /// Between an answer and the next request's headers, with HTTP/1.1. Longer than the 60 seconds for which proxies keep idle
    /// connections, so that none sends a request into one that is just being closed.
    pub next: Duration,
    /// Until the client has to connect anew: one that answers pings would have its place for ever.
    pub age: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let of = Duration::from_secs;
        Self { first: of(10), next: of(75), age: of(3600) }
    }
}

/// Serves until it is told to stop; then what was asked is answered for so long, and what is still open after that is cut off.
pub async fn serve(mut listener: Listener, app: Router, patience: Patience, mut stopped: watch::Receiver<bool>, drain: Duration) {
    let http = Arc::new(http(patience));
    let mut connections = JoinSet::new();
    let each = stopped.clone();
    loop {
        tokio::select! {
            (stream, connection) = listener.accept() => {
                connections.spawn(talk(Arc::clone(&http), stream, connection, app.clone(), patience, each.clone()));
            }
            Some(_) = connections.join_next() => {}
            // Whoever would tell is gone, too, when this fails.
            _ = stopped.wait_for(|is_stopped| *is_stopped) => break,
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    if timeout(drain, all).await.is_err() {
        tracing::warn!(connections = connections.len(), "cutting off connections that are still open");
    }
}

fn http(patience: Patience) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.next).max_buf_size(HEAD);
    let mut second = builder.http2();
    second.timer(TokioTimer::new()).max_concurrent_streams(STREAMS).max_header_list_size(HEADER_LIST);
    second.keep_alive_interval(PING).keep_alive_timeout(PING);
    builder
}

/// One connection, to its end.
async fn talk(
    http: Arc<Builder<TokioExecutor>>,
    stream: Stream,
    connection: Connection,
    app: Router,
    patience: Patience,
    mut stopped: watch::Receiver<bool>,
) {
    let peer = connection.peer;
    let has_asked = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&has_asked);
    let service = app.map_request(move |request| {
        asked.store(true, Ordering::Relaxed);
        introduced(request, connection.clone())
    });
    let mut talking = pin!(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)));
    let mut first = pin!(sleep(patience.first));
    let mut age = pin!(sleep(patience.age));
    let (mut is_new, mut is_ending) = (true, false);
    loop {
        tokio::select! {
            outcome = talking.as_mut() => {
                if let Err(error) = outcome {
                    tracing::debug!(%peer, error = &*error as &dyn std::error::Error, "a connection broke off");
                }
                return;
            }
            () = &mut first, if is_new => {
                is_new = false;
                if !has_asked.load(Ordering::Relaxed) {
                    tracing::debug!(%peer, "a client asked for nothing");
                    return;
                }
            }
            () = &mut age, if !is_ending => {
                is_ending = true;
                talking.as_mut().graceful_shutdown();
            }
            _ = stopped.wait_for(|is_stopped| *is_stopped), if !is_ending => {
                is_ending = true;
                talking.as_mut().graceful_shutdown();
            }
        }
    }
}

/// The request as the routes take it, with who asks.
fn introduced<B>(request: axum::http::Request<B>, connection: Connection) -> Request
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(connection));
    request
}

#[cfg(test)]
mod tests;
