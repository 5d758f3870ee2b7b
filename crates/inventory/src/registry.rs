//! The one list of analyzers, ecosystems and distributions. A new one is a folder, its `mod` line in `lib.rs`, and a line
//! in each list here.

use crate::distribution::{
    almalinux, alpaquita, alpine, amazon, arch, azure, bottlerocket, debian, echo, fedora, gentoo, minimos, openeuler, oracle,
    photon, rhel, rocky, suse, ubuntu, wolfi,
};
use crate::{Analyzer, Distribution, Ecosystem};
use crate::{
    agents, apk, beam, binary, chisel, cocoapods, conan, conda, dart, dotnet, dpkg, elf_note, github_actions, go_binary, go_mod,
    haskell, homebrew, java, javascript, julia, linux_kernel, lua, models, nix, npm, opam, opkg, os_release, pacman, perl, php,
    portage, python, r, rhel_content, rpm, ruby, rust, sbom, snap, swift, swipl, terraform, vcpkg,
};

/// Every analyzer.
#[must_use]
pub fn analyzers() -> &'static [&'static dyn Analyzer] {
    &[
        &agents::card::ANALYZER,
        &agents::mcp::ANALYZER,
        &apk::Apk,
        &beam::manifest::ANALYZER,
        &beam::mix::ANALYZER,
        &beam::rebar::ANALYZER,
        &binary::Binary,
        &binary::STATED,
        &crate::bottlerocket::ANALYZER,
        &chisel::Chisel,
        &cocoapods::ANALYZER,
        &conan::cache::Cache,
        &conan::info::ANALYZER,
        &conan::lock::ANALYZER,
        &conan::manifest::ANALYZER,
        &conda::CondaEnvironment,
        &conda::CondaMeta,
        &dart::ANALYZER,
        &dotnet::assembly::Assembly,
        &dotnet::bundle::Bundle,
        &dotnet::config::ANALYZER,
        &dotnet::deps::ANALYZER,
        &dotnet::lock::ANALYZER,
        &dotnet::paket::ANALYZER,
        &dotnet::paket::MANIFEST,
        &dotnet::props::ANALYZER,
        &dpkg::Dpkg,
        &elf_note::ElfNote,
        &github_actions::ANALYZER,
        &go_binary::GoBinary,
        &go_mod::GoMod,
        &haskell::freeze::ANALYZER,
        &haskell::manifest::ANALYZER,
        &haskell::registered::ANALYZER,
        &haskell::stack::ANALYZER,
        &homebrew::Homebrew,
        &java::Gradle,
        &java::Java,
        &java::Pom,
        &java::Sbt,
        &javascript::bun::ANALYZER,
        &javascript::deno::ANALYZER,
        &javascript::manifest::ANALYZER,
        &javascript::npm::ANALYZER,
        &javascript::pnpm::ANALYZER,
        &javascript::yarn::ANALYZER,
        &julia::manifest::ANALYZER,
        &julia::project::ANALYZER,
        &linux_kernel::Image,
        &linux_kernel::Module,
        &linux_kernel::Modules,
        &lua::lock::ANALYZER,
        &lua::rockspec::ANALYZER,
        &lua::rockspec::MANIFEST,
        &models::Gguf,
        &models::HuggingFace,
        &models::Safetensors,
        &nix::Nix,
        &npm::Npm,
        &opam::ANALYZER,
        &opam::LOCK,
        &opkg::Opkg,
        &os_release::OsRelease,
        &pacman::Pacman,
        &perl::installed::ANALYZER,
        &perl::licenses::ANALYZER,
        &perl::log::Log,
        &perl::snapshot::ANALYZER,
        &php::installed::ANALYZER,
        &php::lock::ANALYZER,
        &php::manifest::ANALYZER,
        &php::pear::Pear,
        &php::wordpress::WordPress,
        &portage::Portage,
        &python::Egg,
        &python::Pdm,
        &python::Pipenv,
        &python::Poetry,
        &python::Pylock,
        &python::Python,
        &python::PythonManifest,
        &python::Requirements,
        &python::Uv,
        &r::installed::ANALYZER,
        &r::lock::ANALYZER,
        &r::project::ANALYZER,
        &rhel_content::RhelContent,
        &rpm::Rpm,
        &ruby::gemspec::Gemspec,
        &ruby::lock::ANALYZER,
        &ruby::manifest::ANALYZER,
        &rust::auditable::Auditable,
        &rust::lock::ANALYZER,
        &rust::manifest::ANALYZER,
        &sbom::Sbom,
        &sbom::native_image::NativeImage,
        &snap::ANALYZER,
        &snap::MANIFEST,
        &swift::manifest::ANALYZER,
        &swift::resolved::ANALYZER,
        &swipl::ANALYZER,
        &terraform::Installed,
        &terraform::LOCK,
        &vcpkg::manifest::ANALYZER,
        &vcpkg::port::Port,
        &vcpkg::status::ANALYZER,
    ]
}

