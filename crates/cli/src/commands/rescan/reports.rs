//! The new reports.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tidewaiter_model::Report;
use tidewaiter_report::json;

/// Writes a report aside and puts it in its place: the folder may be that of the inventories themselves.
pub(super) fn write(report: &Report, path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    let aside = folder.join(name);
    let written = File::create(&aside).and_then(|file| {
        let mut out = BufWriter::new(file);
        json::write(report, json::Options { packages: true }, &mut out)?;
        out.flush()?;
        std::fs::rename(&aside, path)
    });
    if written.is_err() {
        // What could not be written is of no use to anybody.
        let _ = std::fs::remove_file(&aside);
    }
    written
}
