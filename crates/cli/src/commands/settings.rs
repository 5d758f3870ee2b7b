//! The gate's settings from the file, the environment and flags, and `config check` and `config example`, which tell them.

use super::output::{Out, written};
use crate::args::{Format, SettingsArgs, StoreArgs};
use crate::exit::{Exit, Failure};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tidewaiter_gate::settings::{InForce, Memory, Settings, SettingsError, Sources};
use tidewaiter_policy::{Policy, PolicyId};

/// The file, if none is named.
const FILE: &str = "tidewaiter.toml";
/// Beside secrets, what may hold a password.
const WITH_PASSWORD: &str = "TIDEWAITER_STORE";

/// Reads the settings. What is odd about them is said on standard error by whoever uses them ([`Settings::notes`]).
pub(crate) fn load(args: &SettingsArgs) -> Result<Settings, Failure> {
    let mut settings = said(args.file.as_deref(), &|key| args.flags.get(key).cloned(), Settings::load)?;
    let names: Vec<String> = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned()).collect();
    let unknown = Settings::unknown_names(names.iter().map(String::as_str));
    settings.notes.extend(unknown.iter().map(|name| format!("{name} is set in the environment, and there is no such setting")));
    Ok(settings)
}

/// Reads only where the gate's memory is: who makes tokens need not have the gate's keys.
pub(crate) fn memory(args: &StoreArgs) -> Result<Memory, Failure> {
    said(args.settings.as_deref(), &|key| args.store.clone().filter(|_| key == "store"), Memory::load)
}

/// What is said in the file, in the environment and in flags.
fn said<T>(
    named: Option<&Path>,
    flags: &dyn Fn(&str) -> Option<String>,
    load: impl FnOnce(Sources<'_>) -> Result<T, SettingsError>,
) -> Result<T, Failure> {
    let named = named.filter(|file| !file.as_os_str().is_empty()).map(Path::to_path_buf);
    let file = named.or_else(|| Some(PathBuf::from(FILE)).filter(|file| file.is_file()));
    let text = file.as_deref().map(read).transpose()?;
    let name = file.as_deref().map(|file| file.display().to_string()).unwrap_or_default();
    let secrets = secrets_in_files()?;
    let loaded = load(Sources {
        file: text.as_deref().map(|text| (name.as_str(), text)),
        environment: &|name| {
            let in_file = || secrets.iter().find(|(known, _)| *known == name).map(|(_, secret)| secret.clone());
            variable(name).or_else(in_file)
        },
        flags,
    });
    loaded.map_err(|error| refused(&error))
}

/// The policy that the settings name, or make.
pub(crate) fn policy(settings: &Settings) -> Result<Policy, Failure> {
    let flags = settings.judging.flags(&settings.scan, &settings.advisories);
    let Some(path) = &settings.judging.policy else { return Ok(flags.into()) };
    let policy = Policy::parse_over(flags, &path.display().to_string(), &read(path)?);
    policy.map_err(|error| Failure::new(Exit::Usage, error, format!("cannot use the policy {}", path.display())))
}

/// `config check`.
pub(crate) fn check(args: &SettingsArgs, format: Format) -> Result<Exit, Failure> {
    let settings = load(args)?;
    let policy = policy(&settings)?.id();
    written(None, |_, out| match format {
        Format::Json => write_json(&settings, policy, out),
        Format::Table => write_table(&settings, &policy, out),
    })?;
    Ok(Exit::Done)
}

/// `config example`.
pub(crate) fn example() -> Result<Exit, Failure> {
    written(None, |_, out| out.write_all(tidewaiter_gate::settings::example().as_bytes()))?;
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::new(Exit::Usage, error, format!("cannot read {}", path.display())))
}

/// A variable that is no text is not as good as none: whoever set it meant something.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.trim().is_empty())
}

/// Secrets in files that the environment names, as orchestrators hand them on: `JWT_SECRET_FILE=/run/secrets/jwt`.
fn secrets_in_files() -> Result<Vec<(&'static str, String)>, Failure> {
    let may_be_secret = Settings::definitions().filter(|one| one.is_secret || one.env == WITH_PASSWORD);
    let named = may_be_secret.filter_map(|one| Some((one.env, variable(&format!("{}_FILE", one.env))?)));
    named.map(|(name, path)| Ok((name, read(Path::new(&path))?.trim().to_owned()))).collect()
}

fn refused(error: &SettingsError) -> Failure {
    let faults: Vec<String> = error.0.iter().map(|fault| format!("\n  - {fault}")).collect();
    Failure::message(Exit::Usage, format!("the settings cannot be used:{}", faults.concat()))
        .hint(Some("`tidewaiter config check --help` tells all settings"))
}

fn write_table(settings: &Settings, policy: &PolicyId, out: &mut Out) -> io::Result<()> {
    let width = |of: fn(&InForce) -> usize| settings.in_force.iter().map(of).max().unwrap_or(0);
    let (keys, values) = (width(|one| one.definition.key.len()), width(|one| shown(one).chars().count()));
    writeln!(out, "{:keys$}  {:values$}  From", "Setting", "Value")?;
    for one in &settings.in_force {
        writeln!(out, "{:keys$}  {:values$}  {}", one.definition.key, shown(one), one.origin)?;
    }
    writeln!(out)?;
    writeln!(out, "Policy {}, {}", policy.name, policy.digest)?;
    settings.notes.iter().try_for_each(|note| writeln!(out, "Note   {note}"))
}

fn shown(one: &InForce) -> &str {
    if one.value.is_empty() { "–" } else { &one.value }
}

fn write_json(settings: &Settings, policy: PolicyId, out: &mut Out) -> io::Result<()> {
    #[derive(Serialize)]
    struct Checked<'a> {
        settings: Vec<Setting<'a>>,
        policy: PolicyId,
        notes: &'a [String],
    }
    #[derive(Serialize)]
    struct Setting<'a> {
        key: &'a str,
        environment: &'a str,
        value: &'a str,
        from: String,
    }
    let all = settings.in_force.iter().map(|one| Setting {
        key: one.definition.key,
        environment: one.definition.env,
        value: &one.value,
        from: one.origin.to_string(),
    });
    let checked = Checked { settings: all.collect(), policy, notes: &settings.notes };
    serde_json::to_writer_pretty(&mut *out, &checked)?;
    writeln!(out)
}
