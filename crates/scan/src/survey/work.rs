//! Files are examined on threads of their own while others walk: of a layer whose contents stand in a file only headers are read where
//! the layer is walked.
//!
//! What comes of it depends on the files alone, not on who examined what: it is put together in the order of the layers. Memory is
//! bounded by the queue, and by how much large files may be open at the same time.

use super::examine::{Examiner, Wanted};
use super::facts::Findings;
use super::queue::Queue;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use tidewaiter_image::{Content, ImageError};
use tidewaiter_inventory::Stat;
use tidewaiter_model::Problem;

/// The layer, and the entry's number in it.
pub(super) type Place = (usize, usize);

/// A file, and who wants to see it.
pub(super) struct Job<'p> {
    pub(super) place: Place,
    pub(super) stat: Stat<'p>,
    pub(super) wanted: Wanted,
}

/// What a file came to.
pub(super) struct Done {
    pub(super) place: Place,
    pub(super) path: String,
    pub(super) outcome: Result<Findings, ImageError>,
}

/// A job that waits.
struct Waiting {
    place: Place,
    path: String,
    size: u64,
    mode: u32,
    wanted: Wanted,
    content: Box<dyn Content + Send>,
}

/// What streams by is held in memory up to this size; larger files are examined where they are met.
const MOST_HELD: u64 = 4 << 20;
/// Files from this size on take part of what may be open.
const LARGE: u64 = 2 << 20;
/// Bytes of large files that are open at the same time; a larger one is open alone.
const MOST_OPEN: u64 = 32 << 20;

/// What is to be examined, and what was.
pub(crate) struct Work<'a> {
    examiner: &'a Examiner<'a>,
    stop: Option<&'a (dyn Fn() -> bool + Sync)>,
    /// What cannot be read of a folder is a problem; of a layer it is the end.
    is_folder: bool,
    /// How many examine; 0 if each file is examined where it is met.
    threads: usize,
    queue: Queue<Waiting>,
    open: Room,
    done: Mutex<Vec<Done>>,
    has_failed: AtomicBool,
}

impl<'a> Work<'a> {
    /// `threads` of them examine.
    pub(super) fn new(
        examiner: &'a Examiner<'a>,
        stop: Option<&'a (dyn Fn() -> bool + Sync)>,
        is_folder: bool,
        threads: usize,
    ) -> Self {
        let threads = if threads > 1 { threads } else { 0 };
        let (open, done, has_failed) = (Room::new(MOST_OPEN), Mutex::default(), AtomicBool::new(false));
        Self { examiner, stop, is_folder, threads, queue: Queue::new(), open, done, has_failed }
    }

    /// Examines what comes in while something is done that hands it on. Gives what came of it, in order.
    pub(super) fn beside<T>(self, walk: impl FnOnce(&Self) -> T) -> (T, Vec<Done>) {
        let walked = std::thread::scope(|scope| {
            for _ in 0..self.threads {
                scope.spawn(|| self.examine_all());
            }
            let _closing = Closing(&self.queue);
            walk(&self)
        });
        let mut done = self.done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by_key(|done| done.place);
        (walked, done)
    }

    /// Has a file examined, now or later.
    pub(super) fn take(&self, job: Job<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        if self.has_failed.load(Ordering::Relaxed) {
            return Err(ImageError::Stopped);
        }
        let Job { place, stat, wanted } = job;
        let detached = if self.threads > 0 { content.detach(MOST_HELD)? } else { None };
        let Some(content) = detached else {
            self.keep(self.examined(place, &stat, &wanted, content).into_iter());
            return Ok(());
        };
        let held = if content.is_held() { stat.size } else { 0 };
        let waiting = Waiting { place, path: stat.path.to_owned(), size: stat.size, mode: stat.mode, wanted, content };
        self.queue.put(waiting, usize::try_from(held).unwrap_or(usize::MAX));
        Ok(())
    }

    /// What a thread does.
    fn examine_all(&self) {
        // If this thread panics, nobody must wait for it.
        let _closing = Closing(&self.queue);
        while let Some(batch) = self.queue.take() {
            let examined = |mut waiting: Waiting| {
                let stat = Stat::new(&waiting.path, waiting.size, waiting.mode);
                self.examined(waiting.place, &stat, &waiting.wanted, &mut *waiting.content)
            };
            let done: Vec<Done> = batch.into_iter().filter_map(examined).collect();
            self.keep(done.into_iter());
        }
    }

    /// What a file came to, if there is anything to tell.
    fn examined(&self, place: Place, stat: &Stat<'_>, wanted: &Wanted, content: &mut dyn Content) -> Option<Done> {
        if self.has_failed.load(Ordering::Relaxed) {
            return None;
        }
        let outcome = if self.stop.is_some_and(|stop| stop()) {
            Err(ImageError::Stopped)
        } else {
            let _open = (stat.size >= LARGE).then(|| self.open.enter(stat.size));
            self.examiner.examine(stat, wanted, content)
        };
        let problem = |message| {
            let problem = Problem { path: stat.path.to_owned(), origin: "directory".to_owned(), message };
            Ok(Findings { problems: vec![problem], ..Findings::default() })
        };
        let outcome = match outcome {
            Err(ImageError::Open { source, .. } | ImageError::Read { source, .. }) if self.is_folder => {
                problem(source.to_string())
            }
            // Somebody made it shorter meanwhile.
            Err(error @ ImageError::Truncated { .. }) if self.is_folder => problem(error.to_string()),
            outcome => outcome,
        };
        if outcome.is_err() {
            self.has_failed.store(true, Ordering::Relaxed);
        }
        let is_told = outcome.as_ref().map_or(true, |findings| !findings.is_empty());
        is_told.then(|| Done { place, path: stat.path.to_owned(), outcome })
    }

    fn keep(&self, done: impl ExactSizeIterator<Item = Done>) {
        if done.len() > 0 {
            self.done.lock().unwrap_or_else(PoisonError::into_inner).extend(done);
        }
    }
}

/// Closes a queue at the end, however it comes.
struct Closing<'a, T>(&'a Queue<T>);

impl<T> Drop for Closing<'_, T> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// So many bytes may be open at the same time.
struct Room {
    size: u64,
    left: Mutex<u64>,
    has_more: Condvar,
}

impl Room {
    fn new(size: u64) -> Self {
        Self { size, left: Mutex::new(size), has_more: Condvar::new() }
    }

    /// Waits until there is room for so many bytes, and takes it while the guard lives.
    fn enter(&self, bytes: u64) -> Inside<'_> {
        let bytes = bytes.min(self.size);
        let mut left = self.left();
        while *left < bytes {
            left = self.has_more.wait(left).unwrap_or_else(PoisonError::into_inner);
        }
        *left -= bytes;
        Inside { room: self, bytes }
    }

    fn left(&self) -> MutexGuard<'_, u64> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Inside<'a> {
    room: &'a Room,
    bytes: u64,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        *self.room.left() += self.bytes;
        self.room.has_more.notify_all();
    }
}
