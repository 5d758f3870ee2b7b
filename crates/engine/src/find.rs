//! Which engines there are, and which of them scans.

use crate::{Engine, EngineError, Grype, GrypeOptions, Native, Trivy, TrivyOptions, grype, trivy};
use std::collections::BTreeMap;
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tidewaiter_model::Engine as Name;

/// Who is to scan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Trivy, else Grype, else our own: whatever there is.
    #[default]
    Auto,
    /// Trivy and nobody else.
    Trivy,
    /// Grype and nobody else.
    Grype,
    /// Our own.
    Native,
}

/// Where programs are looked for.
#[derive(Clone, Debug, Default)]
pub struct Programs {
    /// Folders, as `PATH` has them; those that are not absolute are left out, since what lies there depends on where we are.
    pub path: OsString,
    /// The file that we run from: a link to it under another's name is not the other.
    pub own: Option<PathBuf>,
}

impl Programs {
    /// A program by its name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<PathBuf> {
        let own = self.own.as_ref().and_then(|path| path.canonicalize().ok());
        let file = format!("{name}{EXE_SUFFIX}");
        let is_it = |path: &PathBuf| {
            is_executable(path) && own.as_ref().is_none_or(|own| path.canonicalize().is_ok_and(|path| path != *own))
        };
        std::env::split_paths(&self.path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(&file)).find(is_it)
    }
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

/// The engines that there are, by name.
#[derive(Clone)]
pub struct Engines {
    by_name: BTreeMap<&'static str, Arc<dyn Engine>>,
}

impl Engines {
    /// Our own, and those that are installed.
    #[must_use]
    pub fn installed(programs: &Programs, trivy: &TrivyOptions, grype: &GrypeOptions, native: Native) -> Self {
        let mut all: Vec<Arc<dyn Engine>> = vec![Arc::new(native)];
        if let Some(program) = programs.find(trivy::NAME) {
            all.push(Arc::new(Trivy::new(program, trivy.clone())));
        }
        if let Some(program) = programs.find(grype::NAME) {
            all.push(Arc::new(Grype::new(program, grype.clone())));
        }
        Self::of(all)
    }

    /// These.
    #[must_use]
    pub fn of(all: Vec<Arc<dyn Engine>>) -> Self {
        Self { by_name: all.into_iter().map(|engine| (engine.name(), engine)).collect() }
    }

    /// All of them.
    #[must_use]
    pub fn by_name(&self) -> &BTreeMap<&'static str, Arc<dyn Engine>> {
        &self.by_name
    }

    /// Who scans. Asked for by name, one that is not there is not replaced by another.
    ///
    /// # Errors
    /// [`EngineError::Missing`].
    pub fn find(&self, choice: Choice) -> Result<Arc<dyn Engine>, EngineError> {
        let names: &[&str] = match choice {
            Choice::Auto => &[trivy::NAME, grype::NAME, Name::NATIVE],
            Choice::Trivy => &[trivy::NAME],
            Choice::Grype => &[grype::NAME],
            Choice::Native => &[Name::NATIVE],
        };
        names.iter().find_map(|name| self.by_name.get(name)).cloned().ok_or(EngineError::Missing)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::testing::Stubs;
    use crate::{About, Task};
    use tidewaiter_model::Report;

    struct Fake(&'static str);

    impl Engine for Fake {
        fn name(&self) -> &'static str {
            self.0
        }

        fn about(&self) -> Result<About, EngineError> {
            Ok(About::default())
        }

        fn scan(&self, _: &Task<'_>) -> Result<Report, EngineError> {
            Err(EngineError::Cancelled)
        }
    }

    fn found(names: &[&'static str], choice: Choice) -> Result<&'static str, String> {
        let all = names.iter().map(|name| Arc::new(Fake(name)) as Arc<dyn Engine>).collect();
        Engines::of(all).find(choice).map(|engine| engine.name()).map_err(|error| error.to_string())
    }

    #[test]
    fn the_first_that_is_there_is_taken_and_nobody_instead_of_the_named() {
        assert_eq!(found(&["native", "grype", "trivy"], Choice::Auto), Ok("trivy"));
        assert_eq!(found(&["native", "grype"], Choice::Auto), Ok("grype"));
        assert_eq!(found(&["native"], Choice::Auto), Ok("native"));
        assert_eq!(found(&["native", "trivy"], Choice::Native), Ok("native"));
        let missing = Err("No container scanner available. Install Trivy or Grype".to_owned());
        assert_eq!(found(&["native", "grype"], Choice::Trivy), missing);
        assert_eq!(found(&["native", "trivy"], Choice::Grype), missing);
    }

    #[test]
    fn programs_are_looked_for_where_they_can_be_trusted() {
        let stubs = Stubs::new();
        let program = stubs.program("real", "true");
        let (first, second) = (stubs.path("first"), stubs.path("second"));
        [&first, &second].into_iter().for_each(|folder| std::fs::create_dir(folder).unwrap());
        std::fs::write(first.join("trivy"), "no program").unwrap();
        std::os::unix::fs::symlink(&program, second.join("trivy")).unwrap();
        let path = std::env::join_paths([Path::new("."), Path::new(""), &first, &second]).unwrap();
        let mut programs = Programs { path, own: None };
        assert_eq!(programs.find("trivy"), Some(second.join("trivy")));
        assert_eq!(programs.find("grype"), None);
        programs.own = Some(program);
        assert_eq!(programs.find("trivy"), None, "that is ourselves under its name");
    }
}
