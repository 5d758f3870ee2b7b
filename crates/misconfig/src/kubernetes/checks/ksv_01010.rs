//! KSV-01010: maps of configuration should not hold personal data.

use super::words::{ends_with_word, has_address, is_iban, settings};
use crate::kubernetes::{Resource, short};
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-01010",
        aliases: &["AVD-KSV-01010"],
        title: "maps of configuration should not hold personal data",
        description: "Names of users, addresses and keys in maps of configuration are open to all who may read the namespace.",
        severity: Severity::Medium,
        resolution: "Put them into a `Secret`, or into the application's database.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-01010",
            "https://kubernetes.io/docs/concepts/configuration/configmap/",
        ],
    },
    good: &["\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  log_level: info
  keyboard: de
"],
    bad: &[
        "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  username: ada
",
        "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  contact: ada@example.com
",
        "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  account: GB82 WEST 1234 5698 7654 32
",
    ],
    run: |resource, failures| {
        for setting in settings(resource) {
            let is_named = ends_with_word(setting.name, &WORDS) && !setting.value.starts_with('/');
            if is_named || is_iban(setting.value) || has_address(setting.value) {
                let message = format!("{} holds '{}'", resource.title, short(setting.name));
                failures.secret_at(setting.lines, resource.title.clone(), message);
            }
        }
    },
};

const WORDS: [&str; 7] = ["username", "user_name", "email", "phone", "iban", "key", "apikey"];
