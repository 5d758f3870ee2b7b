//! `--compliance`: whether the controls of a benchmark are met, instead of all that was found.

use crate::args::{ComplianceArgs, Format, PackageKind, ReportDetail, Scanner};
use crate::exit::{Exit, Failure};
use std::fs;
use std::io::{self, Write};
use tidewaiter_model::{ComplianceReport, Report};
use tidewaiter_policy::compliance::{Ran, Spec, Teller, judge};
use tidewaiter_report::compliance::{Detail, write_json, write_table};
use tidewaiter_report::table::Style;

/// The controls, and how much to tell of them.
pub(super) struct Compliance {
    spec: Spec,
    detail: Detail,
}

impl Compliance {
    /// The spec that the command line names, if it names one.
    pub(super) fn of(args: &ComplianceArgs) -> Result<Option<Self>, Failure> {
        let Some(name) = &args.compliance else { return Ok(None) };
        let cannot = || format!("cannot use the controls of {name}");
        let spec = match name.strip_prefix('@') {
            Some(path) => {
                let text = fs::read_to_string(path).map_err(|error| Failure::new(Exit::Usage, error, cannot()))?;
                Spec::read(&text)
            }
            None => Spec::built_in(name),
        };
        let spec = spec.map_err(|error| Failure::new(Exit::Usage, error, cannot()))?;
        let detail = match args.report {
            ReportDetail::Summary => Detail::Summary,
            ReportDetail::All => Detail::All,
        };
        Ok(Some(Self { spec, detail }))
    }

    /// What has to be looked for to tell the controls.
    pub(super) fn scanners(&self) -> Vec<Scanner> {
        let scanner = |teller| match teller {
            Teller::Vulnerabilities(_) => Scanner::Vuln,
            Teller::Secrets(_) => Scanner::Secret,
            Teller::Check => Scanner::Misconfig,
        };
        self.spec.tellers().map(scanner).collect()
    }

    /// What came of the controls, by a report in which nothing is filtered yet.
    pub(super) fn judge(&self, report: &Report, kinds: &[PackageKind]) -> ComplianceReport {
        let scanners = self.scanners();
        let has_all = kinds.contains(&PackageKind::Os) && kinds.contains(&PackageKind::Library);
        let ran =
            Ran { vulnerabilities: has_all && scanners.contains(&Scanner::Vuln), secrets: scanners.contains(&Scanner::Secret) };
        judge(report, &self.spec, ran)
    }

    pub(super) fn write(
        &self,
        judged: &ComplianceReport,
        report: &Report,
        format: Format,
        style: Style,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match format {
            Format::Json => write_json(judged, report, self.detail, out),
            Format::Table => write_table(judged, report, self.detail, style, out),
        }
    }
}
