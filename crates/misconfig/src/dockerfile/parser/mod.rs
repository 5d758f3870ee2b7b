//! Reads a Dockerfile as BuildKit does.
//!
//! Format: <https://docs.docker.com/reference/dockerfile/>, and what BuildKit's parser makes of it where the reference is silent
//! (<https://github.com/moby/buildkit/tree/master/frontend/dockerfile/parser>).
//! Limits: values of build arguments are their defaults; what a base image's environment holds is not known, so words that need it
//! are marked so. `# syntax` with another frontend is read as if it were Dockerfile's.

mod expand;
mod input;
mod instruction;
mod lines;
mod words;

pub(crate) use expand::Scope;
pub(crate) use input::input;
pub(crate) use instruction::{Instruction, Keyword};
pub(crate) use words::Word;

use std::collections::BTreeMap;

/// A Dockerfile.
#[derive(Debug, Default)]
pub(crate) struct Dockerfile {
    /// In their order; the last one is what a build makes by default.
    pub(crate) stages: Vec<Stage>,
    /// What cannot be read: the line, and why.
    pub(crate) problems: Vec<(usize, String)>,
}

/// A stage: what stands between one FROM and the next.
#[derive(Debug, Default)]
pub(crate) struct Stage {
    /// The lines of its FROM; zeros for what stands above the first one.
    pub(crate) lines: (usize, usize),
    /// What it builds on, as far as it is known.
    pub(crate) base: Word,
    /// The earlier stage that it builds on.
    pub(crate) parent: Option<usize>,
    /// The name that AS gives it.
    pub(crate) name: Option<String>,
    /// All instructions but FROM.
    pub(crate) instructions: Vec<Instruction>,
    /// What it declares with ARG and ENV, and inherits.
    pub(crate) scope: Scope,
}

impl Stage {
    /// Its instructions of a kind, without those that only later builds run (ONBUILD).
    pub(crate) fn of(&self, keyword: Keyword) -> impl DoubleEndedIterator<Item = &Instruction> {
        self.instructions.iter().filter(move |one| one.keyword == keyword && !one.is_trigger)
    }

    /// Its RUN instructions, those of ONBUILD too.
    pub(crate) fn runs(&self) -> impl DoubleEndedIterator<Item = &Instruction> {
        self.instructions.iter().filter(|one| one.keyword == Keyword::Run)
    }
}

impl Dockerfile {
    /// The instructions of a kind in all stages.
    pub(crate) fn of(&self, keyword: Keyword) -> impl Iterator<Item = &Instruction> {
        self.stages.iter().flat_map(move |stage| stage.of(keyword))
    }

    /// The RUN instructions of all stages.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &Instruction> {
        self.stages.iter().flat_map(Stage::runs)
    }

    /// The last stage, the one it builds on, and so on: what ends up in the image.
    pub(crate) fn shipped(&self) -> impl Iterator<Item = &Stage> {
        // A parent always stands before its child, so this ends.
        std::iter::successors(self.stages.last(), |stage| stage.parent.and_then(|parent| self.stages.get(parent)))
    }
}

/// Reads a Dockerfile. What is not understood becomes a problem, and all else is read.
pub(crate) fn parse(text: &str) -> Dockerfile {
    let mut dockerfile = Dockerfile::default();
    let (escape, lines) = lines::read(text, &mut dockerfile.problems);
    let mut reader = Reader { dockerfile, globals: Scope::default(), names: BTreeMap::new(), escape };
    for line in lines {
        let number = line.lines.0;
        if let Err(message) = reader.read(line) {
            reader.dockerfile.problems.push((number, message));
        }
    }
    if reader.dockerfile.stages.iter().all(|stage| stage.lines.0 == 0) {
        reader.dockerfile.problems.push((1, "no FROM".to_owned()));
    }
    reader.dockerfile.problems.sort();
    reader.dockerfile
}

/// Each stage copies the variables of the one that it builds on.
const MAX_STAGES: usize = 500;

struct Reader {
    dockerfile: Dockerfile,
    /// What ARG declares above the first FROM.
    globals: Scope,
    /// Stages by their names, in lower case.
    names: BTreeMap<String, usize>,
    escape: char,
}

impl Reader {
    fn read(&mut self, line: lines::Logical) -> Result<(), String> {
        let globals = &self.globals;
        let Some(stage) = self.dockerfile.stages.last_mut() else { return self.read_head(line) };
        let instruction = Instruction::read(line, &stage.scope, self.escape)?;
        match instruction.keyword {
            Keyword::From => return self.open(&instruction),
            Keyword::Arg if !instruction.is_trigger => stage.scope.declare(&instruction.pairs, globals),
            Keyword::Env if !instruction.is_trigger => stage.scope.set(&instruction.pairs),
            _ => {}
        }
        stage.instructions.push(instruction);
        Ok(())
    }

    /// Reads a line above the first FROM, where only ARG may stand.
    fn read_head(&mut self, line: lines::Logical) -> Result<(), String> {
        let instruction = Instruction::read(line, &self.globals, self.escape)?;
        match instruction.keyword {
            Keyword::From => self.open(&instruction),
            Keyword::Arg => {
                self.globals.declare(&instruction.pairs, &Scope::default());
                Ok(())
            }
            // It is checked all the same: parts of Dockerfiles are kept in files of their own.
            _ => {
                self.dockerfile.stages.push(Stage { instructions: vec![instruction], ..Stage::default() });
                Err("only ARG may stand above the first FROM".to_owned())
            }
        }
    }

    fn open(&mut self, from: &Instruction) -> Result<(), String> {
        if self.dockerfile.stages.len() >= MAX_STAGES {
            return Err(format!("more than {MAX_STAGES} stages"));
        }
        let words: Vec<&str> = from.text.split_whitespace().collect();
        let (image, name) = match words.as_slice() {
            [image] => (image, None),
            [image, word, name] if word.eq_ignore_ascii_case("as") => (image, Some(*name)),
            // It opens a stage all the same: what follows is not of the stage before.
            [image, ..] => {
                self.dockerfile.problems.push((from.lines.0, "FROM takes an image, or an image AS a name".to_owned()));
                (image, None)
            }
            [] => return Err("FROM names no image".to_owned()),
        };
        let base = self.globals.word(image, self.escape);
        let parent = self.names.get(&base.value.to_ascii_lowercase()).copied();
        let inherited = parent.and_then(|parent| self.dockerfile.stages.get(parent)).map(|stage| stage.scope.inherited());
        if let Some(name) = name {
            self.names.insert(name.to_ascii_lowercase(), self.dockerfile.stages.len());
        }
        self.dockerfile.stages.push(Stage {
            lines: from.lines,
            base,
            parent,
            name: name.map(str::to_owned),
            scope: inherited.unwrap_or_default(),
            ..Stage::default()
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
