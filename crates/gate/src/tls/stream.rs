//! One connection: its bytes, and what handlers learn of it.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep};
use tokio_rustls::server::TlsStream;

/// Who is at the other end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its address: a proxy's where there is one.
    pub peer: SocketAddr,
    /// Whether the connection is secured.
    pub is_tls: bool,
    /// The certificate that it showed, as DER; its key signed the handshake.
    pub certificate: Option<Arc<[u8]>>,
}

/// A connection's bytes. Ends when both sides are silent for too long.
pub struct Stream {
    bytes: Bytes,
    silence: Duration,
    end: Pin<Box<Sleep>>,
    /// Its place among the connections.
    _place: OwnedSemaphorePermit,
}

enum Bytes {
    Plain(TcpStream),
    Secured(Box<TlsStream<TcpStream>>),
}

impl Stream {
    pub(super) fn plain(stream: TcpStream, silence: Duration, place: OwnedSemaphorePermit) -> Self {
        Self::new(Bytes::Plain(stream), silence, place)
    }

    pub(super) fn secured(stream: TlsStream<TcpStream>, silence: Duration, place: OwnedSemaphorePermit) -> Self {
        Self::new(Bytes::Secured(Box::new(stream)), silence, place)
    }

    fn new(bytes: Bytes, silence: Duration, place: OwnedSemaphorePermit) -> Self {
        Self { bytes, silence, end: Box::pin(tokio::time::sleep(silence)), _place: place }
    }

    /// Passes on what an operation says; one that waits is over when the silence has lasted too long.
    fn unless_silent<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match polled {
            Poll::Ready(done) => {
                if let Some(end) = Instant::now().checked_add(self.silence) {
                    self.end.as_mut().reset(end);
                }
                Poll::Ready(done)
            }
            Poll::Pending => self.end.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into())),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let polled = match &mut self.bytes {
            Bytes::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Bytes::Secured(stream) => Pin::new(stream).poll_read(context, buffer),
        };
        self.unless_silent(context, polled)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = match &mut self.bytes {
            Bytes::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Bytes::Secured(stream) => Pin::new(stream).poll_write(context, bytes),
        };
        self.unless_silent(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = match &mut self.bytes {
            Bytes::Plain(stream) => Pin::new(stream).poll_write_vectored(context, slices),
            Bytes::Secured(stream) => Pin::new(stream).poll_write_vectored(context, slices),
        };
        self.unless_silent(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        match &self.bytes {
            Bytes::Plain(stream) => stream.is_write_vectored(),
            Bytes::Secured(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = match &mut self.bytes {
            Bytes::Plain(stream) => Pin::new(stream).poll_flush(context),
            Bytes::Secured(stream) => Pin::new(stream).poll_flush(context),
        };
        self.unless_silent(context, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = match &mut self.bytes {
            Bytes::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Bytes::Secured(stream) => Pin::new(stream).poll_shutdown(context),
        };
        self.unless_silent(context, polled)
    }
}
