//! What is known against packages of one ecosystem, as findings.
//!
//! Binary packages of one source ask the same, and so do the images of a fleet: each question is answered once, by whatever is in the
//! memo, or else all open ones together, so that each block of details is inflated once.

use crate::memo::Memo;
use crate::target::{Question, Target};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tidewaiter_advisory::matching::{Advised, Query, Ratings, SeverityOrder, find, publisher, rate};
use tidewaiter_advisory::record::Details;
use tidewaiter_advisory::shard::{AdvisoryShard, CveRating, ShardError};
use tidewaiter_model::Vulnerability;

/// Findings of one question, without the index of a package.
pub(crate) type Answer = Arc<[Vulnerability]>;

/// Looks for findings.
pub(crate) struct Finder<'a> {
    /// Whose ratings count.
    pub(crate) order: &'a SeverityOrder,
    /// Tell what only people read: texts, links, everybody's ratings.
    pub(crate) with_texts: bool,
    /// What was asked before.
    pub(crate) memo: Option<&'a mut Memo>,
}

/// The packages that ask the same.
struct Asked<'t> {
    indices: Vec<usize>,
    target: &'t Target<'t>,
}

impl Finder<'_> {
    /// What is known against each package, by its index.
    pub(crate) fn find(
        &mut self,
        shard: &AdvisoryShard,
        targets: &[(usize, Target<'_>)],
        ratings: &Ratings,
    ) -> Result<Vec<(usize, Vulnerability)>, ShardError> {
        let mut asked: BTreeMap<&Question<'_>, Asked<'_>> = BTreeMap::new();
        for (index, target) in targets {
            for question in &target.questions {
                asked.entry(question).or_insert_with(|| Asked { indices: Vec::new(), target }).indices.push(*index);
            }
        }
        let mut answers: Vec<(Vec<usize>, Answer)> = Vec::with_capacity(asked.len());
        let mut open = Vec::new();
        for (question, asked) in asked {
            match self.memo.as_mut().and_then(|memo| memo.get(asked.target, question)) {
                Some(answer) => answers.push((asked.indices, answer)),
                None => {
                    // Its place is kept, since the order of findings is that of the questions.
                    open.push((answers.len(), question, asked.target, advised(shard, question, asked.target)?));
                    answers.push((asked.indices, Arc::default()));
                }
            }
        }
        let texts = Texts::of(open.iter().flat_map(|(_, _, _, advised)| advised), shard, ratings, self.with_texts)?;
        let manner = (self.order, self.with_texts);
        for (place, question, target, advised) in &open {
            let answer: Answer =
                advised.iter().map(|advised| texts.vulnerability(advised, &shard.about().name, manner)).collect();
            if let Some(memo) = &mut self.memo {
                memo.put(target, question, &answer);
            }
            if let Some((_, kept)) = answers.get_mut(*place) {
                *kept = answer;
            }
        }
        let mut findings = Vec::new();
        // A package may ask under several names.
        let mut told: BTreeSet<(usize, &str)> = BTreeSet::new();
        for (indices, answer) in &answers {
            for vulnerability in answer.iter() {
                let new = indices.iter().filter(|index| told.insert((**index, vulnerability.id.as_str())));
                findings.extend(new.map(|index| (*index, Vulnerability { package: *index, ..vulnerability.clone() })));
            }
        }
        Ok(findings)
    }
}

fn advised(shard: &AdvisoryShard, question: &Question<'_>, target: &Target<'_>) -> Result<Vec<Advised>, ShardError> {
    let query = Query {
        releases: &target.releases,
        name: &question.name,
        version: &question.version,
        order: &target.order,
        same_name: target.same_name,
        builds: question.builds,
    };
    find(shard, &query)
}

/// What shards hold beside the advisories' statements.
struct Texts {
    details: BTreeMap<u64, Details>,
    ratings: BTreeMap<String, CveRating>,
}

impl Texts {
    fn of<'a>(
        all: impl Iterator<Item = &'a Advised> + Clone,
        shard: &AdvisoryShard,
        ratings: &Ratings,
        with_texts: bool,
    ) -> Result<Self, ShardError> {
        let mut details = BTreeMap::new();
        if with_texts {
            let mut numbers: Vec<u64> = all.clone().map(|advised| advised.record).collect();
            numbers.sort_unstable();
            numbers.dedup();
            details = numbers.iter().copied().zip(shard.details(&numbers)?).collect();
        }
        let mut wanted: BTreeMap<&str, bool> = BTreeMap::new();
        for advised in all {
            *wanted.entry(&advised.id).or_default() |= with_texts && details.get(&advised.record).is_none_or(lacks_details);
        }
        let wanted: Vec<(&str, bool)> = wanted.into_iter().collect();
        let found = ratings.find_all(&wanted)?;
        let ratings = wanted.iter().zip(found).filter_map(|((cve, _), rating)| Some(((*cve).to_owned(), rating?))).collect();
        Ok(Self { details, ratings })
    }

    fn vulnerability(&self, advised: &Advised, ecosystem: &str, manner: (&SeverityOrder, bool)) -> Vulnerability {
        let details = self.details.get(&advised.record).cloned().unwrap_or_default();
        vulnerability(advised, details, ecosystem, self.ratings.get(&advised.id), manner)
    }
}

/// Whether what NVD says has to stand in.
fn lacks_details(details: &Details) -> bool {
    details.cwe_ids.is_empty() || details.summary.is_empty() && details.description.is_empty()
}

fn vulnerability(
    advised: &Advised,
    details: Details,
    ecosystem: &str,
    known: Option<&CveRating>,
    (order, with_texts): (&SeverityOrder, bool),
) -> Vulnerability {
    let (severity, severity_source, ratings) = rate(advised, ecosystem, known, order);
    if !with_texts {
        return Vulnerability {
            id: advised.id.clone(),
            vendor_ids: advised.vendor_ids.clone(),
            fixed_version: advised.fixed.join(", "),
            upgrade_to: advised.upgrade_to.clone(),
            status: advised.status,
            severity,
            ..Vulnerability::default()
        };
    }
    let others = known.map(|known| &known.details).filter(|_| lacks_details(&details));
    let or = |mine: &str, other: Option<&String>| {
        let text = if mine.is_empty() { other.map_or("", String::as_str) } else { mine };
        text.to_owned()
    };
    let or_list = |mine: Vec<String>, other: Option<&Vec<String>>| {
        if mine.is_empty() { other.cloned().unwrap_or_default() } else { mine }
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    Vulnerability {
        id: advised.id.clone(),
        vendor_ids: advised.vendor_ids.clone(),
        package: 0,
        fixed_version: advised.fixed.join(", "),
        upgrade_to: advised.upgrade_to.clone(),
        status: advised.status,
        severity,
        severity_source,
        ratings,
        exploited: None,
        epss: None,
        data_source: publisher(&advised.lead.id, ecosystem),
        title: or(&details.summary, others.map(|others| &others.summary)),
        description: or(&details.description, others.map(|others| &others.description)),
        primary_url: None,
        cwe_ids: or_list(details.cwe_ids, others.map(|others| &others.cwe_ids)),
        references: or_list(details.references, others.map(|others| &others.references)),
        published: some(or(&advised.lead.published, known.map(|known| &known.published))),
        modified: some(or(&advised.lead.modified, known.map(|known| &known.modified))),
    }
}
