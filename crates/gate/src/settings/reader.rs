//! Where values come from: defaults, below the file, below the environment, below flags.
//!
//! Everything that is said is looked at, also what something else stands over, since it will count one day.

use super::definition::Definition;
use super::file::File;
use super::value::Value;
use super::{Fault, InForce, Origin};

/// What is said of settings. The library itself reads neither files nor the environment.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The file's name and what it says, if there is one.
    pub file: Option<(&'a str, &'a str)>,
    /// What the environment says, by a variable's name.
    pub environment: &'a dyn Fn(&str) -> Option<String>,
    /// What the command line says, by a setting's key.
    pub flags: &'a dyn Fn(&str) -> Option<String>,
}

/// Reads settings one by one, and keeps what it meets.
pub(super) struct Reader<'a> {
    sources: Sources<'a>,
    file: File,
    pub(super) in_force: Vec<InForce>,
    pub(super) faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sources: Sources<'a>) -> Self {
        let (file, faults) = sources.file.map(|(name, text)| File::read(name, text)).unwrap_or_default();
        Self { sources, file, in_force: Vec::new(), faults }
    }

    /// The value of a setting; `None` if something that is said of it is wrong.
    pub(super) fn read<T: Value>(&mut self, definition: &'static Definition) -> Option<T> {
        let mut said = vec![(definition.default.to_owned(), Origin::Default)];
        said.extend(self.file.take(definition.key));
        let variable = (self.sources.environment)(definition.env).filter(|text| !text.trim().is_empty());
        said.extend(variable.map(|text| (text, Origin::Environment { name: definition.env.to_owned() })));
        let flag = (self.sources.flags)(definition.key);
        said.extend(flag.map(|text| (text, Origin::Flag { name: definition.flag() })));
        let before = self.faults.len();
        let mut value = None;
        for (text, origin) in &said {
            value = T::parse(text.trim(), definition.bounds);
            if value.is_none() {
                self.faults.push(Fault::wrong(definition, text.trim(), origin.clone()));
            }
        }
        let (text, origin) = said.pop()?;
        self.in_force.push(InForce { definition, value: definition.shown(text.trim()), origin });
        value.filter(|_| self.faults.len() == before)
    }

    /// What the file says that is no setting.
    pub(super) fn finish(mut self) -> (Vec<InForce>, Vec<Fault>) {
        self.faults.extend(self.file.rest());
        self.faults.sort_by_key(Fault::place);
        (self.in_force, self.faults)
    }
}
