//! How each publisher names the releases of its distributions in a document, and whether it tells fixes by source package.

/// Who published a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Publisher {
    RedHat,
    Suse,
    OpenEuler,
}

/// SUSE's products that systems are asked for as, without their versions; desktops, managers, images and the like repeat them.
const SUSE_SYSTEMS: [&str; 6] = [
    "Linux Enterprise High Performance Computing ",
    "Linux Enterprise Micro ",
    "Linux Enterprise Module for ",
    "Linux Enterprise Server ",
    "Linux Enterprise Software Development Kit ",
    "Linux Micro ",
];

impl Publisher {
    /// By the address that its documents name.
    pub(super) fn of(namespace: &str) -> Option<Self> {
        let host = namespace.split("://").nth(1)?.split('/').next()?;
        let is = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
        [("redhat.com", Self::RedHat), ("suse.com", Self::Suse), ("openeuler.org", Self::OpenEuler)]
            .into_iter()
            .find(|(domain, _)| is(domain))
            .map(|(_, publisher)| publisher)
    }

    /// The OSV ecosystem and release of a platform; `None` for one that no system is asked for as.
    pub(super) fn release(self, name: &str, cpe: Option<&str>) -> Option<(&'static str, String)> {
        match self {
            // Layered products have streams of their own, which nothing in a system names.
            Self::RedHat => {
                const SYSTEMS: [&str; 5] = ["enterprise_linux", "rhel_aus", "rhel_e4s", "rhel_eus", "rhel_tus"];
                let (_, product) = cpe?.strip_prefix("cpe:/")?.split_once(":redhat:")?;
                let is_system = product.split_once(':').is_some_and(|(name, _)| SYSTEMS.contains(&name));
                is_system.then(|| ("Red Hat", product.trim_end_matches(':').to_owned()))
            }
            Self::Suse => match name.split_once(' ')? {
                ("openSUSE", release) => Some(("openSUSE", release.to_owned())),
                ("SUSE", release) if SUSE_SYSTEMS.iter().any(|of| release.starts_with(of)) => Some(("SUSE", release.to_owned())),
                _ => None,
            },
            Self::OpenEuler => {
                let (_, product) = cpe?.strip_prefix("cpe:/")?.split_once(":openEuler:openEuler")?;
                let release = product.strip_prefix([':', '-'])?;
                (!release.is_empty()).then(|| ("openEuler", release.to_owned()))
            }
        }
    }

    /// The system that a release is a part of, and the release's place in the order in which its parts are asked: what a later one
    /// repeats of an earlier need not be kept.
    pub(super) fn part(self, release: &str) -> (&str, usize) {
        const STREAMS: [&str; 3] = ["baseos", "appstream", "crb"];
        match release.split_once("::").filter(|_| self == Self::RedHat) {
            Some((system, stream)) => (system, STREAMS.iter().position(|known| *known == stream).unwrap_or(STREAMS.len())),
            None => (release, usize::MAX),
        }
    }

    /// Whether its distribution's packages are asked for by their sources, so that binary packages need not be kept.
    pub(super) fn tells_sources(self) -> bool {
        self != Self::RedHat
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_named_as_osv_names_them() {
        let of = |publisher: &str, name: &str, cpe: &str| {
            Publisher::of(publisher).unwrap().release(name, Some(cpe)).map(|(osv, release)| format!("{osv}:{release}"))
        };
        let redhat = "https://www.redhat.com";
        assert_eq!(
            of(redhat, "", "cpe:/a:redhat:enterprise_linux:9::appstream").unwrap(),
            "Red Hat:enterprise_linux:9::appstream"
        );
        assert_eq!(of(redhat, "", "cpe:/o:redhat:enterprise_linux:10.0").unwrap(), "Red Hat:enterprise_linux:10.0");
        assert_eq!(of(redhat, "", "cpe:/o:redhat:rhel_eus:9.2::baseos").unwrap(), "Red Hat:rhel_eus:9.2::baseos");
        assert_eq!(of(redhat, "", "cpe:/a:redhat:openshift:4.16::el9"), None);
        let suse = "https://www.suse.com/";
        assert_eq!(of(suse, "SUSE Linux Enterprise Server 15 SP5", "").unwrap(), "SUSE:Linux Enterprise Server 15 SP5");
        assert_eq!(of(suse, "openSUSE Tumbleweed", "").unwrap(), "openSUSE:Tumbleweed");
        assert_eq!(of(suse, "SUSE Linux Enterprise Server LTSS Extended Security 12 SP5", "").map(|_| ()), Some(()));
        assert_eq!(of(suse, "SUSE Linux Enterprise Desktop 15 SP5", ""), None);
        assert_eq!(of(suse, "Container", ""), None);
        let openeuler = "https://www.openeuler.org";
        assert_eq!(of(openeuler, "", "cpe:/a:openEuler:openEuler:24.03-LTS-SP1").unwrap(), "openEuler:24.03-LTS-SP1");
        assert_eq!(of(openeuler, "", "cpe:/a:openEuler:openEuler-22.03-LTS").unwrap(), "openEuler:22.03-LTS");
        assert_eq!(Publisher::of("https://notredhat.com"), None);
    }
}
