//! Makes a digest of everything that facts of layers come from: the sources of this crate and of those below it that read files, and
//! the versions of libraries. Facts that another program has kept are used only where it was built from the same.

use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const CRATES: [&str; 8] = ["image", "inventory", "misconfig", "model", "scan", "secrets", "sqlite", "versions"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for name in CRATES {
        let folder = Path::new("..").join(name).join("src");
        println!("cargo::rerun-if-changed={}", folder.display());
        list(&folder, &mut files)?;
    }
    let versions = Path::new("../../Cargo.lock");
    println!("cargo::rerun-if-changed={}", versions.display());
    files.push(versions.to_owned());
    files.sort();
    let mut hasher = Sha256::new();
    for file in files {
        let bytes = fs::read(&file)?;
        hasher.update(file.to_string_lossy().replace('\\', "/"));
        hasher.update(bytes.len().to_le_bytes());
        hasher.update(bytes);
    }
    let digest: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=TIDEWAITER_FACTS={digest}");
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { list(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
