//! Files that hold passwords and little else: whatever stands there is one, be it a word.
//!
//! Formats: curl's and ftp's `.netrc` (<https://everything.curl.dev/usingcurl/netrc.html>), PostgreSQL's `.pgpass`
//! (<https://www.postgresql.org/docs/current/libpq-pgpass.html>), Git's `.git-credentials` (<https://git-scm.com/docs/git-credential-store>),
//! MySQL's `.my.cnf`, Apache's `.htpasswd` (<https://httpd.apache.org/docs/current/misc/password_encryptions.html>), `rclone.conf`, Composer's
//! `auth.json`, Cargo's `credentials.toml`, FileZilla's `sitemanager.xml`, `.s3cfg`.
//!
//! Limits: the key of Rails (`master.key`) and of others whose file has nothing but the key have no text by which they could be found.

use crate::proof::credentials;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "netrc-password",
        title: "Password in .netrc",
        category: "Generic",
        severity: Severity::High,
        anchors: &["password "],
        form: Form::Around { before: 0, pattern: r"\Apassword\s{1,20}(?<secret>[^\s]{3,200})" },
        proof: credentials::is_of_file,
        paths: &["/.netrc", "/_netrc"],
        examples: in_tests(&[
            "machine api.acme.io login ci password FXEWxJEDYTPN",
            "machine api.acme.io\n  login ci\n  password  prxjkuwtuvug\n",
        ]),
        lookalikes: in_tests(&["machine x login y password $TOKEN", "machine x login y password password"]),
        ..Rule::BASE
    },
    Rule {
        id: "pgpass-password",
        title: "Password in .pgpass",
        category: "Database",
        severity: Severity::High,
        anchors: &[":5432:", ":*:", ":5433:", ":6432:"],
        form: Form::Around {
            before: 200,
            pattern: r"(?m)\A[^\x00]{0,200}?^[^#:\n]{1,100}:(?:[0-9]{1,5}|\*):[^:\n]{1,60}:[^:\n]{1,60}:(?<secret>[^\s:][^\r\n]{2,100})\r?$",
        },
        proof: credentials::is_of_file,
        paths: &["/.pgpass", "/pgpass.conf"],
        examples: in_tests(&["db.acme.io:5432:app:app:aXIQA48ujYnd\n", "*:*:*:postgres:EwjxWFhck6\n"]),
        lookalikes: in_tests(&["# hostname:5432:database:username:password\n", "db.acme.io:5432:app:app\n"]),
        ..Rule::BASE
    },
    Rule {
        id: "git-credentials",
        title: "Password in .git-credentials",
        category: "Git",
        severity: Severity::Critical,
        anchors: &["https://", "http://"],
        form: Form::Around { before: 0, pattern: r"\Ahttps?://[^\s:/@]{1,100}:(?<secret>[^\s@/]{3,500})@[0-9a-zA-Z]" },
        proof: credentials::is_of_file,
        paths: &["/.git-credentials"],
        examples: in_tests(&[
            concat!("https:", "//ci:U1hmHMEApJ73F8AsaAvI@git.acme.io\n"),
            concat!("http:", "//ci:fvkqonynvv@git.acme.io"),
        ]),
        lookalikes: in_tests(&["https://git.acme.io", "https://ci:${TOKEN}@git.acme.io"]),
        ..Rule::BASE
    },
    Rule {
        id: "mysql-client-password",
        title: "Password in .my.cnf",
        category: "Database",
        severity: Severity::High,
        anchors: &["password"],
        form: Form::Assigned(r"[^\s]{3,100}"),
        proof: credentials::is_of_file,
        paths: &["/.my.cnf", "/debian.cnf"],
        examples: in_tests(&["[client]\nuser = app\npassword = KoZ6ri7V7T\n", r#"password="tnpLT3CST6""#]),
        lookalikes: in_tests(&["password = $PASSWORD", "#password = password"]),
        ..Rule::BASE
    },
    Rule {
        id: "htpasswd-hash",
        title: "Password Hash in .htpasswd",
        category: "Generic",
        severity: Severity::Medium,
        anchors: &["$apr1$", "$2y$", "$2a$", "$2b$", "{SHA}", "$5$", "$6$"],
        form: Form::Around {
            before: 0,
            pattern: r"\A(?<secret>\$apr1\$[0-9A-Za-z./]{1,8}\$[0-9A-Za-z./]{22}|\$2[aby]\$[0-9]{2}\$[0-9A-Za-z./]{53}|\{SHA\}[0-9A-Za-z+/]{27}=|\$[56]\$(?:rounds=[0-9]+\$)?[0-9A-Za-z./]{1,16}\$[0-9A-Za-z./]{43,86})",
        },
        paths: &["/.htpasswd", "/htpasswd"],
        examples: in_tests(&[
            "admin:$apr1$7q5eqYG5$X08ghIsPxFZVbD7n8XH1FU\n",
            "admin:$2y$10$yRRvUSaUK8T2Z7brvlE1nvOfix1hyeWohtHjmhPEybZcUmhwXpc9B\n",
        ]),
        lookalikes: in_tests(&["admin:$apr1$short\n", "admin:{SHA}="]),
        ..Rule::BASE
    },
    Rule {
        id: "rclone-password",
        title: "Password in rclone.conf",
        category: "rclone",
        severity: Severity::High,
        anchors: &["pass", "token", "secret_access_key", "client_secret"],
        form: Form::Assigned("[0-9A-Za-z_+/=-]{22,2000}"),
        entropy: 3.5,
        proof: credentials::is_of_file,
        paths: &["/rclone.conf"],
        examples: in_tests(&[
            "[nas]\ntype = sftp\npass = at4xGTjzLsIuc_elPCBMVGqwZXqOEXpjM3k9kk63\n",
            "[s3]\nsecret_access_key = 15gElTqx1t381XFTNJxQNk7UBUjczEk1e6FBC-Cy\n",
        ]),
        lookalikes: in_tests(&["pass = ", "password = short"]),
        ..Rule::BASE
    },
    Rule {
        id: "s3cfg-secret-key",
        title: "Secret Key in the Configuration of an S3 Client",
        category: "AWS",
        severity: Severity::High,
        anchors: &["secret_key", "secret_access_key"],
        form: Form::Assigned("[0-9A-Za-z/+]{40}"),
        entropy: 4.0,
        paths: &["/.s3cfg", "/.boto", ".mc/config.json", "/.passwd-s3fs"],
        examples: in_tests(&[
            "[default]\nsecret_key = SJYWlz5znTvBpCODsuzuwvwu9T+DgyMKACnZ+x5q\n",
            "secret_key=D01h9WCVUbrAvCqVZJRiZ/ilhCTbshlmIH1oKog4",
        ]),
        lookalikes: in_tests(&["secret_key = ", "secret_key = %(AWS_SECRET)s"]),
        ..Rule::BASE
    },
    Rule {
        id: "composer-auth-password",
        title: "Password in Composer auth.json",
        category: "Composer",
        severity: Severity::High,
        anchors: &[r#""password""#, r#""bearer""#, r#"oauth""#, r#"token""#],
        form: Form::Assigned(r"[^\s]{4,500}"),
        proof: credentials::is_of_file,
        paths: &["composer/auth.json", "/auth.json"],
        examples: in_tests(&[
            r#"{"http-basic": {"repo.acme.io": {"username": "ci", "password": "yjcRreX9LYjiGoj2"}}}"#,
            r#"{"password": "bwswkzsyvbap"}"#,
        ]),
        lookalikes: in_tests(&[r#"{"password": "$PASSWORD"}"#, r#"{"password": "password"}"#]),
        ..Rule::BASE
    },
    Rule {
        id: "cargo-registry-token",
        title: "Token of a Cargo Registry",
        category: "Cargo",
        severity: Severity::High,
        anchors: &["token"],
        form: Form::Assigned(r"[^\s]{10,500}"),
        entropy: 3.0,
        proof: credentials::is_of_file,
        paths: &[".cargo/credentials", ".cargo/credentials.toml"],
        examples: in_tests(&[
            "[registries.acme]\ntoken = \"qTCwLHcwiFFY3gocYL458LJL837Rr5SO\"\n",
            "[registry]\ntoken = \"Bearer 4qfuyB0rJQtQBzczakpz33XSQy6sEBYf\"\n",
        ]),
        lookalikes: in_tests(&[r#"token = "$TOKEN""#, r#"token = """#]),
        ..Rule::BASE
    },
    Rule {
        id: "redis-password",
        title: "Password in redis.conf",
        category: "Database",
        severity: Severity::High,
        anchors: &["requirepass ", "masterauth "],
        form: Form::Around { before: 0, pattern: r"(?i)\A(?:requirepass|masterauth)\s+\x22?(?<secret>[^\s\x22]{4,200})" },
        proof: credentials::is_of_redis,
        paths: &[".conf"],
        examples: in_tests(&["requirepass PIz9dij3LfmM\n", "port 6379\nmasterauth \"YTf2PNUzdZAh#gqQ\"\n"]),
        lookalikes: in_tests(&["# requirepass foobared\n", "# masterauth <master-password>\n", "requirepass foobared"]),
        ..Rule::BASE
    },
    Rule {
        id: "filezilla-password",
        title: "Password in FileZilla",
        category: "FileZilla",
        severity: Severity::High,
        anchors: &[r#"<pass encoding="base64">"#, "<pass>"],
        form: Form::Around { before: 0, pattern: r"(?i)\A<pass(?: encoding=\x22base64\x22)?>(?<secret>[^<]{4,200})</pass>" },
        proof: credentials::is_of_file,
        paths: &["/sitemanager.xml", "/recentservers.xml"],
        examples: in_tests(&[r#"<Pass encoding="base64">eUlqRk9YVUh1V3Fl</Pass>"#, "<Pass>LipGVRafyj</Pass>"]),
        lookalikes: in_tests(&["<Pass></Pass>", "<Pass>password</Pass>"]),
        ..Rule::BASE
    },
];
