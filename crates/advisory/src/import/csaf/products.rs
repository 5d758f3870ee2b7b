//! What a product id of a document stands for: a package in a release of a distribution.
//!
//! An id such as `AppStream-9.4.0.Z.MAIN:openssl-1:3.0.7-27.el9.x86_64` is that of a relationship: a component (a purl, or at least
//! a name-version-release) is part of a platform (a CPE or a name). Older documents put a module between the two.
//! Guide: <https://redhatproductsecurity.github.io/security-data-guidelines/csaf-vex/>.

use super::document::{Branch, Helper, Product, ProductTree, Relationship};
use super::publisher::Publisher;
use crate::import::modules::name_in_stream;
use std::collections::HashMap;
use std::str::FromStr;
use tidewaiter_model::Purl;

/// Relationships from a package to its platform: package, module, release.
const MAX_STEPS: usize = 4;
const ARCHITECTURES: [&str; 13] =
    ["src", "nosrc", "noarch", "x86_64", "aarch64", "ppc64le", "ppc64", "ppc", "s390x", "s390", "i686", "i586", "riscv64"];

/// A package in a release.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Component {
    pub(super) ecosystem: &'static str,
    pub(super) release: String,
    /// Within its stream, if it is of a module.
    pub(super) package: String,
    /// `[epoch:]version-release`; empty where all versions are meant.
    pub(super) version: String,
    pub(super) is_source: bool,
}

/// The products of a document by id.
pub(super) struct Products<'a> {
    publisher: Publisher,
    relationships: HashMap<&'a str, &'a Relationship>,
    named: HashMap<&'a str, &'a Product>,
}

impl<'a> Products<'a> {
    pub(super) fn new(tree: &'a ProductTree, publisher: Publisher) -> Self {
        let mut named = HashMap::new();
        tree.full_product_names.iter().for_each(|product| insert(&mut named, product));
        let mut branches: Vec<&Branch> = tree.branches.iter().collect();
        while let Some(branch) = branches.pop() {
            branch.product.iter().for_each(|product| insert(&mut named, product));
            branches.extend(&branch.branches);
        }
        let of = |relationship: &'a Relationship| (relationship.full_product_name.product_id.as_str(), relationship);
        Self { publisher, relationships: tree.relationships.iter().map(of).collect(), named }
    }

    /// `None` for what is no package of a distribution's release: an image, a product of its own.
    pub(super) fn component(&self, id: &str, is_fixed: bool) -> Option<Component> {
        let relationship = self.relationships.get(id)?;
        let mut platform = relationship.relates_to_product_reference.as_str();
        let mut module = None;
        for _ in 0..MAX_STEPS {
            let Some(outer) = self.relationships.get(platform) else { break };
            module = Some(outer.product_reference.as_str());
            platform = &outer.relates_to_product_reference;
        }
        let platform_helper = self.helper(platform);
        let name = self.named.get(platform).map_or(platform, |product| product.name.as_str());
        let (ecosystem, release) = self.publisher.release(name, platform_helper.and_then(|helper| helper.cpe.as_deref()))?;
        let reference = relationship.product_reference.as_str();
        let purl = self.helper(reference).and_then(|helper| helper.purl.as_deref()).and_then(|purl| Purl::from_str(purl).ok());
        let mut package = match purl {
            Some(purl) => of_purl(&purl)?,
            None => of_name(reference, is_fixed),
        };
        if package.stream.is_none() {
            package.stream = module.map(|module| self.module(module));
        }
        if package.name.is_empty() || is_debug_information(&package.name) || is_fixed == package.version.is_empty() {
            return None;
        }
        let name = package.stream.map_or(package.name.clone(), |stream| name_in_stream(&stream, &package.name));
        Some(Component { ecosystem, release, package: name, version: package.version, is_source: package.is_source })
    }

    fn helper(&self, id: &str) -> Option<&'a Helper> {
        self.named.get(id).map(|product| &product.product_identification_helper)
    }

    /// `nodejs:18` of a module's product.
    fn module(&self, id: &str) -> String {
        let purl = self.helper(id).and_then(|helper| helper.purl.as_deref()).and_then(|purl| Purl::from_str(purl).ok());
        purl.map_or_else(|| stream(id), |purl| stream(&format!("{}:{}", purl.name, purl.version)))
    }
}

struct Package {
    name: String,
    version: String,
    is_source: bool,
    stream: Option<String>,
}

fn insert<'a>(named: &mut HashMap<&'a str, &'a Product>, product: &'a Product) {
    named.entry(product.product_id.as_str()).or_insert(product);
}