/// Every ecosystem.
#[must_use]
pub fn ecosystems() -> &'static [Ecosystem] {
    &[
        agents::AGENT,
        agents::MCP,
        agents::MCP_NPM,
        agents::MCP_PYPI,
        apk::ECOSYSTEM,
        beam::mix::ECOSYSTEM,
        beam::rebar::ECOSYSTEM,
        binary::ECOSYSTEM,
        binary::UNADVISED,
        cocoapods::ECOSYSTEM,
        conan::INSTALLED,
        conan::lock::ECOSYSTEM,
        conda::ENVIRONMENT,
        conda::META,
        dart::ECOSYSTEM,
        dotnet::assembly::ECOSYSTEM,
        dotnet::deps::ECOSYSTEM,
        dotnet::lock::ECOSYSTEM,
        dotnet::paket::ECOSYSTEM,
        dotnet::props::ECOSYSTEM,
        dpkg::ECOSYSTEM,
        elf_note::ECOSYSTEM,
        github_actions::ECOSYSTEM,
        go_binary::ECOSYSTEM,
        go_mod::ECOSYSTEM,
        haskell::ECOSYSTEM,
        haskell::registered::ECOSYSTEM,
        homebrew::ECOSYSTEM,
        java::ECOSYSTEM,
        java::GRADLE,
        java::POM,
        java::SBT,
        javascript::bun::ECOSYSTEM,
        javascript::deno::ECOSYSTEM,
        javascript::deno::JSR,
        javascript::npm::ECOSYSTEM,
        javascript::pnpm::ECOSYSTEM,
        javascript::yarn::ECOSYSTEM,
        julia::manifest::ECOSYSTEM,
        linux_kernel::ECOSYSTEM,
        lua::lock::ECOSYSTEM,
        lua::rockspec::ECOSYSTEM,
        models::ECOSYSTEM,
        nix::ECOSYSTEM,
        npm::ECOSYSTEM,
        opam::ECOSYSTEM,
        opkg::ECOSYSTEM,
        pacman::ECOSYSTEM,
        perl::INSTALLED,
        perl::snapshot::ECOSYSTEM,
        php::installed::ECOSYSTEM,
        php::lock::ECOSYSTEM,
        php::pear::ECOSYSTEM,
        php::wordpress::CORE,
        php::wordpress::PLUGIN,
        php::wordpress::THEME,
        portage::ECOSYSTEM,
        python::ECOSYSTEM,
        python::PDM,
        python::PIP,
        python::PIPENV,
        python::POETRY,
        python::PYLOCK,
        python::UV,
        r::installed::BIOCONDUCTOR,
        r::installed::ECOSYSTEM,
        r::lock::BIOCONDUCTOR,
        r::lock::ECOSYSTEM,
        rpm::ECOSYSTEM,
        ruby::gemspec::ECOSYSTEM,
        ruby::lock::ECOSYSTEM,
        rust::auditable::ECOSYSTEM,
        rust::lock::ECOSYSTEM,
        sbom::BITNAMI,
        sbom::OTHER,
        snap::ECOSYSTEM,
        swift::resolved::ECOSYSTEM,
        swipl::ECOSYSTEM,
        terraform::ECOSYSTEM,
        vcpkg::manifest::ECOSYSTEM,
        vcpkg::status::ECOSYSTEM,
    ]
}

