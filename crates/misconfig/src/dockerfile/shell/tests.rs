//! Tests of how commands are parted.

use super::*;

fn shown(text: &str) -> String {
    let one = |command: &Command| {
        let link = match command.link {
            Link::Next => "",
            Link::And => "&& ",
            Link::Or => "|| ",
            Link::Pipe => "| ",
        };
        let marks = [(command.has_sudo, "sudo:"), (command.is_inner, "inner:")];
        let marks: String = marks.iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| *mark).collect();
        let writes: String = command.writes.iter().map(|file| format!(" >{file}")).collect();
        format!("{link}{marks}{}{writes}", command.words.join("·"))
    };
    of_text(text).iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn commands_are_parted() {
    let table = [
        ("a b && c || d; e | f & g", "a·b && c || d e | f g"),
        ("a 'b c' \"d $E\" f\\ g", "a·b c·d $E·f g"),
        ("A=b C='d e' make x", "make·x"),
        ("sudo -E -u app env X=1 apt-get -y install a", "sudo:apt-get·-y·install·a"),
        ("sh -c 'a && b' && c", "sh·-c·a && b inner:a && inner:b && c"),
        ("bash -lc \"a; b\"", "bash·-lc·a; b inner:a inner:b"),
        ("(cd a && b) && c", "inner:cd·a && inner:b && c"),
        ("echo $(a | b) `c d`", "inner:a | inner:b inner:c·d echo·$()·$()"),
        ("if a; then b; else c; fi", "a b c"),
        ("for x in 1 2; do a $x; done", "for·x·in·1·2 a·$x"),
        ("set -eux; \n a # b && c\n d", "set·-eux a d"),
        ("a > b 2>&1 >> c 2>/dev/null < d", "a >b >c >/dev/null"),
        ("cat <<END > x\nsudo a\nEND\nb", "cat >x b"),
        ("echo $((1 + (2))) ${A:-b c}", "echo·$()·${A:-b c}"),
        ("xargs -n 1 apt-get install -y < list", "apt-get·install·-y"),
        ("/usr/bin/apt-get update", "/usr/bin/apt-get·update"),
        ("a |& b &> c", "a | b >c"),
        ("a &&\n\n b", "a && b"),
        ("eval 'a && b'", "eval·a && b inner:a && inner:b"),
        ("sudo", "sudo"),
        ("A=$(b) c", "inner:b c"),
        ("echo a#b 'c", "echo·a#b·c"),
    ];
    for (text, wanted) in table {
        assert_eq!(shown(text), wanted, "{text}");
    }
}

#[test]
fn scripts_are_read_if_a_shell_reads_them() {
    assert_eq!(of_script("#!/usr/bin/env bash\na\n").len(), 1);
    assert_eq!(of_script("#!/bin/sh -e\na\nb\n").len(), 2);
    assert_eq!(of_script("#!/usr/bin/env python3\nimport os\n").len(), 0);
}