/// `None` for what is no rpm package: an image, a module as a whole.
fn of_purl(purl: &Purl) -> Option<Package> {
    let version = match purl.qualifier("epoch").filter(|epoch| *epoch != "0") {
        Some(epoch) if !purl.version.is_empty() => format!("{epoch}:{}", purl.version),
        _ => purl.version.clone(),
    };
    let is_source = purl.qualifier("arch") == Some("src");
    let stream = match purl.kind.as_str() {
        "rpm" => purl.qualifier("rpmmod").map(stream),
        // Until 2025 a package of a module that has no fix was `pkg:rpmmod/redhat/ruby:2.6/ruby`.
        "rpmmod" => Some(stream(purl.namespace.split_once('/')?.1)),
        _ => return None,
    };
    // SUSE's advisories are asked by source package.
    if let Some(source) = purl.qualifier("upstream").and_then(|file| file.strip_suffix(".src.rpm")) {
        let source = of_name(source, !version.is_empty());
        return Some(Package { is_source: true, stream, ..source });
    }
    Some(Package { name: purl.name.clone(), version, is_source, stream })
}

/// `nodejs:18` of `nodejs:18:8090020240301110609:a75119d5`.
fn stream(module: &str) -> String {
    module.splitn(3, ':').take(2).collect::<Vec<_>>().join(":")
}

/// A package by its `name-[epoch:]version-release[.arch][.rpm][::module:stream]`, or by its name alone.
fn of_name(text: &str, has_version: bool) -> Package {
    let (text, stream) = text.split_once("::").map_or((text, None), |(text, stream)| (text, Some(stream.to_owned())));
    let text = text.strip_suffix(".rpm").unwrap_or(text);
    let (bare, arch) = match text.rsplit_once('.') {
        Some((bare, arch)) if ARCHITECTURES.contains(&arch) => (bare, arch),
        _ => (text, ""),
    };
    let is_source = arch == "src";
    let mut parts = bare.rsplitn(3, '-');
    match (has_version, parts.next(), parts.next(), parts.next()) {
        (true, Some(release), Some(version), Some(name)) => {
            let version = version.strip_prefix("0:").unwrap_or(version);
            Package { name: name.to_owned(), version: format!("{version}-{release}"), is_source, stream }
        }
        _ => Package { name: bare.to_owned(), version: String::new(), is_source, stream },
    }
}

/// It holds no code that runs.
fn is_debug_information(name: &str) -> bool {
    ["-debuginfo", "-debugsource", "-debuginfo-common"].iter().any(|end| name.ends_with(end)) || name.contains("-debuginfo-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purls_of_modules_are_read_in_both_forms() {
        let told = |purl: &str| of_purl(&Purl::from_str(purl).unwrap()).map(|p| (p.stream.unwrap_or_default(), p.name));
        let ruby = Some(("ruby:2.6".to_owned(), "ruby".to_owned()));
        assert_eq!(told("pkg:rpmmod/redhat/ruby:2.6/ruby"), ruby);
        assert_eq!(told("pkg:rpm/redhat/ruby?arch=src&rpmmod=ruby:2.6"), ruby);
        assert_eq!(told("pkg:rpm/redhat/ruby@2.6.1-1?rpmmod=ruby:2.6:8060020220810162001:ad008a3a"), ruby);
        assert_eq!(told("pkg:rpmmod/redhat/ruby@3.0:8060020220810162001:ad008a3a"), None);
        assert_eq!(told("pkg:oci/ubi9"), None);
    }

    #[test]
    fn names_are_taken_apart() {
        let told = |text, has_version| {
            let package = of_name(text, has_version);
            (package.name, package.version, package.is_source, package.stream.unwrap_or_default())
        };
        let of = |name: &str, version: &str, is_source, stream: &str| {
            (name.to_owned(), version.to_owned(), is_source, stream.to_owned())
        };
        assert_eq!(told("samba-0:4.18.6-2.el9.x86_64", true), of("samba", "4.18.6-2.el9", false, ""));
        assert_eq!(
            told("npm-1:8.19.4-1.module+el8.noarch::nodejs:18", true),
            of("npm", "1:8.19.4-1.module+el8", false, "nodejs:18")
        );
        assert_eq!(told("golang-1.17.3-32.oe2203.src.rpm", true), of("golang", "1.17.3-32.oe2203", true, ""));
        assert_eq!(told("libopenssl-1_0_0-devel", false), of("libopenssl-1_0_0-devel", "", false, ""));
        assert_eq!(told("samba.src", false), of("samba", "", true, ""));
        assert_eq!(told("", true), of("", "", false, ""));
    }
}
