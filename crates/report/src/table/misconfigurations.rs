//! All misconfigurations in one table, worst first: what, where, and how to mend it.

use super::grid::{Column, Grid};
use super::paint::Paint;
use super::{Style, summary};
use std::io::{self, Write};
use tidewaiter_model::{CheckStatus, Misconfiguration, Report};

pub(super) fn write(report: &Report, style: Style, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let mut told: Vec<(&str, &Misconfiguration)> =
        report.results.iter().flat_map(|set| set.misconfigurations.iter().map(|found| (set.target.as_str(), found))).collect();
    if told.is_empty() {
        return Ok(());
    }
    let rank = |found: &Misconfiguration| match found.status {
        CheckStatus::Fail => 0,
        CheckStatus::Exception => 1,
        CheckStatus::Pass => 2,
    };
    told.sort_by(|(_, a), (_, b)| rank(a).cmp(&rank(b)).then_with(|| b.severity.cmp(&a.severity)));
    let failures = || told.iter().filter(|(_, found)| found.status == CheckStatus::Fail);
    let counts = summary::counts(failures().map(|(_, found)| found.severity), paint);
    let counts = if counts.is_empty() { counts } else { format!(" ({counts})") };
    writeln!(out)?;
    writeln!(out, "{} · {}{counts}", paint.bold("Misconfigurations"), summary::counted(failures().count(), "finding"))?;
    writeln!(out)?;
    let mut grid =
        Grid::new(vec![Column::new("Severity"), Column::new("Check"), Column::new("Where"), Column::stretching("What is wrong")]);
    for (target, found) in told {
        let (word, severity) = match found.status {
            CheckStatus::Fail => (found.severity.to_string(), Some(found.severity)),
            CheckStatus::Exception => ("accepted".to_owned(), None),
            CheckStatus::Pass => ("pass".to_owned(), None),
        };
        grid.row(vec![
            (word, severity),
            (found.id.clone(), None),
            (place(target, found), None),
            (if found.message.is_empty() { found.title.clone() } else { found.message.clone() }, None),
        ]);
    }
    grid.write(style.width, paint, out)
}

/// `deploy.yaml:12 Deployment 'web'`, `/etc/shadow`, `Dockerfile:3`. What the message names is not said twice.
pub(crate) fn place(target: &str, found: &Misconfiguration) -> String {
    let line = if found.cause.start_line > 0 { format!(":{}", found.cause.start_line) } else { String::new() };
    match found.cause.resource.as_str() {
        "" => format!("{target}{line}"),
        resource if found.cause.start_line > 0 && resource.split(", ").all(|part| found.message.contains(part)) => {
            format!("{target}{line}")
        }
        resource if resource.starts_with('/') => resource.to_owned(),
        resource if found.cause.start_line == 0 => resource.to_owned(),
        resource => format!("{target}{line} {resource}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::Cause;

    #[test]
    fn what_the_message_names_is_not_said_twice() {
        let of = |resource: &str, start_line, message: &str| {
            let cause = Cause { resource: resource.to_owned(), start_line, ..Cause::default() };
            place("a.yaml", &Misconfiguration { message: message.to_owned(), cause, ..Misconfiguration::default() })
        };
        assert_eq!(of("Pod 'x', container 'a'", 8, "container 'a' of Pod 'x' runs as root"), "a.yaml:8");
        assert_eq!(of("Pod 'x'", 8, "the port is open"), "a.yaml:8 Pod 'x'");
        assert_eq!(of("/etc/shadow", 0, "root has no password"), "/etc/shadow");
    }
}
