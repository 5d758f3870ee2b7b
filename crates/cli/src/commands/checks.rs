//! What the command line says of checks: those of the user, and what they may ask.

use crate::args::CheckArgs;
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use std::fs;
use std::io;
use std::path::Path;
use tidewaiter_misconfig::{Checks, Policies};
use tidewaiter_model::{Problem, Report};

/// How deep folders are followed; links to folders are not.
const MAX_DEPTH: usize = 32;
/// Tests of checks are not for scans.
const TESTS: &str = "_test.rego";

/// All checks, and what could not be used of the user's.
pub(super) struct UserChecks {
    checks: Checks,
    problems: Vec<Problem>,
}

impl UserChecks {
    /// Reads the files that the command line names.
    pub(super) fn of(args: &CheckArgs, today: &str, progress: &Progress) -> Result<Self, Failure> {
        let mut files = read(&args.check_path, &|name| name.ends_with(".rego") && !name.ends_with(TESTS))?;
        if files.is_empty() && !args.check_path.is_empty() {
            return Err(Failure::message(
                Exit::Usage,
                "there are no checks where --check-path says: no file ends in .rego".to_owned(),
            ));
        }
        let is_document = |name: &str| [".json", ".yaml", ".yml"].iter().any(|end| name.ends_with(end));
        files.extend(read(&args.check_data, &is_document)?);
        let (policies, problems) = Policies::read(&files, &args.check_namespaces);
        if !args.check_path.is_empty() {
            progress.debug(&format!("{} checks in Rego", policies.len()));
            if policies.is_empty() && problems.is_empty() {
                let message = "no package of the checks is run: --check-namespaces names others, or they have no rule deny";
                return Err(Failure::message(Exit::Usage, message.to_owned()));
            }
        }
        for problem in &problems {
            progress.note(&format!("{}: {}", problem.path, problem.message));
        }
        Ok(Self { checks: Checks::on(today).with_policies(policies), problems })
    }

    pub(super) fn checks(&self) -> &Checks {
        &self.checks
    }

    /// Puts into the report which checks could not be used.
    pub(super) fn conclude(&self, report: &mut Report) {
        report.coverage.add_unusable(&self.problems);
    }
}

/// The texts of files that are named, whatever they are called, and of those in folders that are wanted.
fn read(paths: &[impl AsRef<Path>], is_wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, String)>, Failure> {
    let mut files = Vec::new();
    for path in paths.iter().map(AsRef::as_ref) {
        let cannot = |error: io::Error| Failure::new(Exit::Usage, error, format!("cannot read checks from {}", path.display()));
        let found = if path.is_dir() { list(path, is_wanted, MAX_DEPTH).map_err(cannot)? } else { vec![path.to_owned()] };
        for file in found {
            let text = fs::read_to_string(&file).map_err(cannot)?;
            files.push((file.display().to_string(), text));
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn list(folder: &Path, is_wanted: &dyn Fn(&str) -> bool, depth: usize) -> io::Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            found.extend(if depth > 0 { list(&entry.path(), is_wanted, depth - 1)? } else { Vec::new() });
        } else if is_wanted(&name) && entry.path().is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}
