//! All secrets in one table, worst first: what, where, and since when.

use super::grid::{Column, Grid};
use super::paint::Paint;
use super::{Style, summary};
use std::io::{self, Write};
use tidewaiter_model::{Report, Secret};

pub(super) fn write(report: &Report, style: Style, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let mut found: Vec<(&str, &Secret)> =
        report.results.iter().flat_map(|set| set.secrets.iter().map(|secret| (set.target.as_str(), secret))).collect();
    if found.is_empty() {
        return Ok(());
    }
    found.sort_by_key(|(_, secret)| std::cmp::Reverse(secret.severity));
    let counts = summary::counts(found.iter().map(|(_, secret)| secret.severity), paint);
    writeln!(out)?;
    writeln!(out, "{} · {} ({counts})", paint.bold("Secrets"), summary::counted(found.len(), "finding"))?;
    writeln!(out)?;
    let mut grid =
        Grid::new(vec![Column::new("Severity"), Column::new("Secret"), Column::new("Where"), Column::stretching("Match")]);
    for (target, secret) in found {
        grid.row(vec![
            (secret.severity.to_string(), Some(secret.severity)),
            (secret.title.clone(), None),
            (place(target, secret), None),
            (matched(secret), None),
        ]);
    }
    grid.write(style.width, paint, out)
}

/// `/app/.env:3`, `Env DB_PASSWORD`; of a removed file also which layer removed it.
pub(crate) fn place(target: &str, secret: &Secret) -> String {
    let place = match &secret.place {
        Some(place) => place.clone(),
        None if secret.start_line > 0 => format!("{target}:{}", secret.start_line),
        None => target.to_owned(),
    };
    let layers = match (secret.layer, secret.removed_by) {
        (Some(layer), Some(removed_by)) => format!(" (in layer {}, removed by layer {})", layer + 1, removed_by + 1),
        _ => String::new(),
    };
    place + &layers
}

fn matched(secret: &Secret) -> String {
    if secret.encodings.is_empty() {
        return secret.matched.trim_start().to_owned();
    }
    format!("{} (in {})", secret.matched.trim_start(), secret.encodings.join(" in "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_shown_without_their_indent() {
        let secret = Secret { matched: "    key: ****".to_owned(), ..Secret::default() };
        assert_eq!(matched(&secret), "key: ****");
        assert_eq!(matched(&Secret { encodings: vec!["base64".to_owned()], ..secret }), "key: **** (in base64)");
    }
}
