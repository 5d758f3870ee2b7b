//! Accepts connections; handshakes run beside each other, so that a slow client keeps nobody waiting.

use super::stream::{Connection, Stream};
use super::{Limits, Tls};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// After an error of the system (no more files, mostly), wait until some may have been closed.
const PAUSE: Duration = Duration::from_secs(1);

/// Where clients connect.
pub struct Listener {
    tcp: TcpListener,
    tls: Option<Tls>,
    limits: Limits,
    places: Arc<Semaphore>,
    handshakes: JoinSet<Option<(Stream, Connection)>>,
}

impl Listener {
    /// Listens in the clear.
    #[must_use]
    pub fn plain(tcp: TcpListener, limits: Limits) -> Self {
        Self::new(tcp, None, limits)
    }

    /// Listens with TLS.
    #[must_use]
    pub fn secured(tcp: TcpListener, tls: Tls, limits: Limits) -> Self {
        Self::new(tcp, Some(tls), limits)
    }

    fn new(tcp: TcpListener, tls: Option<Tls>, limits: Limits) -> Self {
        let places = Arc::new(Semaphore::new(limits.connections.min(Semaphore::MAX_PERMITS)));
        Self { tcp, tls, limits, places, handshakes: JoinSet::new() }
    }

    /// The address, with the port that the system chose.
    ///
    /// # Errors
    /// The system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// The next connection whose handshake is done. Nothing is lost when it is not waited for to its end.
    pub(crate) async fn accept(&mut self) -> (Stream, Connection) {
        loop {
            // Both arms may be dropped half done without a loss, which happens at shutdown and whenever the other is ready.
            tokio::select! {
                Some(done) = self.handshakes.join_next() => {
                    if let Ok(Some(connected)) = done {
                        return connected;
                    }
                }
                (tcp, peer, place) = accepted(&self.tcp, &self.places), if self.handshakes.len() < self.limits.handshakes => {
                    match &self.tls {
                        None => {
                            let connection = Connection { peer, is_tls: false, certificate: None };
                            return (Stream::plain(tcp, self.limits.silence, place), connection);
                        }
                        Some(tls) => drop(self.handshakes.spawn(handshake(tls.clone(), tcp, peer, place, self.limits))),
                    }
                }
            }
        }
    }
}

/// The next client, once there is a place for it.
async fn accepted(tcp: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    loop {
        // The semaphore is never closed; were it, nobody could connect any more.
        let Ok(place) = Arc::clone(places).acquire_owned().await else { std::future::pending().await };
        match tcp.accept().await {
            Ok((stream, peer)) => {
                // Answers are written whole; holding their last packet back helps nobody.
                let _ = stream.set_nodelay(true);
                return (stream, peer, place);
            }
            Err(error) if is_clients(&error) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "cannot accept connections");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// A client that has gone again is its own affair.
fn is_clients(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset)
}

async fn handshake(
    tls: Tls,
    tcp: TcpStream,
    peer: SocketAddr,
    place: OwnedSemaphorePermit,
    limits: Limits,
) -> Option<(Stream, Connection)> {
    match tokio::time::timeout(limits.handshake, TlsAcceptor::from(tls.0).accept(tcp)).await {
        Ok(Ok(stream)) => {
            let shown = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first());
            let certificate = shown.map(|certificate| Arc::from(certificate.as_ref()));
            Some((Stream::secured(stream, limits.silence, place), Connection { peer, is_tls: true, certificate }))
        }
        Ok(Err(error)) => {
            tracing::debug!(%peer, error = &error as &dyn std::error::Error, "no handshake");
            None
        }
        Err(_) => {
            tracing::debug!(%peer, "the handshake took too long");
            None
        }
    }
}
