//! Benchmarks and standards: controls, and the checks that tell whether they are met.
//!
//! Format: Trivy's, <https://trivy.dev/latest/docs/compliance/contrib-compliance/>, for ours and for those of users. A check is named
//! by its id or an alias; `VULN-CRITICAL` and `SECRET-HIGH` stand for findings of that severity of the other scanners. A control
//! without checks is for people to look at.
//! Limits: ours leave out what only a running cluster tells; such controls are there and not evaluated.

use serde::Deserialize;
use tidewaiter_model::Severity;

/// A benchmark or a standard.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Spec {
    /// `docker-cis-1.6.0`.
    pub id: String,
    /// For people.
    #[serde(default)]
    pub title: String,
    /// For people.
    #[serde(default)]
    pub description: String,
    /// Of what it follows.
    #[serde(default)]
    pub version: String,
    /// Links.
    #[serde(default)]
    pub related_resources: Vec<String>,
    /// In its order.
    pub controls: Vec<SpecControl>,
}

/// One control.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpecControl {
    /// `4.1`.
    pub id: String,
    /// For people.
    #[serde(default)]
    pub name: String,
    /// For people.
    #[serde(default)]
    pub description: String,
    /// `HIGH`, in any case.
    #[serde(default)]
    pub severity: String,
    /// What it counts for where nothing tells: `FAIL`.
    #[serde(default)]
    pub default_status: String,
    /// The checks that tell; none if only people can.
    #[serde(default)]
    pub checks: Option<Vec<SpecCheck>>,
}

/// A check that a control rests on.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SpecCheck {
    /// `DS-0002`, `VULN-CRITICAL`.
    pub id: String,
    /// Other checks that tell the same of something else, such as of an image: any of them will do. This is our own.
    #[serde(default)]
    pub or: Vec<String>,
}

/// Who tells what a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Teller {
    /// Vulnerabilities of a severity.
    Vulnerabilities(Severity),
    /// Secrets of a severity.
    Secrets(Severity),
    /// A check of configurations.
    Check,
}

/// Why something is no spec.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// Nobody has one of this name.
    #[error("there is no compliance report {id:?}; there are {known}, and @FILE for one of your own", known = known())]
    Unknown {
        /// The name.
        id: String,
    },
    /// It is no YAML of the form.
    #[error(transparent)]
    Yaml(#[from] serde_saphyr::Error),
    /// It has no controls, or two with the same id.
    #[error("{0}")]
    Controls(String),
}

/// Names, the first one with its version, and texts.
static SPECS: [(&[&str], &str); 4] = [
    (&["docker-cis-1.6.0", "docker-cis"], include_str!("specs/docker-cis-1.6.0.yaml")),
    (&["k8s-nsa-1.0", "k8s-nsa"], include_str!("specs/k8s-nsa-1.0.yaml")),
    (&["k8s-pss-baseline-0.1", "k8s-pss-baseline"], include_str!("specs/k8s-pss-baseline-0.1.yaml")),
    (&["k8s-pss-restricted-0.1", "k8s-pss-restricted"], include_str!("specs/k8s-pss-restricted-0.1.yaml")),
];

/// The names of those that are built in, for messages.
fn known() -> String {
    SPECS.iter().filter_map(|(names, _)| names.first().copied()).collect::<Vec<_>>().join(", ")
}

impl Spec {
    /// One that is built in.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn built_in(id: &str) -> Result<Self, SpecError> {
        let named = |(names, _): &&(&[&str], &str)| names.iter().any(|name| name.eq_ignore_ascii_case(id));
        let (_, text) = SPECS.iter().find(named).ok_or_else(|| SpecError::Unknown { id: id.to_owned() })?;
        Self::read(text)
    }

    /// Reads one.
    ///
    /// # Errors
    /// It does not have the form.
    pub fn read(yaml: &str) -> Result<Self, SpecError> {
        #[derive(Deserialize)]
        struct File {
            spec: Spec,
        }
        let spec = serde_saphyr::from_str::<File>(yaml)?.spec;
        if spec.controls.is_empty() {
            return Err(SpecError::Controls(format!("{} has no controls", spec.id)));
        }
        let mut ids: Vec<&str> = spec.controls.iter().map(|control| control.id.as_str()).collect();
        ids.sort_unstable();
        match ids.windows(2).find_map(|two| if let [a, b] = two { (a == b).then_some(*a) } else { None }) {
            Some(twice) => Err(SpecError::Controls(format!("{} has two controls {twice}", spec.id))),
            None => Ok(spec),
        }
    }

    /// Who is needed to tell its controls.
    pub fn tellers(&self) -> impl Iterator<Item = Teller> {
        self.controls.iter().flat_map(SpecControl::checks).map(SpecCheck::teller)
    }
}

impl SpecControl {
    /// The checks, if there are any.
    #[must_use]
    pub fn checks(&self) -> &[SpecCheck] {
        self.checks.as_deref().unwrap_or_default()
    }
}

impl SpecCheck {
    /// Who tells what it comes to.
    #[must_use]
    pub fn teller(&self) -> Teller {
        let id = self.id.to_ascii_uppercase();
        let severity = |prefix: &str| {
            let word = id.strip_prefix(prefix)?;
            Severity::from_word(word).or_else(|| (word == "UNKNOWN").then_some(Severity::Unknown))
        };
        let vulnerabilities = severity("VULN-").map(Teller::Vulnerabilities);
        vulnerabilities.or_else(|| severity("SECRET-").map(Teller::Secrets)).unwrap_or(Teller::Check)
    }

    /// Whether a check has this name: `DS-0002` is `AVD-DS-0002`, too.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let plain = |name: &str| {
            let upper = name.to_ascii_uppercase();
            upper.strip_prefix("AVD-").map(str::to_owned).unwrap_or(upper)
        };
        let name = plain(name);
        std::iter::once(&self.id).chain(&self.or).any(|own| plain(own) == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_are_read_by_all_their_names() {
        for (names, _) in &SPECS {
            for name in *names {
                let spec = Spec::built_in(name).unwrap();
                assert_eq!(spec.id, names[0]);
                assert!(spec.controls.iter().all(|control| Severity::from_word(&control.severity).is_some()), "{name}");
            }
        }
        let unknown = Spec::built_in("nope").unwrap_err().to_string();
        assert!(unknown.contains("docker-cis-1.6.0") && unknown.contains("k8s-nsa-1.0"), "{unknown}");
    }

    #[test]
    fn checks_are_known_by_any_name() {
        let check = |id: &str| SpecCheck { id: id.to_owned(), or: Vec::new() };
        assert!(check("avd-ksv-0001").is_called("KSV-0001") && !check("KSV-0001").is_called("KSV-0010"));
        assert_eq!(check("vuln-critical").teller(), Teller::Vulnerabilities(Severity::Critical));
        assert_eq!(
            (check("SECRET-UNKNOWN").teller(), check("VULN-X").teller()),
            (Teller::Secrets(Severity::Unknown), Teller::Check)
        );
    }

    #[test]
    fn what_is_no_spec_is_told() {
        for bad in ["", "spec: {}", "spec: {id: a, controls: []}", "spec: {id: a, controls: [{id: x}, {id: x}]}", "a: ["] {
            assert!(Spec::read(bad).is_err(), "{bad}");
        }
        assert!(Spec::read("spec: {id: a, controls: [{id: x, checks: }]}").unwrap().controls[0].checks().is_empty());
    }
}
