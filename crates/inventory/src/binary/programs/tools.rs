//! Commands and libraries.

use crate::binary::evidence::Evidence::{After, Alone, Before};
use crate::binary::evidence::Then::{Anything, Later, Text};
use crate::binary::evidence::{END, LETTERED, THREE, THREE_OR_FOUR, TWO, TWO_OR_THREE};
use crate::binary::program::Files::{Library, Named};
use crate::binary::program::Program;

pub(super) const PROGRAMS: &[Program] = &[
    // These two say that they are compatible with a version of OpenSSL.
    Program::unjudged("aws-lc", &[Named("openssl"), Library("libcrypto")], &[After(b"AWS-LC ", THREE, Text(b")"))]),
    Program::unjudged("libressl", &[Named("openssl"), Library("libcrypto")], &[After(b"LibreSSL ", THREE, Anything)]),
    Program::unjudged("openssl", &[Named("openssl"), Library("libcrypto")], &[After(b"OpenSSL ", LETTERED, Later(b" 20"))]),
    Program::unjudged("curl", &[Named("curl")], &[After(b"curl/", THREE, Anything)]),
    Program::unjudged(
        "curl",
        &[Library("libcurl"), Library("libcurl-gnutls"), Library("libcurl-nss")],
        &[After(b"libcurl/", THREE, Anything)],
    ),
    Program::unjudged("busybox", &[Named("busybox")], &[After(b"BusyBox v", THREE, Anything)]),
    Program::unjudged("bash", &[Named("bash")], &[After(b"@(#)Bash version ", THREE, Text(b"("))]),
    Program::judged("git", &[Named("git")], &[After(b"git/", THREE, END)]),
    Program::judged("sqlite", &[Named("sqlite3"), Library("libsqlite3")], &[Alone("", "3.", THREE_OR_FOUR)]),
    Program::unjudged("zlib", &[Library("libz")], &[After(b" deflate ", TWO_OR_THREE, Later(b"Copyright"))]),
    Program::unjudged("zstd", &[Named("zstd")], &[After(b"\0v", THREE, Text(b"\0Zstandard CLI")), Alone("v", "", THREE)]),
    Program::unjudged("zstd", &[Library("libzstd")], &[Alone("", "1.", THREE)]),
    Program::unjudged("xz", &[Named("xz")], &[After(b"xz (XZ Utils) ", THREE, Anything)]),
    Program::unjudged("xz", &[Library("liblzma")], &[Alone("", "5.", THREE)]),
    Program::unjudged("gzip", &[Named("gzip")], &[Alone("", "1.", TWO)]),
    Program::unjudged("jq", &[Named("jq")], &[Alone("", "1.", TWO_OR_THREE), After(b"\0jq-", TWO_OR_THREE, END)]),
    Program::unjudged("util-linux", &[Named("getopt")], &[After(b"\0util-linux ", TWO_OR_THREE, END)]),
    Program::unjudged("ffmpeg", &[Named("ffmpeg"), Named("ffprobe")], &[After(b"%s version ", TWO_OR_THREE, Anything)]),
    Program::unjudged("ffmpeg", &[Library("libavcodec")], &[After(b"FFmpeg version ", TWO_OR_THREE, Anything)]),
    Program::unjudged("chrome", &[Named("chrome")], &[Before(b"Default", THREE_OR_FOUR)]),
    // PHP archives: the first package is the program itself.
    Program::judged(
        "composer",
        &[Named("composer"), Named("composer.phar")],
        &[After(b"'pretty_version' => '", THREE, Text(b"'"))],
    ),
    Program::judged("wp-cli", &[Named("wp"), Named("wp-cli.phar")], &[After(b"wp-cli/wp-cli ", THREE, Anything)]),
];
