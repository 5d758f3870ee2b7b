//! KSV-0109: maps of configuration should not hold secrets.

use super::words::{ends_with_word, settings};
use crate::kubernetes::{Resource, short};
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0109",
        aliases: &["AVD-KSV-0109"],
        title: "maps of configuration should not hold secrets",
        description: "Maps of configuration are neither encrypted nor kept from those who may read the namespace.",
        severity: Severity::High,
        resolution: "Put secrets into a `Secret`, or into a vault.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0109",
            "https://kubernetes.io/docs/concepts/configuration/configmap/",
            "https://kubernetes.io/docs/concepts/configuration/secret/",
        ],
    },
    good: &["\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  log_level: info
  app.env: PASSWORD=${PASSWORD}
"],
    bad: &[
        "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  DB_PASSWORD: hunter2
",
        "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  app.properties: |
    user=shop
    password=hunter2
",
    ],
    run: |resource, failures| {
        for setting in settings(resource).filter(|setting| ends_with_word(setting.name, &WORDS)) {
            let message = format!("{} holds the secret '{}'", resource.title, short(setting.name));
            failures.secret_at(setting.lines, resource.title.clone(), message);
        }
    },
};

const WORDS: [&str; 16] = [
    "password",
    "passwords",
    "passwd",
    "passwrd",
    "passphrase",
    "pass",
    "pword",
    "pswrd",
    "pwd",
    "secret",
    "secrets",
    "secretkey",
    "secret_key",
    "token",
    "tokens",
    "aws_access_key_id",
];
