//! Tests of the parser: what BuildKit does, what is wrong, what is hostile.

use super::*;

/// All that was read, a line each.
fn listing(text: &str) -> String {
    let dockerfile = parse(text);
    let mut out = String::new();
    for stage in &dockerfile.stages {
        let known = if stage.base.is_known { "" } else { " (not known)" };
        let name = stage.name.as_ref().map_or(String::new(), |name| format!(" as {name}"));
        let parent = stage.parent.map_or(String::new(), |parent| format!(" on stage {parent}"));
        out += &format!("{:?} FROM {}{known}{name}{parent}\n", stage.lines, stage.base.value);
        for one in &stage.instructions {
            out += &format!("{:?} {:?}{}", one.lines, one.keyword, if one.is_trigger { " (on build)" } else { "" });
            for flag in &one.flags {
                out += &format!(" --{}={}", flag.name, flag.value);
            }
            for word in &one.args {
                out += &format!(" {:?}{}", word.value, if word.is_known { "" } else { "?" });
            }
            for (name, value) in &one.pairs {
                out += &format!(" {name}={:?}", value.as_ref().map(|word| &word.value));
            }
            for command in &one.commands {
                out += &format!(" {:?}", command.words);
            }
            for heredoc in &one.heredocs {
                out += &format!(" <<{}{:?}", heredoc.name, heredoc.body);
            }
            out += "\n";
        }
    }
    for (line, message) in &dockerfile.problems {
        out += &format!("problem in line {line}: {message}\n");
    }
    out
}

#[test]
fn a_large_file_is_read() {
    insta::assert_snapshot!(listing(include_str!("../testdata/large.dockerfile")));
}

#[test]
fn windows_files_are_read() {
    insta::assert_snapshot!(listing(include_str!("../testdata/windows.dockerfile")), @r#"
    (4, 4) FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
    (5, 5) Workdir "C:\\app"
    (6, 9) Run ["a", "&", "b"]
    (10, 10) Copy "src\\a" "C:\\app\\"
    "#);
}

#[test]
fn variables_are_replaced() {
    let table = [
        ("$A", "a.tar.gz"),
        ("${A}x", "a.tar.gzx"),
        ("${NONE:-y$A}", "ya.tar.gz"),
        ("${EMPTY:-y}", "y"),
        ("${EMPTY-y}", ""),
        ("${A:-y}", "a.tar.gz"),
        ("${A:+y}", "y"),
        ("${EMPTY:+y}", ""),
        ("${A#*.}", "tar.gz"),
        ("${A##*.}", "gz"),
        ("${A%.*}", "a.tar"),
        ("${A%%.*}", "a"),
        ("${A/tar/zip}", "a.zip.gz"),
        ("${A//a/b}", "b.tbr.gz"),
        ("'$A'", "$A"),
        ("\"$A\"", "a.tar.gz"),
        ("\\$A", "$A"),
        ("$A$", "a.tar.gz$"),
        ("${NONE:-${EMPTY:-${A}}}", "a.tar.gz"),
    ];
    for (raw, wanted) in table {
        let dockerfile = parse(&format!("FROM a\nENV A=a.tar.gz EMPTY=\nEXPOSE {raw}"));
        let word = dockerfile.of(Keyword::Expose).next().and_then(|expose| expose.args.first());
        assert_eq!(word.and_then(Word::known), Some(wanted), "{raw}");
    }
    for raw in ["$NONE", "${NONE}", "${NONE:?no}", "${A", "${}", "${A:=x}", "${NONE#x}", "${A/a*/b}"] {
        let dockerfile = parse(&format!("FROM a\nENV A=a.tar.gz\nEXPOSE {raw}"));
        let word = dockerfile.of(Keyword::Expose).next().and_then(|expose| expose.args.first());
        assert_eq!(word.and_then(Word::known), None, "{raw}");
    }
}

#[test]
fn arguments_have_the_scope_that_the_reference_gives_them() {
    let text = "ARG V=1\nARG W=2\nFROM a:$V AS a\nARG V\nENV E=$V\nEXPOSE $V $W $E\nFROM a\nEXPOSE $V $E\nFROM b:${X:-3}";
    let dockerfile = parse(text);
    let bases: Vec<_> = dockerfile.stages.iter().map(|stage| stage.base.value.as_str()).collect();
    assert_eq!(bases, ["a:1", "a", "b:3"]);
    let words: Vec<_> = dockerfile.of(Keyword::Expose).flat_map(|one| &one.args).map(Word::known).collect();
    assert_eq!(words, [Some("1"), None, Some("1"), None, Some("1")]);
}

#[test]
fn what_is_wrong_is_told_and_the_rest_is_read() {
    insta::assert_snapshot!(listing("RUN x\nFROM a b c\nFOO bar\nRUN\nONBUILD FROM x\nUSER app\nRUN <<END\na\nb\n"), @r#"
    (0, 0) FROM 
    (1, 1) Run ["x"]
    (2, 2) FROM a
    (6, 6) User "app"
    (7, 9) Run ["a"] ["b"] <<END"a\nb\n"
    problem in line 1: only ARG may stand above the first FROM
    problem in line 2: FROM takes an image, or an image AS a name
    problem in line 3: unknown instruction FOO
    problem in line 4: RUN says nothing
    problem in line 5: ONBUILD cannot trigger FROM
    problem in line 7: the heredoc "END" never ends
    "#);
    assert_eq!(parse("").problems, [(1, "no FROM".to_owned())]);
    assert_eq!(parse("# escape=x\nFROM a").problems, [(1, "\"x\" cannot be the escape character".to_owned())]);
}

#[test]
fn hostile_files_stay_small_and_quick() {
    let doubling: String = (0..1000).map(|n| format!("ENV A{n}=$A{0}$A{0}x\n", n.max(1) - 1)).collect();
    assert_eq!(parse(&format!("FROM a\nENV A0=xx\n{doubling}")).problems, []);
    for text in [
        "FROM ".to_owned() + &"${A:-".repeat(50_000),
        "FROM a\nRUN ".to_owned() + &"$(".repeat(50_000),
        "FROM a\nRUN ".to_owned() + &"`".repeat(50_000),
        "FROM a\nRUN ".to_owned() + &"(".repeat(50_000),
        "FROM a\nRUN ".to_owned() + &"sh -c '".repeat(20_000),
        "FROM a\n".to_owned() + &"RUN <<A <<B\n".repeat(20_000),
        "FROM a AS a\nENV B=c\n".repeat(20_000),
        "FROM a\nRUN ".to_owned() + &"--mount=type=secret ".repeat(20_000) + "a",
        "FROM a\nRUN [".to_owned() + &"[".repeat(50_000),
    ] {
        parse(&text);
    }
}

proptest::proptest! {
    #[test]
    fn nothing_panics(text in "(FROM |RUN |ENV |COPY |<<A|\\\\\n|\n|#|\\$\\{|:-|\\}|'|\"|\\(|\\)|`|[a-z= ]|\\PC){0,80}") {
        let dockerfile = parse(&text);
        for stage in &dockerfile.stages {
            proptest::prop_assert!(stage.instructions.iter().all(|one| one.lines.0 <= one.lines.1));
        }
    }
}
