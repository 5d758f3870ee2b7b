//! Which edition of Amazon Linux an erratum is for, and which line of versions.
//!
//! Each package names its edition (`2.29-1.amzn2`), and so does the erratum's id: `ALAS-2018-1` (the first), `ALAS2-2018-1`,
//! `ALAS2023-2024-1`. Extras of Amazon Linux 2 have ids with their topic: `ALASPOSTGRESQL14-2023-1`, `ALAS2KERNEL-5.10-2022-1`.
//! Several lines of one package live side by side there (kernel 4.14 in the core, 5.4, 5.10 and 5.15 in extras), and a fix of one
//! says nothing of the others.

use super::Build;
use crate::record::Affected;

pub(super) fn affected(id: &str, build: &Build<'_>) -> Option<Affected> {
    let (edition, topic) = edition_and_topic(id);
    let edition = of_package(build.release).or(edition)?;
    let line = topic_version(topic).and_then(|line| start_of_line(&build.version, line));
    Some(build.affected(edition, line.as_deref().unwrap_or("0")))
}

fn of_package(release: &str) -> Option<&'static str> {
    const MARKS: [(&str, &str); 5] =
        [("amzn1", "1"), ("amzn2", "2"), ("amzn2022", "2022"), ("amzn2023", "2023"), ("al2022", "2022")];
    release.split('.').find_map(|part| MARKS.iter().find(|(mark, _)| *mark == part)).map(|(_, edition)| *edition)
}

/// `2` and `KERNEL-5.10` of `ALAS2KERNEL-5.10-2022-001`.
fn edition_and_topic(id: &str) -> (Option<&'static str>, &str) {
    let Some(rest) = id.strip_prefix("ALAS") else { return (None, "") };
    let name = rest.rsplitn(3, '-').nth(2).unwrap_or("");
    for edition in ["2023", "2022", "2"] {
        if let Some(topic) = name.strip_prefix(edition) {
            return (Some(edition), topic);
        }
    }
    // Topics without an edition are those of Amazon Linux 2, which alone has extras.
    (Some(if name.is_empty() { "1" } else { "2" }), name)
}

/// `5.10` of `KERNEL-5.10`, `14` of `POSTGRESQL14`.
fn topic_version(topic: &str) -> Option<&str> {
    let name = topic.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    topic.get(name.len()..).filter(|version| !version.is_empty() && !name.is_empty())
}

/// The first version of a line, `3:10.5` of `3:10.5.18-1` and the line `10.5`; `None` if the version is of another.
fn start_of_line(version: &str, line: &str) -> Option<String> {
    let bare = version.split_once(':').map_or(version, |(_, bare)| bare);
    let rest = bare.strip_prefix(line)?;
    let epoch = version.get(..version.len() - bare.len())?;
    (!rest.starts_with(|next: char| next.is_ascii_digit())).then(|| format!("{epoch}{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_and_lines_are_told_apart() {
        let told = |id: &str, version: &str, release: &str| {
            let build = Build { name: "a", release, version: format!("{version}-{release}") };
            affected(id, &build).map(|affected| format!("{} {:?}", affected.release, affected.ranges[0][0]))
        };
        assert_eq!(told("ALAS-2018-939", "4.9", "1.amzn1").unwrap(), r#"1 Introduced("0")"#);
        assert_eq!(told("ALAS2-2018-939", "4.9", "1.amzn2").unwrap(), r#"2 Introduced("0")"#);
        assert_eq!(told("ALAS2023-2024-001", "8.7p1", "12.amzn2023.0.3").unwrap(), r#"2023 Introduced("0")"#);
        assert_eq!(told("ALAS2023-2024-001", "8.7p1", "12").unwrap(), r#"2023 Introduced("0")"#);
        assert_eq!(told("ALASPOSTGRESQL14-2023-003", "14.9", "1.amzn2.0.1").unwrap(), r#"2 Introduced("14")"#);
        assert_eq!(told("ALAS2KERNEL-5.10-2022-001", "5.10.1", "1").unwrap(), r#"2 Introduced("5.10")"#);
        assert_eq!(told("ALAS2KERNEL-5.4-2022-001", "5.41.1", "1").unwrap(), r#"2 Introduced("0")"#);
        assert_eq!(told("ALASDOCKER-2021-001", "20.10.4", "1.amzn2").unwrap(), r#"2 Introduced("0")"#);
        assert_eq!(told("ALAS2MARIADB10.5-2023-001", "3:10.5.18", "1.amzn2").unwrap(), r#"2 Introduced("3:10.5")"#);
        assert_eq!(told("OTHER-1", "1", "1"), None);
    }
}
