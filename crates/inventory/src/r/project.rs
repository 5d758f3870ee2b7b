//! What an R project asks for.
//!
//! Format: <https://cran.r-project.org/doc/manuals/r-release/R-exts.html#Package-Dependencies>.
//! Files: `DESCRIPTION` without `Built`, which a package has that is not installed, and so have projects that declare their
//! dependencies for renv.
//! What is suggested or enhanced is for developers.

use super::names;
use crate::dpkg::control::paragraphs;
use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "r-description",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["DESCRIPTION"]),
    wants: |stat| stat.name() == "DESCRIPTION",
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers; others have files of this name, too")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let text = text.replace("\r\n", "\n");
    let Some(fields) = paragraphs(&text).next().filter(|fields| fields.get("Built").is_none()) else { return Ok(()) };
    let lists = [("Depends", false), ("Imports", false), ("LinkingTo", false), ("Suggests", true), ("Enhances", true)];
    for (key, dev) in lists {
        let list = fields.folded(key).unwrap_or_default();
        let declared = names(&list).map(|name| Declared { purl_type: "cran".into(), name: name.to_owned(), dev });
        facts.declared.extend(declared);
    }
    Ok(())
}
