//! Interpreters, runtimes and compilers.

use crate::binary::evidence::Evidence::{After, Alone, Before, ContinuesName};
use crate::binary::evidence::Then::{Anything, Later, Text};
use crate::binary::evidence::{END, THREE, THREE_OR_FOUR};
use crate::binary::program::Files::{Hashed, Library, Named, Versioned};
use crate::binary::program::Program;

pub(super) const PROGRAMS: &[Program] = &[
    Program::judged(
        "python",
        &[Versioned("python"), Library("libpython")],
        &[ContinuesName(THREE), Before(b"\0%.80s (%.80s) ", THREE)],
    ),
    Program::unjudged("pypy", &[Library("libpypy")], &[After(b"[PyPy ", THREE, Anything)]),
    Program::judged(
        "node",
        &[Named("node"), Named("nodejs"), Library("libnode")],
        &[
            After(b"node.js/v", THREE, Anything),
            After(b"nodejs.org/download/release/v", THREE, Text(b"/")),
            // Up to 6.
            Alone("v", "", THREE),
        ],
    ),
    Program::unjudged("bun", &[Named("bun")], &[After(b"Bun v", THREE, Text(b" ("))]),
    Program::unjudged(
        "deno",
        &[Named("deno")],
        // A part of it has a name and version of the same form.
        &[After(b"Deno/", THREE, Text(b"Deno/")), After(b"Deno/", THREE, Anything)],
    ),
    Program::judged(
        "php",
        &[Versioned("php"), Versioned("php-cgi"), Versioned("php-fpm"), Library("libphp")],
        &[After(b"X-Powered-By: PHP/", THREE, Anything)],
    ),
    Program::judged("ruby", &[Versioned("ruby"), Library("libruby")], &[After(b"ruby ", THREE, Later(b"(20"))]),
    Program::unjudged(
        "perl",
        &[Versioned("perl"), Library("libperl")],
        &[After(b"\0v", THREE, Text(b"\0panic")), After(b"/lib/perl5/", THREE, Anything)],
    ),
    Program::judged("lua", &[Versioned("lua"), Library("liblua")], &[After(b"$LuaVersion: Lua ", THREE, Anything)]),
    Program::unjudged("julia", &[Named("libjulia-internal.so")], &[After(b"__init__\0", THREE, Text(b"\0verify"))]),
    Program::unjudged("dart", &[Named("dart")], &[Before(b" (stable)", THREE)]),
    Program::unjudged(
        "ghc",
        &[Named("ghc"), Versioned("ghc-")],
        &[After(b"\0GHC ", THREE, END), After(b"libHSghc-", THREE, Text(b"-"))],
    ),
    Program::unjudged(
        "cabal",
        &[Named("cabal")],
        &[After(b"\0Cabal-", THREE_OR_FOUR, Text(b"-")), After(b"cabal-install-", THREE_OR_FOUR, Text(b"-"))],
    ),
    Program::unjudged("stack", &[Named("stack")], &[After(b"Version ", THREE, Text(b", Git"))]),
    Program::unjudged("swipl", &[Named("swipl")], &[After(b"swipl-", THREE, Text(b"/"))]),
    Program::unjudged("rust", &[Hashed("libstd-")], &[After(b"(rustc version ", THREE, Text(b" ("))]),
    Program::unjudged("gcc", &[Named("gcc")], &[After(b"GCC: (GNU) ", THREE, Anything)]),
    Program::unjudged(
        "erlang",
        &[Named("beam.smp"), Named("erlexec")],
        &[After(b"/src/otp_src_", THREE_OR_FOUR, Text(b"/erts/")), After(b"/src/otp-", THREE_OR_FOUR, Text(b"/erts/"))],
    ),
];
