//! Servers, and the clients that come with them.

use crate::binary::evidence::Evidence::{After, Alone, Before};
use crate::binary::evidence::Then::{Anything, Later};
use crate::binary::evidence::{END, LETTERED, THREE, THREE_WITH_LONG_MINOR, TWO_OR_THREE, UP_TO_THREE};
use crate::binary::program::Files::{Library, Named};
use crate::binary::program::Program;

pub(super) const PROGRAMS: &[Program] = &[
    Program::judged(
        "nginx",
        &[Named("nginx"), Named("openresty")],
        // OpenResty's version is that of its nginx with a number of its own.
        &[After(b"nginx version: nginx/", THREE, Anything), After(b"nginx version: openresty/", THREE, Anything)],
    ),
    Program::unjudged("httpd", &[Named("httpd"), Named("apache2")], &[After(b"Apache/", THREE, Anything)]).advised_as("apache"),
    Program::judged(
        "redis",
        &[Named("redis-server"), Named("redis-check-rdb")],
        &[Before(b"c11-builtin", THREE), Alone("", "", THREE), After(b"Redis version ", THREE, Anything)],
    ),
    Program::judged(
        "valkey",
        &[Named("valkey-server")],
        // The version, the building machine and the time of the build are one text.
        &[After(b"valkey", THREE, Later(b"-")), Before(b"c11-builtin", THREE), Alone("", "", THREE)],
    ),
    // What advisories say of it are Redis's versions.
    Program::unjudged("keydb", &[Named("keydb-server")], &[Before(b"c11-builtin", THREE), Alone("", "", THREE)]),
    Program::judged("memcached", &[Named("memcached")], &[After(b"memcached ", THREE, Anything)]),
    Program::judged("postgresql", &[Named("postgres")], &[After(b"\0PostgreSQL ", UP_TO_THREE, Later(b" on "))]),
    Program::judged("pgbouncer", &[Named("pgbouncer")], &[After(b"PgBouncer ", THREE, END)]),
    Program::judged(
        "mariadb",
        &[Named("mariadbd"), Named("mariadb"), Named("mysqld"), Named("mysql")],
        &[Before(b"-MariaDB\0", THREE), Before(b"-MariaDB-log\0", THREE)],
    ),
    Program::unjudged(
        "percona-server",
        &[Named("mysqld"), Named("mysql")],
        &[After(b"/percona-server-", TWO_OR_THREE, Anything)],
    ),
    Program::unjudged(
        "percona-xtradb-cluster",
        &[Named("mysqld"), Named("mysql")],
        &[After(b"/Percona-XtraDB-Cluster-", TWO_OR_THREE, Anything)],
    ),
    Program::unjudged("percona-xtrabackup", &[Named("xtrabackup")], &[After(b"/percona-xtrabackup-", TWO_OR_THREE, Anything)]),
    Program::unjudged(
        "mysql",
        &[Named("mysqld"), Named("mysql")],
        &[Before(b"mysql_real_esc", THREE), After(b"/mysql-", TWO_OR_THREE, Anything)],
    ),
    Program::judged(
        "mongodb",
        &[Named("mongod")],
        &[Before(b"cppdefines", THREE), Before(b"heap_size", THREE), Before(b"tcmalloc", THREE)],
    ),
    Program::judged("arangodb", &[Named("arangosh")], &[Before(b" enterprise [linux]", THREE), Before(b" [linux]", THREE)]),
    Program::judged(
        "haproxy",
        &[Named("haproxy")],
        &[After(b" version ", TWO_OR_THREE, Later(b", released 20")), After(b"HA-Proxy version ", TWO_OR_THREE, Anything)],
    ),
    Program::judged("envoy", &[Named("envoy")], &[Alone("", "1.", THREE_WITH_LONG_MINOR)]),
    Program::judged("varnish", &[Named("varnishd")], &[After(b"varnish-", THREE, Later(b" revision "))]),
    Program::judged(
        "fluent-bit",
        &[Named("fluent-bit")],
        &[Before(b"Fluent Bit", THREE), Before(b"%sFluent Bit", THREE), Before(b"\x1b[1m\0%sFluent Bit", THREE)],
    ),
    Program::unjudged("lighttpd", &[Named("lighttpd")], &[After(b"lighttpd/", THREE, Anything)]),
    Program::unjudged("proftpd", &[Named("proftpd")], &[After(b"ProFTPD Version ", LETTERED, END)]),
    Program::judged(
        "openldap",
        &[Named("slapd"), Named("ldapsearch")],
        &[After(b"$OpenLDAP: slapd ", THREE, Anything), After(b"$OpenLDAP: ldapsearch ", THREE, Anything)],
    ),
    Program::unjudged("qtbase", &[Library("libQt5Core"), Library("libQt6Core")], &[After(b"Qt ", THREE, Later(b"("))]),
];
