//! One pass over each layer, or over a folder: everybody sees every entry.
//!
//! Layers are walked several at a time, the largest first. Where a layer is walked, names and headers are judged ([`entries`]);
//! files whose contents somebody wants ([`examine`]) are handed to threads that read and examine them ([`work`]). What all of it comes to
//! is put together in the order of the entries ([`facts`]), so that it is the same with one thread and with many.

mod entries;
mod examine;
mod facts;
mod parts;
mod paths;
mod queue;
mod work;

use crate::assemble::Request;
use crate::cache::CachedLayers;
use crate::mask::Mask;
use entries::Surveyor;
use examine::Examiner;
pub(crate) use facts::LayerFacts;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use tidewaiter_image::{Image, ImageError, LayerOutcome, walk_directory};
use work::{Done, Work};

/// A layer's facts, and how its walk ended.
pub(crate) type Surveyed = (LayerFacts, LayerOutcome);

/// Surveys all layers of an image; the first error ends all.
pub(crate) fn survey_layers(image: &Image, request: &Request<'_>, mask: &Mask<'_>) -> Result<Vec<Surveyed>, ImageError> {
    let cached = request.cache.map(|cache| CachedLayers::new(cache, image, request));
    let known: Vec<Option<Surveyed>> =
        (0..image.metadata.layers.len()).map(|index| cached.as_ref().and_then(|cached| cached.find(index))).collect();
    let is_known: Vec<bool> = known.iter().map(Option::is_some).collect();
    if is_known.iter().all(|is_known| *is_known) {
        return Ok(known.into_iter().flatten().collect());
    }
    let examiner = Examiner::new(false, request.scanners, mask);
    let work = Work::new(&examiner, request.walk.stop, false, request.threads);
    let (walked, done) = work.beside(|work| walk_layers(image, request, &examiner, work, known));
    let surveyed = put_together(walked, done)?;
    let new = surveyed.iter().zip(is_known).enumerate().filter(|(_, (_, is_known))| !is_known);
    for (index, ((facts, outcome), _)) in new {
        cached.iter().for_each(|cached| cached.keep(index, facts, outcome, mask));
    }
    Ok(surveyed)
}

/// Surveys a folder. A project's is read for what would be installed, too; a root file system's is not.
pub(crate) fn survey_folder(
    root: &Path,
    is_project: bool,
    request: &Request<'_>,
    mask: &Mask<'_>,
) -> Result<Surveyed, ImageError> {
    let examiner = Examiner::new(is_project, request.scanners, mask);
    let work = Work::new(&examiner, request.walk.stop, true, request.threads);
    let (walked, done) = work.beside(|work| {
        let mut surveyor = Surveyor::new(0, !is_project, &examiner, work, request.skip);
        walk_directory(root, &request.walk, &mut surveyor).map(|outcome| (surveyor.facts, outcome))
    });
    let (facts, outcome) = put_together(vec![Some(walked)], done)?.pop().ok_or(ImageError::Stopped)?;
    Ok((facts, outcome))
}

/// How the walk of each layer ended; `None` of those that nobody began.
type Walked = Vec<Option<Result<Surveyed, ImageError>>>;

/// Walks the layers that are not known, several at a time.
fn walk_layers(
    image: &Image,
    request: &Request<'_>,
    examiner: &Examiner<'_>,
    work: &Work<'_>,
    known: Vec<Option<Surveyed>>,
) -> Walked {
    // Whoever begins with the largest has the others done meanwhile.
    let unknown = known.iter().enumerate().filter(|(_, known)| known.is_none());
    let mut order: Vec<usize> = unknown.map(|(index, _)| index).collect();
    order.sort_by_key(|index| std::cmp::Reverse(image.stored_size(*index)));
    let next = AtomicUsize::new(0);
    let walked: Mutex<Walked> = Mutex::new(known.into_iter().map(|known| known.map(Ok)).collect());
    let walk = || {
        while let Some(index) = order.get(next.fetch_add(1, Ordering::Relaxed)).copied() {
            let mut surveyor = Surveyor::new(index, true, examiner, work, request.skip);
            let outcome = image.walk_layer(index, &request.walk, &mut surveyor);
            if outcome.is_err() {
                next.store(order.len(), Ordering::Relaxed);
            }
            if let Some(slot) = walked.lock().unwrap_or_else(PoisonError::into_inner).get_mut(index) {
                *slot = Some(outcome.map(|outcome| (surveyor.facts, outcome)));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..request.threads.min(order.len()) {
            scope.spawn(walk);
        }
        walk();
    });
    walked.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Adds what files came to, which is in order, to what their layers' walks told.
fn put_together(walked: Walked, done: Vec<Done>) -> Result<Vec<Surveyed>, ImageError> {
    // A walk that was stopped because a file could not be read says less than the file.
    let is_stopped = |walked: &Option<Result<Surveyed, ImageError>>| matches!(walked, None | Some(Err(ImageError::Stopped)));
    let mut surveyed = Vec::with_capacity(walked.len());
    let mut stopped = None;
    for walked in walked {
        match walked {
            walked if is_stopped(&walked) => stopped = Some(ImageError::Stopped),
            Some(walked) => surveyed.push(walked?),
            None => {}
        }
    }
    let mut by_layer = done.into_iter().peekable();
    if let Some(stopped) = stopped {
        return Err(by_layer.find_map(|done| done.outcome.err()).unwrap_or(stopped));
    }
    for (index, (facts, _)) in surveyed.iter_mut().enumerate() {
        while let Some(done) = by_layer.next_if(|done| done.place.0 == index) {
            facts.take(done.path, done.outcome?);
        }
        facts.seal();
    }
    Ok(surveyed)
}
