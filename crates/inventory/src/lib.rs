//! Analyzers: what a file system holds.
//!
//! One folder an ecosystem, each with its reader, its own samples in `testdata/` (and the script that made them) and its
//! [`Ecosystem`]; `registry.rs` lists them. Readers are pure functions of one file's bytes.

mod agents;
mod analyzer;
mod apk;
mod beam;
mod binary;
mod bottlerocket;
mod by_name;
mod chisel;
mod cocoapods;
mod conan;
mod conda;
mod dart;
mod distribution;
mod dotnet;
mod dpkg;
mod ecosystem;
mod elf_note;
mod executable;
mod facts;
mod github_actions;
mod go_binary;
mod go_mod;
mod graph;
mod haskell;
mod homebrew;
mod java;
mod javascript;
mod julia;
mod license;
mod linux_kernel;
mod lua;
mod models;
mod nix;
mod npm;
mod opam;
mod opkg;
mod os_release;
mod pacman;
mod perl;
mod php;
mod portage;
mod python;
mod r;
mod registry;
mod repository;
mod rhel_content;
mod rpm;
mod ruby;
mod rust;
mod sbom;
mod snap;
mod source;
mod swift;
mod swipl;
mod terraform;
#[cfg(test)]
mod testing;
mod text_format;
mod vcpkg;

pub use analyzer::{Analyzer, File, Names, Partial, Setting, Stat};
pub use by_name::ByName;
pub use distribution::end_of_life::end_of_life;
pub use ecosystem::{Advised, Advisories, Distribution, Ecosystem};
pub use facts::{Declared, FileFacts, Licensed, OsFact};
pub use os_release::merge_os;
pub use registry::{analyzers, distribution, distributions, ecosystem, ecosystems, stated_as};
pub use sbom::{SbomError, SbomFormat, read_sbom};
pub use source::{Reader, Source};
