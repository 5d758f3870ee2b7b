//! WordPress, its plugins and its themes.
//!
//! Format: <https://developer.wordpress.org/plugins/plugin-basics/header-requirements/>,
//! <https://developer.wordpress.org/themes/basics/main-stylesheet-style-css/>: fields of a comment in the first 8 KiB.
//! Files: `wp-includes/version.php`; PHP files in `wp-content/plugins`, in `wp-content/mu-plugins` and in folders there;
//! `wp-content/themes/*/style.css`.
//! Limits: OSV knows WordPress itself, by Bitnami's records, but neither plugins nor themes: these are told, not judged.

use crate::{Advisories, Analyzer, Ecosystem, File, FileFacts, Names, Stat, license};
use tidewaiter_model::{Class, Package, Purl};

/// WordPress itself.
pub(crate) const CORE: Ecosystem = Ecosystem {
    id: "wordpress",
    class: Class::LangPkgs,
    kind: "wordpress",
    target: Some("WordPress"),
    evr: false,
    advisories: Some(Advisories { osv: "Bitnami", order: tidewaiter_versions::BITNAMI, same_name: |a, b| a == b }),
};

/// Its plugins.
pub(crate) const PLUGIN: Ecosystem = Ecosystem { id: "wordpress-plugin", kind: "wordpress-plugin", advisories: None, ..CORE };

/// Its themes.
pub(crate) const THEME: Ecosystem = Ecosystem { id: "wordpress-theme", kind: "wordpress-theme", advisories: None, ..CORE };

/// The analyzer.
pub(crate) struct WordPress;

/// A file of WordPress.
enum Part<'a> {
    Core,
    /// The name of the folder or of the file, by which the plugin is known.
    Plugin(&'a str),
    Theme(&'a str),
}

const MAX: u64 = 16 << 20;
/// WordPress looks no further for a header.
const HEADER: usize = 8 << 10;

impl Analyzer for WordPress {
    fn id(&self) -> &'static str {
        "wordpress"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".php", ".css"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.size <= MAX && (stat.path.ends_with(".php") || stat.path.ends_with("/style.css")) && part(stat.path).is_some()
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let head = String::from_utf8_lossy(file.bytes.get(..HEADER).unwrap_or(file.bytes));
        match part(file.stat.path) {
            Some(Part::Core) => core(&head, facts),
            Some(Part::Plugin(name)) if field(&head, "Plugin Name").is_some() => addition(&PLUGIN, name, &head, facts),
            Some(Part::Theme(name)) if field(&head, "Theme Name").is_some() => addition(&THEME, name, &head, facts),
            _ => {}
        }
    }
}

fn part(path: &str) -> Option<Part<'_>> {
    let is_below =
        |folder: &str, name: &str| folder == name || folder.strip_suffix(name).is_some_and(|above| above.ends_with('/'));
    let (folder, file) = path.rsplit_once('/')?;
    if file == "version.php" && is_below(folder, "wp-includes") {
        return Some(Part::Core);
    }
    let is_plugins = |folder| is_below(folder, "wp-content/plugins") || is_below(folder, "wp-content/mu-plugins");
    if is_plugins(folder) {
        return file.strip_suffix(".php").map(Part::Plugin);
    }
    let (above, name) = folder.rsplit_once('/')?;
    if is_plugins(above) && file.ends_with(".php") {
        return Some(Part::Plugin(name));
    }
    (file == "style.css" && is_below(above, "wp-content/themes")).then_some(Part::Theme(name))
}

/// `$wp_version = '6.1.9';`.
fn core(text: &str, facts: &mut FileFacts) {
    let assigned = text.lines().find_map(|line| line.trim().strip_prefix("$wp_version")?.trim_start().strip_prefix('='));
    let version =
        assigned.and_then(|value| value.trim().trim_end_matches(';').trim().strip_prefix(['\'', '"'])?.split(['\'', '"']).next());
    match version.filter(|version| !version.is_empty()) {
        Some(version) => {
            facts.packages.push(package(&CORE, "wordpress", version, Purl::new("generic", "", "wordpress", version), facts))
        }
        None => facts.problem("a version.php of WordPress without a version"),
    }
}

fn addition(ecosystem: &Ecosystem, name: &str, head: &str, facts: &mut FileFacts) {
    let version = field(head, "Version").unwrap_or("");
    let mut package = package(ecosystem, name, version, Purl::new(ecosystem.id, "", name, version), facts);
    license::add(&mut package.licenses, field(head, "License").unwrap_or(""));
    facts.packages.push(package);
}

fn package(ecosystem: &Ecosystem, name: &str, version: &str, purl: Purl, facts: &FileFacts) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: facts.path.clone(),
        purl: Some(purl),
        ..Package::default()
    }
}

/// The value of a header's field, which stands on a line of its own after what makes it a comment.
fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("<?php").unwrap_or(line).trim_start_matches([' ', '\t', '/', '*', '#', '@']);
        let value =
            line.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name)).and_then(|_| line.get(name.len()..))?;
        let value = value.trim_start().strip_prefix(':')?;
        let value = value.split("*/").next().and_then(|value| value.split("?>").next())?.trim();
        (!value.is_empty()).then_some(value)
    })
}