/// Every distribution.
#[must_use]
pub fn distributions() -> &'static [Distribution] {
    &[
        almalinux::DISTRIBUTION,
        alpaquita::DISTRIBUTION,
        alpine::DISTRIBUTION,
        amazon::DISTRIBUTION,
        arch::DISTRIBUTION,
        azure::AZURE,
        bottlerocket::DISTRIBUTION,
        rhel::CENTOS,
        wolfi::CHAINGUARD,
        debian::DISTRIBUTION,
        echo::DISTRIBUTION,
        fedora::DISTRIBUTION,
        gentoo::DISTRIBUTION,
        azure::MARINER,
        minimos::DISTRIBUTION,
        oracle::DISTRIBUTION,
        openeuler::DISTRIBUTION,
        suse::OPENSUSE,
        suse::LEAP,
        suse::LEAP_MICRO,
        suse::TUMBLEWEED,
        photon::DISTRIBUTION,
        rhel::RHEL,
        rocky::DISTRIBUTION,
        suse::SL_MICRO,
        suse::SLE_MICRO,
        suse::SLE_MICRO_RANCHER,
        suse::SLES,
        suse::SLES_SAP,
        ubuntu::DISTRIBUTION,
        wolfi::WOLFI,
    ]
}

/// The ecosystem of what a bill of materials states under this purl type; `None` if no unit knows it.
#[must_use]
pub fn stated_as(purl_type: &str) -> Option<&'static Ecosystem> {
    const TYPES: &[(&str, Ecosystem)] = &[
        ("alpm", pacman::ECOSYSTEM),
        ("apk", apk::ECOSYSTEM),
        ("bitnami", sbom::BITNAMI),
        ("cargo", rust::lock::ECOSYSTEM),
        ("composer", php::lock::ECOSYSTEM),
        ("conan", conan::lock::ECOSYSTEM),
        ("conda", conda::META),
        ("cran", r::installed::ECOSYSTEM),
        ("deb", dpkg::ECOSYSTEM),
        ("ebuild", portage::ECOSYSTEM),
        ("gem", ruby::gemspec::ECOSYSTEM),
        ("golang", go_binary::ECOSYSTEM),
        ("hackage", haskell::ECOSYSTEM),
        ("hex", beam::mix::ECOSYSTEM),
        ("julia", julia::manifest::ECOSYSTEM),
        ("maven", java::ECOSYSTEM),
        ("npm", npm::ECOSYSTEM),
        ("nuget", dotnet::lock::ECOSYSTEM),
        ("opam", opam::ECOSYSTEM),
        ("pub", dart::ECOSYSTEM),
        ("pypi", python::ECOSYSTEM),
        ("rpm", rpm::ECOSYSTEM),
        ("swift", swift::resolved::ECOSYSTEM),
    ];
    TYPES.iter().find(|(known, _)| *known == purl_type).map(|(_, ecosystem)| ecosystem)
}

/// The ecosystem of this id.
#[must_use]
pub fn ecosystem(id: &str) -> Option<&'static Ecosystem> {
    ecosystems().iter().find(|ecosystem| ecosystem.id == id)
}

/// The distribution of this family (`ID` of os-release).
#[must_use]
pub fn distribution(family: &str) -> Option<&'static Distribution> {
    distributions().iter().find(|distribution| distribution.family == family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_listed_twice() {
        for mut ids in [
            ecosystems().iter().map(|e| e.id).collect::<Vec<_>>(),
            distributions().iter().map(|d| d.family).collect(),
            analyzers().iter().map(|a| a.id()).collect(),
        ] {
            ids.sort_unstable();
            assert!(ids.is_sorted_by(|a, b| a < b), "one of these is taken: {ids:?}");
        }
    }

    #[test]
    fn every_unit_has_samples_and_the_script_that_made_them() {
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for folder in std::fs::read_dir(source).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
            if !folder.ends_with("distribution") && !folder.ends_with("testing") {
                assert!(folder.join("testdata/make.sh").is_file(), "{}", folder.display());
            }
        }
    }
}
