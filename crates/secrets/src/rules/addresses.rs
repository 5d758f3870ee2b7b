//! Passwords in addresses and connection strings: <https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1>.
//!
//! They are generic: where the password is a token that another rule knows, that one tells.

use crate::proof::credentials;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "database-url-password",
        title: "Password in the Address of a Database",
        category: "Database",
        severity: Severity::High,
        anchors: &[
            "postgres://",
            "postgresql://",
            "postgresql+psycopg2://",
            "postgresql+asyncpg://",
            "postgresql+psycopg://",
            "mysql://",
            "mysql2://",
            "mysql+pymysql://",
            "mariadb://",
            "mongodb://",
            "mongodb+srv://",
            "redis://",
            "rediss://",
            "amqp://",
            "amqps://",
            "mssql://",
            "sqlserver://",
            "mssql+pyodbc://",
            "clickhouse://",
            "cockroachdb://",
            "nats://",
            "neo4j://",
            "bolt://",
            "couchbase://",
            "elasticsearch://",
            "memcached://",
            "oracle://",
            "rabbitmq://",
            "kafka://",
            "mqtt://",
            "mqtts://",
            "snowflake://",
            "redshift://",
            "cassandra://",
        ],
        form: Form::Around {
            before: 0,
            pattern: r"\A[0-9a-zA-Z+.]{3,30}://[^\s:/@\x22'`<>{}\\]{0,100}:(?<secret>[^\s/@\x22'`<>\\]{3,200})@[0-9a-zA-Z\[]",
        },
        proof: credentials::is_in_address,
        is_generic: true,
        examples: in_tests(&[
            concat!("DATABASE_URL=postgres:", "//app:vLD396RHnhLutt@db.acme.io:5432/app"),
            concat!(r#"{"uri": "mongodb+srv:"#, r#"//svc:3XFT2IrEbLaoi99v@cluster0.ab1cd.mongodb.net/?retryWrites=true"}"#),
            concat!("redis:", "//:IOnFRdo3MPjYnUz3T2maMIC4@cache:6379/0"),
        ]),
        lookalikes: in_tests(&[
            "postgres://user:password@localhost/db",
            "postgres://app:${DB_PASSWORD}@db/app",
            "mysql://root:root@127.0.0.1:3306/test",
            "mongodb://user:p4ssw0rd@example.com/x",
            "amqp://guest:guest@rabbit:5672",
            "redis://localhost:6379",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "url-password",
        title: "Password in an Address",
        category: "Generic",
        severity: Severity::High,
        anchors: &[
            "https://",
            "http://",
            "ftp://",
            "ftps://",
            "sftp://",
            "ssh://",
            "smtp://",
            "smtps://",
            "imap://",
            "imaps://",
            "ldap://",
            "ldaps://",
            "socks5://",
            "rtsp://",
        ],
        form: Form::Around {
            before: 0,
            pattern: r"\A[0-9a-zA-Z+.]{3,30}://[^\s:/@\x22'`<>{}\\]{0,100}:(?<secret>[^\s/@\x22'`<>\\]{3,200})@[0-9a-zA-Z\[]",
        },
        proof: credentials::is_in_address,
        is_generic: true,
        examples: in_tests(&[
            concat!("git clone https:", "//ci:0DQ3lQTfzjhFsOrGBjaU@git.acme.io/app.git"),
            concat!(r#"{"proxy": "http:"#, r#"//proxyuser:XNaLSKw1W%21uct@proxy.acme.io:3128"}"#),
            concat!("ftp:", "//deploy:P8pSgu307MZM@files.acme.io/"),
        ]),
        lookalikes: in_tests(&[
            "https://user:password@example.com/",
            "https://user:pass@host",
            "http://user:{password}@host/",
            "https://example.com:8080/@scope/x",
            "http://a:b@c",
            "ftp://anonymous:guest@ftp.acme.io/",
            "https://user:s3cr3t@acme.io/",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "jdbc-url-password",
        title: "Password in a JDBC Address",
        category: "Database",
        severity: Severity::High,
        anchors: &["jdbc:"],
        form: Form::Around {
            before: 0,
            pattern: r"(?i)\Ajdbc:[a-z0-9:]{2,30}[^\s\x22'<>]{3,300}?[?;&]password=(?<secret>[^\s\x22'<>;&]{3,100})",
        },
        proof: credentials::is_password_of_text,
        is_generic: true,
        examples: in_tests(&[
            "spring.datasource.url=jdbc:postgresql://db:5432/app?user=app&password=rPcD4wwB2NQVtL",
            r#""jdbc:sqlserver://db.acme.io:1433;databaseName=app;user=sa;password=6FGLJkdmFY!SdR""#,
        ]),
        lookalikes: in_tests(&[
            "jdbc:postgresql://db/app?user=app&password=password",
            "jdbc:mysql://db/app?user=root&password=${DB_PASSWORD}",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "connection-string-password",
        title: "Password in a Connection String",
        category: "Database",
        severity: Severity::High,
        anchors: &[";password=", "; password=", ";pwd=", "; pwd="],
        form: Form::Around { before: 0, pattern: r"(?i)\A;\s?(?:password|pwd)=(?<secret>[^;\x22'\s<>]{4,100})" },
        proof: credentials::is_in_connection_string,
        is_generic: true,
        examples: in_tests(&[
            r#""Server=tcp:db.acme.io,1433;User ID=app;Password=LA4IRjAFRnEg#FVK;Encrypt=True""#,
            "Host=db;Database=app;Username=app; Password=hgiPbYpX1yF7Galm",
        ]),
        lookalikes: in_tests(&[
            "Server=db;User ID=app;Password={your_password};",
            "Server=db;Uid=root;Pwd=secret;",
            "foo;password=8M8HMoALYECdaA5M",
        ]),
        ..Rule::BASE
    },
];
