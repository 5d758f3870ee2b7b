//! Whether facts may be kept: a file on a disk must not hold what a report would not show.
//!
//! Secrets and lines of files are masked where they are found. Names, paths and messages are masked when a report is made of them, since
//! before that they have to be what they are. Where one of them is a secret, its layer is read anew each time.

use crate::mask::Mask;
use crate::survey::LayerFacts;
use tidewaiter_image::LayerOutcome;
use tidewaiter_inventory::FileFacts;
use tidewaiter_model::{Package, Problem};

/// Whether nothing in the facts of a layer is a secret.
pub(super) fn is_fit(facts: &LayerFacts, outcome: &LayerOutcome, mask: &Mask<'_>) -> bool {
    let is_shown = |texts: &mut dyn Iterator<Item = &str>| mask.shows(&texts.collect::<Vec<_>>().join("\n"));
    let checked = facts.checked.iter().flat_map(|checked| {
        let results = checked.results.iter().flat_map(|result| [result.message.as_str(), &result.cause.resource]);
        results.chain(problems(&checked.problems)).chain([checked.path.as_str()])
    });
    let others = facts.links.iter().flat_map(|(path, target)| [path.as_str(), target]);
    let others = others.chain(facts.notes.keys().map(String::as_str)).chain(facts.secrets.iter().map(|(path, _)| path.as_str()));
    let members = facts.secrets.iter().flat_map(|(_, secrets)| secrets).filter_map(|secret| secret.member.as_deref());
    is_shown(&mut others.chain(members).chain(problems(&facts.problems)).chain(problems(&outcome.problems)))
        && is_shown(&mut { checked })
        && facts.files.iter().all(|file| is_shown(&mut of_file(file)))
}

fn of_file(file: &FileFacts) -> impl Iterator<Item = &str> {
    let owned = file.owned.iter().flat_map(|owned| owned.paths.iter().map(String::as_str).chain([owned.package.as_str()]));
    let licensed = file.licenses.iter().flat_map(|stated| stated.licenses.iter().map(String::as_str));
    let texts = file.packages.iter().flat_map(of_package).chain(owned).chain(licensed).chain(problems(&file.problems));
    texts.chain([file.path.as_str()])
}

fn of_package(package: &Package) -> impl Iterator<Item = &str> {
    let Package { name, version, licenses, maintainer, third_party, depends_on, modularity, purl, source, .. } = package;
    let purl = purl.iter().flat_map(|purl| {
        let qualifiers = purl.qualifiers.iter().map(|(_, value)| value.as_str());
        qualifiers.chain([purl.namespace.as_str(), &purl.subpath])
    });
    let optional = [maintainer, third_party, modularity].into_iter().flatten().map(String::as_str);
    let source = source.iter().flat_map(|source| [source.name.as_str(), &source.version]);
    let lists = licenses.iter().chain(depends_on).map(String::as_str);
    [name.as_str(), version].into_iter().chain(lists).chain(optional).chain(source).chain(purl)
}

fn problems(problems: &[Problem]) -> impl Iterator<Item = &str> {
    problems.iter().flat_map(|problem| [problem.path.as_str(), &problem.message])
}
