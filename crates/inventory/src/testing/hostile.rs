//! What somebody would write who wants a reader to fall over: the same set for every analyzer, under the path of each of its
//! samples, alone and in the midst of the sample.

use super::samples::{CASES, Case};
use super::{assert_bounded, read};
use crate::{FileFacts, Stat};
use std::time::{Duration, Instant};

/// Far more than any of them needs, also on a busy machine without optimisation; what is quadratic takes minutes.
const LONGEST: Duration = Duration::from_secs(20);

/// Names and bytes of files that no tool would write.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    // Deep enough for whatever calls itself to leave its stack.
    let deep = |open: &str| open.repeat((60_000 / open.len()).max(10_000)).into_bytes();
    let mut aliases = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    let mut entities = "<?xml version=\"1.0\"?><!DOCTYPE p [<!ENTITY e0 \"x\">".to_owned();
    for n in 1..40 {
        let m = n - 1;
        aliases += &format!("a{n}: &a{n} [{}]\n", vec![format!("*a{m}"); 9].join(","));
        entities += &format!("<!ENTITY e{n} \"{}\">", format!("&e{m};").repeat(9));
    }
    entities += "]><project><groupId>&e39;</groupId><artifactId>&e39;</artifactId><version>&e39;</version></project>";
    let external = "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project><groupId>g</groupId>\
                    <artifactId>&x;</artifactId><version>1</version></project>";
    vec![
        ("nothing", Vec::new()),
        ("invalid UTF-8", b"\xff\xfe\xc0\xaf\xed\xa0\x80\xf5".repeat(1000)),
        ("NUL bytes", vec![0; 100_000]),
        ("deep lists", deep("[")),
        ("deep objects", deep("{\"a\":")),
        ("deep lists of objects", deep("[{\"components\":")),
        ("deep dependencies", deep("{\"version\":\"1\",\"dependencies\":{\"a\":")),
        ("deep tuples", deep("{a,")),
        ("deep maps", deep("%{\"a\" => ")),
        ("deep brackets", deep("(")),
        ("deep elements", deep("<a>")),
        ("deep tables", [b"a = ".to_vec(), deep("{a=")].concat()),
        ("deep keys", [b"[".to_vec(), deep("a."), b"a]".to_vec()].concat()),
        ("deep lists of YAML", deep("- ")),
        ("deep maps of YAML", deep("? ")),
        ("deep arrays of PHP", deep("a:1:{i:0;")),
        ("YAML aliases", aliases.into_bytes()),
        ("XML entities", entities.into_bytes()),
        ("an external entity", external.as_bytes().to_vec()),
        ("a number", b"9".repeat(100_000)),
        ("a string", [b"\"", &b"a".repeat(100_000)[..], b"\""].concat()),
        ("open strings", b"\"'`\"\"\"'''".repeat(20_000)),
        ("quotes and backslashes", b"\\\"".repeat(50_000)),
        ("open comments", b"/*//<!--#|=begin\n".repeat(10_000)),
        ("open variables", b"${".repeat(50_000)),
        ("a line", b"a 1 == : = , ".repeat(4_000)),
        ("empty lines", b"\n".repeat(20_000)),
        ("carriage returns", b"\r".repeat(50_000)),
        ("folded lines", b"a: b\n c\n".repeat(4_000)),
        ("spaces", b" ".repeat(100_000)),
        ("commas", b"[1,{},".repeat(50_000)),
        ("duplicate keys", [b"{", &b"\"name\":\"a\",\"version\":1,\"packages\":{},".repeat(5_000)[..], b"\"a\":1}"].concat()),
    ]
}

/// The facts of a file; checked to be bounded, as is the time that they took.
fn assert_endured(case: &Case, what: &str, bytes: &[u8]) -> FileFacts {
    if !case.analyzer.wants(&Stat::new(&case.path, bytes.len() as u64, 0o755)) {
        return FileFacts::default();
    }
    let start = Instant::now();
    let facts = read(case.analyzer, &case.path, bytes);
    assert_bounded(&facts, bytes.len());
    assert!(start.elapsed() < LONGEST, "{} takes {:?} for {what}", case.analyzer.id(), start.elapsed());
    facts
}

/// One sample of each analyzer and path.
fn readers() -> Vec<&'static Case> {
    let mut seen = std::collections::HashSet::new();
    CASES.iter().filter(|case| seen.insert((case.analyzer.id(), &case.path))).collect()
}

#[test]
fn hostile_files_are_endured() {
    let hostile = hostile();
    for (what, bytes) in &hostile {
        for case in readers() {
            assert_endured(case, what, bytes);
            let half = case.bytes.len().min(100_000) / 2;
            let (head, tail) = case.bytes[..half * 2].split_at(half);
            assert_endured(case, what, &[head, bytes, tail].concat());
        }
    }
}

/// A broken program is no program, and none without what these look for is broken; a folder's name or a path is neither.
const NEVER_BROKEN: &[&str] = &[
    "binary",
    "dotnet-assembly",
    "elf-note",
    "gobinary",
    "linux-kernel-modules",
    "hugging-face",
    "nix",
    "rustbinary",
    "graalvm",
    "terraform",
];

#[test]
fn every_analyzer_says_when_a_file_is_broken() {
    let breaks = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let cuts = (1..16).map(|part| bytes[..bytes.len() * part / 16].to_vec());
        cuts.chain([[bytes, b"\xff\xfe\x00{"].concat(), [b"\xff\0{", bytes].concat(), b"{\xff".to_vec()]).collect()
    };
    let says = |case: &Case| breaks(&case.bytes).iter().any(|bytes| !assert_endured(case, "a break", bytes).problems.is_empty());
    let saying: std::collections::BTreeSet<&str> =
        CASES.iter().filter(|case| says(case)).map(|case| case.analyzer.id()).collect();
    let silent: Vec<&str> = crate::analyzers().iter().map(|a| a.id()).filter(|id| !saying.contains(id)).collect();
    assert_eq!(silent, NEVER_BROKEN);
}
