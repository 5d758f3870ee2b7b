//! Files and folders that the caller wants left alone.

use globset::{GlobSet, GlobSetBuilder};

/// Paths that nobody looks at, by patterns of <https://docs.rs/globset>: `*` stays within a folder, `**` does not.
#[derive(Clone, Debug, Default)]
pub struct Skip {
    paths: GlobSet,
    /// As they were given, for those who ask whether two are the same.
    patterns: Vec<String>,
}

impl Skip {
    /// `files` are patterns of files, `folders` of folders, whose contents are left alone, too.
    ///
    /// # Errors
    /// One of them is no pattern; the error names it.
    pub fn new(files: &[String], folders: &[String]) -> Result<Self, globset::Error> {
        let mut paths = GlobSetBuilder::new();
        let mut patterns = Vec::new();
        let mut add = |paths: &mut GlobSetBuilder, pattern: &str| {
            let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build()?;
            paths.add(glob);
            patterns.push(pattern.to_owned());
            Ok::<(), globset::Error>(())
        };
        for pattern in files {
            add(&mut paths, pattern.trim_start_matches("./").trim_start_matches('/'))?;
        }
        for pattern in folders {
            let pattern = pattern.trim_start_matches("./").trim_matches('/');
            add(&mut paths, pattern)?;
            add(&mut paths, &format!("{pattern}/**"))?;
        }
        Ok(Self { paths: paths.build()?, patterns })
    }

    /// The patterns, those of folders and of what is in them apart.
    pub(crate) fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether a path is left alone.
    pub(crate) fn covers(&self, path: &str) -> bool {
        !self.patterns.is_empty() && self.paths.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_left_alone() {
        let skip = Skip::new(&["/app/*.env".to_owned()], &["**/node_modules".to_owned(), "usr/share/".to_owned()]).unwrap();
        for path in ["app/a.env", "x/node_modules", "node_modules/a/b", "usr/share/doc/x"] {
            assert!(skip.covers(path), "{path}");
        }
        for path in ["app/b/a.env", "usr/shared", "app"] {
            assert!(!skip.covers(path), "{path}");
        }
        assert!(Skip::new(&["a[".to_owned()], &[]).is_err());
    }
}
