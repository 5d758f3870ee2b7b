//! Signals: a service is told to end, or to look again at what may have changed. It tells whoever looks after it how it stands by
//! systemd's `sd_notify`, which does nothing elsewhere.

use sd_notify::NotifyState;
use std::future::Future;
use std::io;

/// Ends with the first signal to end; a second one is not waited for by anybody.
///
/// # Errors
/// Signals cannot be caught.
pub(super) fn signalled() -> io::Result<impl Future<Output = ()>> {
    let told = received()?;
    Ok(async move {
        let signal = told.await;
        tracing::info!(signal, "told to end");
        notify(NotifyState::Stopping);
        tokio::spawn(at_once());
    })
}

/// Says that the service takes requests.
pub(super) fn ready() {
    notify(NotifyState::Ready);
}

fn notify(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(error = &error as &dyn std::error::Error, "cannot notify systemd");
    }
}

/// Whoever asks twice does not want to wait; jobs that are left are done again when their leases are over.
async fn at_once() {
    if let Ok(again) = received() {
        let signal = again.await;
        tracing::warn!(signal, "told to end at once");
        crate::exit::at_once();
    }
}

/// Does something at each hangup, which asks services to read anew what they were set up with.
#[cfg(unix)]
pub(super) async fn at_hangup(act: impl Fn() + Send) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
    while hangup.recv().await.is_some() {
        act();
    }
}

/// There are none here.
#[cfg(not(unix))]
pub(super) async fn at_hangup(_: impl Fn() + Send) {}

#[cfg(unix)]
fn received() -> io::Result<impl Future<Output = &'static str>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => "interrupt",
            _ = terminate.recv() => "terminate",
        }
    })
}

#[cfg(not(unix))]
fn received() -> io::Result<impl Future<Output = &'static str>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
        "interrupt"
    })
}
