//! What package managers are called: in purls, by Grype, and in our reports.
//!
//! Grype's names: <https://github.com/anchore/syft/blob/main/syft/pkg/type.go>.

use tidewaiter_model::{Class, Package};

/// The names of one kind of packages.
pub(super) struct Kind {
    /// The type in purls.
    purl: &'static str,
    /// What Grype calls it.
    pub(super) grype: &'static str,
    /// The language, as Grype says it; empty for systems.
    pub(super) language: &'static str,
    /// What reports show them under together; `None` shows each file by itself.
    pub(super) target: Option<&'static str>,
    /// `Type` in reports.
    pub(super) kind: &'static str,
    /// Whether a distribution's package manager installs them, and then, whether versions have the form `[epoch:]version[-release]`.
    system: Option<bool>,
}

const fn language(
    purl: &'static str,
    grype: &'static str,
    language: &'static str,
    target: Option<&'static str>,
    kind: &'static str,
) -> Kind {
    Kind { purl, grype, language, target, kind, system: None }
}

const fn system(purl: &'static str, grype: &'static str, is_evr: bool) -> Kind {
    Kind { purl, grype, language: "", target: None, kind: "", system: Some(is_evr) }
}

const KINDS: [Kind; 27] = [
    system("deb", "deb", true),
    system("rpm", "rpm", true),
    system("apk", "apk", false),
    system("alpm", "alpm", true),
    system("ebuild", "portage", false),
    language("npm", "npm", "javascript", Some("Node.js"), "node-pkg"),
    language("pypi", "python", "python", Some("Python"), "python-pkg"),
    language("gem", "gem", "ruby", Some("Ruby"), "gemspec"),
    language("maven", "java-archive", "java", Some("Java"), "jar"),
    language("conda", "conda", "", Some("Conda"), "conda-pkg"),
    language("golang", "go-module", "go", None, "gobinary"),
    language("cargo", "rust-crate", "rust", None, "rustbinary"),
    language("composer", "php-composer", "php", None, "composer-vendor"),
    language("nuget", "dotnet", "dotnet", None, "dotnet-core"),
    language("conan", "conan", "c++", None, "conan"),
    language("pub", "dart-pub", "dart", None, "pub"),
    language("hex", "hex", "elixir", None, "hex"),
    language("hackage", "hackage", "haskell", None, "hackage"),
    language("swift", "swift", "swift", None, "swift"),
    language("cocoapods", "pod", "swift", None, "cocoapods"),
    language("cran", "R-package", "R", None, "cran"),
    language("luarocks", "lua-rocks", "lua", None, "luarocks"),
    language("opam", "opam", "ocaml", None, "opam"),
    language("github", "github-action", "", None, "github-actions"),
    language("nix", "nix", "", None, "nix"),
    language("bitnami", "bitnami", "", None, "bitnami"),
    language("generic", "binary", "", None, "binary"),
];

/// By the package's purl.
pub(super) fn of_package(package: &Package) -> Option<&'static Kind> {
    let purl = package.purl.as_ref()?;
    KINDS.iter().find(|kind| kind.purl == purl.kind)
}

/// By Grype's name.
pub(super) fn of_grype(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.grype == name)
}

impl Kind {
    pub(super) fn class(&self) -> Class {
        if self.system.is_some() { Class::OsPkgs } else { Class::LangPkgs }
    }

    pub(super) fn is_evr(&self) -> bool {
        self.system == Some(true)
    }
}
