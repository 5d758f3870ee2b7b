//! What the command line says of secrets, checks and the controls that rest on them.

use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

#[derive(ClapArgs)]
pub(crate) struct SecretArgs {
    /// More rules, and what is no secret: trivy-secret.yaml, gitleaks.toml or our own YAML [default: tidewaiter-secret.yaml
    /// or trivy-secret.yaml in the current folder]
    #[arg(long, value_name = "FILE", help_heading = "Secrets")]
    pub(crate) secret_config: Option<PathBuf>,
    /// Secrets that were accepted and are not told; --write-baseline writes such a file
    #[arg(long, value_name = "FILE", help_heading = "Secrets")]
    pub(crate) baseline: Option<PathBuf>,
    /// Accept all secrets that are found, in this file; it holds hashes under a key, no secrets
    #[arg(long, value_name = "FILE", help_heading = "Secrets")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// The baseline's key, if it is not to stand in the file
    #[arg(long, env = "TIDEWAITER_BASELINE_KEY", hide_env_values = true, value_name = "KEY", help_heading = "Secrets")]
    pub(crate) baseline_key: Option<String>,
}

#[derive(ClapArgs)]
pub(crate) struct CheckArgs {
    /// Tell checks that found nothing, too
    #[arg(long, help_heading = "Misconfigurations")]
    pub(crate) include_non_failures: bool,
    /// Checks of one's own, in Rego: a file, or a folder with all below it (repeat for several)
    #[arg(long, visible_alias = "config-check", value_name = "PATH", value_delimiter = ',', help_heading = "Misconfigurations")]
    pub(crate) check_path: Vec<PathBuf>,
    /// Which packages of them to run, with all below these names [default: all but lib]
    #[arg(long, visible_alias = "namespaces", value_name = "NAME", value_delimiter = ',', help_heading = "Misconfigurations")]
    pub(crate) check_namespaces: Vec<String>,
    /// Documents that they may ask, YAML or JSON: a file, or a folder with all below it (repeat for several)
    #[arg(long, visible_alias = "config-data", value_name = "PATH", value_delimiter = ',', help_heading = "Misconfigurations")]
    pub(crate) check_data: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportDetail {
    /// Each control with how many findings fail it
    Summary,
    /// The findings, too
    All,
}

#[derive(ClapArgs)]
pub(crate) struct ComplianceArgs {
    /// Report whether controls are met instead: docker-cis-1.6.0, k8s-nsa-1.0, k8s-pss-baseline-0.1, k8s-pss-restricted-0.1,
    /// or @FILE for controls of one's own; looks for whatever they ask
    #[arg(long, value_name = "ID", help_heading = "Compliance")]
    pub(crate) compliance: Option<String>,
    /// How much to tell of controls
    #[arg(long, value_enum, default_value = "summary", requires = "compliance", help_heading = "Compliance")]
    pub(crate) report: ReportDetail,
}
