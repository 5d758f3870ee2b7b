//! Version orders of package managers, and CVSS scores: pure functions over strings, useful alone.
//!
//! An order is **total**: strings that are not versions sort below all that are, so that nothing panics on input and
//! sorting always ends; [`Order::is_valid`] tells them apart. One module an order; [`orders`] lists them.

pub mod cvss;
mod order;

pub use order::alpm::ORDER as ALPM;
pub use order::apk::ORDER as APK;
pub use order::bitnami::ORDER as BITNAMI;
pub use order::composer::ORDER as COMPOSER;
pub use order::conan::ORDER as CONAN;
pub use order::cran::ORDER as CRAN;
pub use order::dart::ORDER as PUB;
pub use order::dpkg::ORDER as DPKG;
pub use order::go::ORDER as GO;
pub use order::hackage::ORDER as HACKAGE;
pub use order::julia::ORDER as JULIA;
pub use order::maven::ORDER as MAVEN;
pub use order::nuget::ORDER as NUGET;
pub use order::pep440::ORDER as PEP440;
pub use order::portage::ORDER as PORTAGE;
pub use order::rpm::ORDER as RPM;
pub use order::rubygems::ORDER as RUBYGEMS;
pub use order::semver::ORDER as SEMVER;

use std::cmp::Ordering;

/// How one package manager orders versions.
#[derive(Clone, Copy)]
pub struct Order {
    /// `dpkg`, `apk`, `bitnami`, `alpm`, `portage`, `composer`, `conan`, `cran`, `hackage`, `julia`, `semver`, `pep440`, `go`,
    /// `rpm`, `rubygems`, `maven`, `nuget`, `pub`.
    pub id: &'static str,
    compare: fn(&str, &str) -> Ordering,
    is_valid: fn(&str) -> bool,
}

impl Order {
    /// Which of two versions is newer.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        (self.compare)(a, b)
    }

    /// Whether the package manager would accept this as a version.
    #[must_use]
    pub fn is_valid(&self, version: &str) -> bool {
        (self.is_valid)(version)
    }
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// Every order.
#[must_use]
pub fn orders() -> [Order; 18] {
    [
        ALPM, APK, BITNAMI, COMPOSER, CONAN, CRAN, DPKG, GO, HACKAGE, JULIA, MAVEN, NUGET, PEP440, PORTAGE, PUB, RPM, RUBYGEMS,
        SEMVER,
    ]
}
