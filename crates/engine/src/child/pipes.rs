//! What a program writes, read by threads: bounded on standard output, the end of it on standard error.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const CHUNK: usize = 64 << 10;

/// Everything up to a limit.
pub(super) struct Capped {
    is_exceeded: Arc<AtomicBool>,
    bytes: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Capped {
    pub(super) fn read(mut pipe: impl Read + Send + 'static, limit: usize) -> Self {
        let (is_exceeded, bytes) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (mine, kept) = (Arc::clone(&is_exceeded), Arc::clone(&bytes));
        let (tell, ended) = channel();
        std::thread::spawn(move || {
            each_chunk(&mut pipe, |chunk| {
                let mut bytes = kept.lock().unwrap_or_else(PoisonError::into_inner);
                if bytes.len() + chunk.len() > limit {
                    mine.store(true, Ordering::Release);
                    return false;
                }
                bytes.extend_from_slice(chunk);
                true
            });
            // Nobody may listen any more.
            let _ = tell.send(());
        });
        Self { is_exceeded, bytes, ended }
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.is_exceeded.load(Ordering::Acquire)
    }

    /// Returns when the output has ended, or after this time.
    pub(super) fn wait(&self, time: Duration) {
        if self.ended.recv_timeout(time) == Err(RecvTimeoutError::Disconnected) {
            // It ended before, and whoever wrote it has not.
            std::thread::sleep(time.min(Duration::from_millis(2)));
        }
    }

    /// All of it; `None` if it does not end by then.
    pub(super) fn finish(self, by: Instant) -> Option<Vec<u8>> {
        // The end is told once, and then the teller is gone: either will do.
        let has_ended = self.ended.recv_timeout(by.saturating_duration_since(Instant::now())) != Err(RecvTimeoutError::Timeout);
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        (has_ended && !self.is_exceeded()).then(|| std::mem::take(&mut *bytes))
    }
}

/// The end of it.
pub(super) struct Tail {
    bytes: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Tail {
    pub(super) fn read(mut pipe: impl Read + Send + 'static, limit: usize) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&bytes);
        let (tell, ended) = channel();
        std::thread::spawn(move || {
            each_chunk(&mut pipe, |chunk| {
                let mut bytes = kept.lock().unwrap_or_else(PoisonError::into_inner);
                bytes.extend_from_slice(chunk);
                let surplus = bytes.len().saturating_sub(limit);
                bytes.drain(..surplus);
                true
            });
            let _ = tell.send(());
        });
        Self { bytes, ended }
    }

    /// The text, without what a terminal would obey; what is there by then.
    pub(super) fn finish(self, by: Instant) -> String {
        let _ = self.ended.recv_timeout(by.saturating_duration_since(Instant::now()));
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        plain(&String::from_utf8_lossy(&bytes))
    }
}

/// The text without colours and other control characters.
fn plain(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.strip_prefix('[').and_then(|sequence| sequence.split_once(|char| matches!(char, '@'..='~')));
        plain.push_str(rest.map_or(piece, |(_, rest)| rest));
    }
    plain.chars().map(|char| if char.is_control() && char != '\n' { ' ' } else { char }).collect::<String>().trim().to_owned()
}

/// Reads until the end, an error, or until `take` has had enough.
fn each_chunk(pipe: &mut impl Read, mut take: impl FnMut(&[u8]) -> bool) {
    let mut chunk = vec![0; CHUNK];
    loop {
        match pipe.read(&mut chunk) {
            Ok(0) => return,
            Ok(read) => {
                if !take(chunk.get(..read).unwrap_or_default()) {
                    return;
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
