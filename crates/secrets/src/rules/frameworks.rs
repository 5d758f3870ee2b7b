//! Keys with which frameworks of the web sign and encrypt.
//!
//! Django: <https://docs.djangoproject.com/en/stable/ref/settings/#secret-key>. Rails:
//! <https://guides.rubyonrails.org/security.html#custom-credentials>. Laravel: <https://laravel.com/docs/encryption>. WordPress:
//! <https://developer.wordpress.org/advanced-administration/wordpress/wp-config/>. Symfony:
//! <https://symfony.com/doc/current/reference/configuration/framework.html#secret>.

use crate::proof::credentials;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "symfony-default-secret",
        title: "Symfony Default Secret",
        category: "Symfony",
        severity: Severity::High,
        anchors: &["ThisTokenIsNotSoSecretChangeIt", "ThisEzPlatformTokenIsNotSoSecret_PleaseChangeIt"],
        form: Form::Around {
            before: 0,
            pattern: r"\A(?:ThisTokenIsNotSoSecretChangeIt|ThisEzPlatformTokenIsNotSoSecret_PleaseChangeIt)",
        },
        examples: in_tests(&[
            "APP_SECRET=ThisTokenIsNotSoSecretChangeIt",
            "parameters:\n  secret: ThisEzPlatformTokenIsNotSoSecret_PleaseChangeIt\n",
        ]),
        lookalikes: in_tests(&["ThisTokenIsSecret", "APP_SECRET=%env(APP_SECRET)%"]),
        ..Rule::BASE
    },
    Rule {
        id: "django-insecure-secret-key",
        title: "Django Secret Key of a New Project",
        category: "Django",
        severity: Severity::Medium,
        anchors: &["django-insecure-"],
        form: Form::Token("django-insecure-[0-9a-zA-Z!@#$%^&*(_=+)-]{50}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("SECRET_KEY = 'django-i", "nsecure-imY81xezJroOx9iGofYoRWdrQIjdKEZIycgGF5yCjjMbXTgyOA'"),
            concat!(r#"SECRET_KEY="django-i"#, r#"nsecure-7rPBdiH7rIfNNMBv7V8bhKjDUhmfKwAMbUFxpHBO0f6GMtcxfJ""#),
        ]),
        lookalikes: in_tests(&[
            "SECRET_KEY=django-insecure-N2OaUUFubCRBjkF8gFWrxcM80pMRG1amC70DyzdCpyAtHiWqc",
            "SECRET_KEY=django-insecure-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "rails-secret-key-base",
        title: "Rails Secret Key Base",
        category: "Rails",
        severity: Severity::High,
        anchors: &["secret_key_base", "secretkeybase"],
        form: Form::Assigned("[0-9a-f]{64,128}"),
        entropy: 3.5,
        examples: in_tests(&[
            "SECRET_KEY_BASE=0b9bbfc6a3dfcea13284ed9138ea87cf3d95893491f014c6aeb7593902edbc2c60804b69f4a607f26adad0f7659ffd4f10536588e7514398fcc77fa14a087f18",
            r#"{"secretKeyBase": "4279b444b59e0b831d79c76526c3f8b82a0c5754e477fd6c15ec24b427bdf22019031bce492c5327de49d84fbfb1d87e083baa88d069344399718ac311694638"}"#,
        ]),
        lookalikes: in_tests(&[
            r#"SECRET_KEY_BASE=<%= ENV["SECRET_KEY_BASE"] %>"#,
            "SECRET_KEY_BASE=6ad772da-15b2-4756-ae4b-d6a501a395db",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "laravel-app-key",
        title: "Laravel Application Key",
        category: "Laravel",
        severity: Severity::High,
        anchors: &["app_key", "appkey"],
        form: Form::Assigned("base64:[0-9A-Za-z+/]{43}="),
        entropy: 4.0,
        examples: in_tests(&[
            "APP_KEY=base64:adXalH14frOEQeP2ql2c4O+wctkiRiq6v2NWs6FPEbw=",
            r#"{"appKey": "base64:ADGTOkqQM3INH2bmjbmpkk4zuKFyPUJI4UsGGjt+IOQ="}"#,
        ]),
        lookalikes: in_tests(&["APP_KEY=", "APP_KEY=base64:", "APP_KEY=SomeRandomString"]),
        ..Rule::BASE
    },
    Rule {
        id: "wordpress-secret",
        title: "Secret in wp-config.php",
        category: "WordPress",
        severity: Severity::High,
        anchors: &["db_password", "auth_key", "logged_in_key", "nonce_key", "auth_salt", "logged_in_salt", "nonce_salt"],
        form: Form::Assigned(r"[^\x00-\x1f]{4,200}"),
        entropy: 2.5,
        proof: credentials::is_of_wordpress,
        paths: &["/wp-config.php"],
        examples: in_tests(&[
            "define( 'DB_PASSWORD', 'IV1gJFvouhRy13Jx' );",
            "define('NONCE_SALT', 'yTKjkXdpVHjRLSoq5mmu7g6e@#gR6VKY3S2KD8mXmC5qxk!eUeb8CSrhf4T');",
        ]),
        lookalikes: in_tests(&[
            "define( 'DB_PASSWORD', 'password_here' );",
            "define( 'AUTH_KEY', 'put your unique phrase here' );",
            "define( 'DB_PASSWORD', getenv('DB_PASSWORD') );",
        ]),
        ..Rule::BASE
    },
];
