//! `policy`: judge a report, explain a policy.

use super::output::{Out, written};
use crate::args::{Format, PolicyCommand};
use crate::exit::{Exit, Failure};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tidewaiter_model::Report;
use tidewaiter_policy::{Explanation, Policy, Subject};
use tidewaiter_report::json;
use tidewaiter_report::verdict::{write_json, write_table};

/// The name of the policy that counts where there is none.
const DEFAULT: &str = "default";

pub(crate) fn run(command: &PolicyCommand) -> Result<Exit, Failure> {
    match command {
        PolicyCommand::Test { policy, report, agent_type, namespace, format, output } => {
            let subject = Subject { agent_type: agent_type.clone(), namespace: namespace.clone() };
            let verdict = read_policy(policy)?.judge(&read_report(report)?, &subject);
            written(output.as_deref(), |style, out| match format {
                Format::Json => write_json(&verdict, out),
                Format::Table => write_table(&verdict, style, out),
            })?;
            Ok(if verdict.passed { Exit::Done } else { Exit::Findings(1) })
        }
        PolicyCommand::Explain { policy, format } => {
            let explanation = read_policy(policy)?.explain();
            written(None, |_, out| match format {
                Format::Json => {
                    serde_json::to_writer_pretty(&mut *out, &explanation).map_err(io::Error::from).and_then(|()| writeln!(out))
                }
                Format::Table => write_explanation(&explanation, out),
            })?;
            Ok(Exit::Done)
        }
    }
}

fn read_policy(path: &Path) -> Result<Policy, Failure> {
    if path == Path::new(DEFAULT) {
        return Ok(Policy::default());
    }
    let cannot = || format!("cannot use the policy {}", path.display());
    let text = fs::read_to_string(path).map_err(|error| Failure::new(Exit::Usage, error, cannot()))?;
    Policy::parse(&path.display().to_string(), &text).map_err(|error| Failure::new(Exit::Usage, error, cannot()))
}

fn read_report(path: &Path) -> Result<Report, Failure> {
    let cannot = || format!("cannot read the report {}", path.display());
    let bytes = super::scan::contents(path).map_err(|error| Failure::new(Exit::Source, error, cannot()))?;
    let hint = "a report is what `tidewaiter image --format json` and `trivy image --format json` write";
    json::read(&bytes).map_err(|error| Failure::new(Exit::Source, error, cannot()).hint(Some(hint)))
}

fn write_explanation(explanation: &Explanation, out: &mut Out) -> io::Result<()> {
    writeln!(out, "Policy {}, {}", explanation.policy.name, explanation.policy.digest)?;
    let mut of = "";
    for part in &explanation.parts {
        writeln!(out)?;
        if part.of != of {
            of = &part.of;
            writeln!(out, "== {of}: instead of what is said above")?;
            writeln!(out)?;
        }
        writeln!(out, "{}", part.about)?;
        part.sentences.iter().try_for_each(|sentence| writeln!(out, "- {sentence}"))?;
    }
    Ok(())
}
