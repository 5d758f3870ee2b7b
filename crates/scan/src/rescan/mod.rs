//! Stored inventories against new advisories: no image is needed.
//!
//! An inventory is a report that tells packages (ours, Trivy's) or a bill of materials. Its packages are judged again, and what comes out is
//! compared with the findings that the report tells. Images of a fleet ask the same: what was answered once is remembered.
//! Limits: a report does not say what its packages' files gave away, so secrets and misconfigurations stay as they were; nor to which
//! support an Ubuntu system was entitled.

mod inventory;
mod kept;
mod packages;

pub use inventory::RescanError;
pub use kept::Kept;

use crate::findings::Finder;
use crate::judge::{Judging, judge};
use crate::mask::Mask;
use crate::memo::Memo;
use crate::target::target;
use crate::{clock, coverage};
use inventory::Inventory;
use packages::Packages;
use tidewaiter_advisory::matching::SeverityOrder;
use tidewaiter_advisory::shard::ShardError;
use tidewaiter_inventory::distribution;
use tidewaiter_model::{Engine, Gap, Os, Package, Report, Severity};
use tidewaiter_report::changes::{Change, Changes, Found};

/// How to judge again.
#[derive(Clone, Copy)]
pub struct Rescan<'a> {
    /// Whose ratings count.
    pub severity: &'a SeverityOrder,
    /// Severities that are told.
    pub wanted: &'a [Severity],
    /// Which advisories have changed since the inventories were judged; what they do not touch is left alone.
    pub changed: Option<&'a tidewaiter_advisory::changes::Changes>,
    /// Make whole reports, too.
    pub whole: bool,
    /// Advisories older than this many days are told as outdated.
    pub max_age_days: u64,
    /// The time, seconds since 1970.
    pub now: u64,
}

/// Judges inventories, one after the other.
pub struct Rescanner<'a> {
    how: Rescan<'a>,
    now: Judge<'a>,
    /// Those by which the inventories were judged, for inventories that tell no findings.
    before: Option<Judge<'a>>,
    /// Puts stars for what others show.
    mask: Mask<'a>,
}

/// Advisories, and what they were asked before.
struct Judge<'a> {
    advisories: Kept<'a>,
    memo: Memo,
}

/// What an inventory came to.
pub struct Rescanned {
    /// What has changed.
    pub changes: Changes,
    /// The whole report, if it was wanted and there is anything to judge.
    pub report: Option<Report>,
}

impl<'a> Rescanner<'a> {
    /// By new advisories, and those of before if they are known.
    #[must_use]
    pub fn new(how: Rescan<'a>, now: Kept<'a>, before: Option<Kept<'a>>) -> Self {
        let judge = |advisories| Judge { advisories, memo: Memo::default() };
        Self { how, now: judge(now), before: before.map(judge), mask: Mask::new(None) }
    }

    /// Judges the inventory that lies at `source`.
    ///
    /// # Errors
    /// It is none, or a shard is damaged.
    pub fn rescan(&mut self, source: &str, bytes: &[u8]) -> Result<Rescanned, RescanError> {
        let Inventory { mut report, was_judged, is_masked } = inventory::read(source, bytes, &mut self.now.advisories)?;
        let packages = Packages::taken(&mut report.results);
        let os = report.os.clone();
        let (judging, mut changes) = if self.is_touched(&packages.all, os.as_ref()) {
            let judging = self.now.judge(&packages.all, os.as_ref(), self.how, self.how.whole)?;
            let of_old;
            let before: Option<Vec<Found<'_>>> = match &mut self.before {
                _ if was_judged => Some(packages.stated(&report.results).collect()),
                Some(judge) => {
                    of_old = judge.judge(&packages.all, os.as_ref(), self.how, false)?.findings;
                    Some(packages.found(&of_old).collect())
                }
                None => None,
            };
            let now = packages.found(&judging.findings);
            let changes = Changes::between(source, &report.artifact, before.map(Vec::into_iter), now, self.how.wanted);
            (Some(judging), changes)
        } else {
            (None, Changes::none(source, &report.artifact))
        };
        if let Some(judging) = judging {
            self.conclude(&mut report, packages, judging);
            changes.gaps.clone_from(&report.coverage.gaps);
        }
        if !is_masked {
            self.mask_changes(&mut changes);
        }
        let is_whole = self.how.whole && changes.touched;
        if is_whole && !is_masked {
            if let Some(image) = &mut report.artifact.image {
                self.mask.configuration(image);
            }
            self.mask.report(&mut report);
        }
        Ok(Rescanned { changes, report: is_whole.then_some(report) })
    }

    fn is_touched(&self, packages: &[Package], os: Option<&Os>) -> bool {
        let Some(changed) = self.how.changed else { return true };
        let system = os.and_then(|os| distribution(&os.family).map(|distribution| (distribution, os)));
        packages.iter().filter_map(|package| target(package, system)).any(|target| {
            let mut names = target.questions.iter().map(|question| &question.name);
            names.any(|name| changed.touch(target.osv, &target.releases, name))
        })
    }

    /// What is new takes the place of what was.
    fn conclude(&self, report: &mut Report, packages: Packages, judging: Judging) {
        let (end_of_life, over) = report.os.as_ref().map_or((None, None), |os| coverage::end_of_life(os, self.how.now));
        let (shards, outdated) = coverage::ages(&judging.shards, self.how.now, self.how.max_age_days);
        let mut gaps = judging.gaps;
        gaps.extend(over);
        gaps.extend(outdated);
        gaps.extend(std::mem::take(&mut report.coverage.gaps).into_iter().filter(is_of_contents));
        report.coverage.gaps = gaps;
        if !self.how.whole {
            return;
        }
        report.coverage.shards = shards;
        report.engine = Engine::native();
        report.end_of_life = end_of_life;
        report.created_at = clock::rfc3339(self.how.now);
        packages.give_back(&mut report.results, judging.findings, &judging.upgrades);
    }

    fn mask_changes(&self, changes: &mut Changes) {
        self.mask.name(&mut changes.artifact_name);
        let lists = [&mut changes.new, &mut changes.gone, &mut changes.rated_differently];
        for Change { pkg_name, installed_version, .. } in lists.into_iter().flatten() {
            self.mask.name(pkg_name);
            self.mask.name(installed_version);
        }
    }
}

impl Judge<'_> {
    fn judge(&mut self, packages: &[Package], os: Option<&Os>, how: Rescan<'_>, with_texts: bool) -> Result<Judging, ShardError> {
        let mut finder = Finder { order: how.severity, with_texts, memo: Some(&mut self.memo) };
        judge(packages, os, &mut self.advisories, &mut finder)
    }
}

/// Whether a gap is about what was found in the artifact, and not about advisories.
fn is_of_contents(gap: &Gap) -> bool {
    matches!(gap, Gap::Unreadable { .. } | Gap::UnusableRules { .. })
}
