//! In whose words a report is written.

use super::{Args, Command, ConfigArgs};
use tidewaiter_model::Severity;

/// Whose readers read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Ours.
    #[default]
    Own,
    /// Trivy's, who take whatever they get for a whole report.
    Trivy,
    /// Grype's, likewise.
    Grype {
        /// End with 2 from this severity on.
        fail_on: Option<Severity>,
    },
}

impl Args {
    /// The same, for others' readers.
    pub(crate) fn in_the_manner_of(mut self, manner: Manner) -> Self {
        match &mut self.command {
            Command::Image(image) => image.scan.manner = manner,
            Command::Rootfs(folder) | Command::Fs(folder) => folder.scan.manner = manner,
            Command::Config(ConfigArgs::Folder(folder)) => folder.scan.manner = manner,
            Command::Sbom(sbom) => sbom.scan.manner = manner,
            _ => {}
        }
        self
    }
}
