//! OVAL definitions about rpm packages: which versions each erratum or vulnerability concerns.
//!
//! Specification: <https://oval.mitre.org/language/version5.11/>, components `definitions`, `linux` (`rpminfo_test`). A document
//! lists definitions first and the tests, objects and states that their criteria refer to after them, so it is read twice: once
//! for these, and once for the definitions, one at a time.
//! Where a test is not in the document, its comment tells the same in words: `openssl is earlier than 1:3.0.7-27.el9`.
//! Limits: tests of other things than a package's version and a module are passed over, among them signatures and architectures;
//! what is negated says nothing.

pub(super) mod azure;
mod criteria;
pub(super) mod oracle;
mod tests_of;

use super::documents::Documents;
use super::feed::{ImportError, Imported};
use super::xml::{self, Element};
use criteria::Statement;
use tests_of::Tests;

/// What a definition comes to; the document's name tells a release where nothing else does.
type Take = fn(&Element, Vec<Statement>, &str, &mut Imported);

fn read(documents: &mut Documents, imported: &mut Imported, take: Take) -> Result<(), ImportError> {
    imported.each_document(documents, "a document of OVAL definitions", &mut |imported, name, bytes| {
        let (tests, outcome) = Tests::read(bytes);
        let definitions = xml::each(bytes, &["definition"], &mut |definition| {
            let statements = criteria::statements(&definition, &tests);
            take(&definition, statements, name, imported);
        });
        xml::expect_root(outcome.and(definitions), &["oval_definitions"])
    })
}
