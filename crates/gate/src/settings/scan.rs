//! How images are scanned, and by what they are judged.

use super::definition::settings;
use super::size::ByteSize;
use super::word::Scanner;
use std::path::PathBuf;
use std::time::Duration;
use tidewaiter_image::Platform;
use tidewaiter_policy::Flags;

settings! {
    /// How images are scanned.
    Scan {
        /// Scan the images that agents name.
        enabled: bool = "false", "container.scan_enabled", "CONTAINER_SCAN_ENABLED";
        /// Be strict: without an image, a scanner or advisories, and when a scan fails or takes too long, nothing passes.
        required: bool = "false", "container.scan_required", "CONTAINER_SCAN_REQUIRED";
        /// Who scans; auto takes Trivy, then Grype, where they are installed, and else the built-in engine.
        scanner: Scanner = "auto", "container.scanner", "CONTAINER_SCANNER";
        /// How long a scan may take, in seconds.
        timeout: Duration = "300" in 1..=86_400, "container.scan_timeout", "CONTAINER_SCAN_TIMEOUT";
        /// How long a report is used again for the same image, in seconds; 0 for never.
        cache_ttl: Duration = "3600" in 0..=31_536_000, "container.scan_cache_ttl", "CONTAINER_SCAN_CACHE_TTL";
        /// Where Trivy keeps its advisories; else where it does by itself.
        trivy_cache_dir: Option<PathBuf> = "", "container.trivy_cache_dir", "CONTAINER_TRIVY_CACHE_DIR";
        /// The platform that is judged of an image for several; else this machine's, then linux/amd64.
        platform: Option<Platform> = "", "platform", "TIDEWAITER_PLATFORM";
    }
}

settings! {
    /// By what images are judged.
    Judging {
        /// Critical vulnerabilities fail, unless a policy says otherwise.
        fail_on_critical: bool = "true", "container.scan_fail_on_critical", "CONTAINER_SCAN_FAIL_ON_CRITICAL";
        /// Vulnerabilities of high severity fail, unless a policy says otherwise.
        fail_on_high: bool = "false", "container.scan_fail_on_high", "CONTAINER_SCAN_FAIL_ON_HIGH";
        /// Secrets fail, unless a policy says otherwise.
        fail_on_secrets: bool = "true", "container.scan_fail_on_secrets", "CONTAINER_SCAN_FAIL_ON_SECRETS";
        /// A policy, a TOML file; what it does not say is as the switches for critical and high vulnerabilities and secrets say.
        policy: Option<PathBuf> = "", "policy", "TIDEWAITER_POLICY";
    }
}

settings! {
    /// Our own engine's advisories.
    Advisories {
        /// Where our own engine keeps its advisories; else tidewaiter in the user's cache folder.
        cache_dir: Option<PathBuf> = "", "cache_dir", "TIDEWAITER_CACHE_DIR";
        /// How much our own engine keeps there of layers that it has read, so that it need not read them again: 500MB, 2GiB; 0 for nothing.
        cache_size: ByteSize = "1GiB" in 0..=1_125_899_906_842_624, "cache_size", "TIDEWAITER_CACHE_SIZE";
        /// Where advisories come from: a mirror of the OSV bucket, a folder or URL; or oci://registry/repository:tag.
        source: Option<String> = "", "db_source", "TIDEWAITER_DB_SOURCE";
        /// Where ratings come from: a mirror of NVD's yearly feeds, a folder or URL.
        nvd_source: Option<String> = "", "nvd_source", "TIDEWAITER_NVD_SOURCE";
        /// Take no built advisories that this public key has not signed.
        verify_key: Option<PathBuf> = "", "verify_key", "TIDEWAITER_VERIFY_KEY";
        /// Fetch advisories that are missing.
        fetch: bool = "true", "fetch_advisories", "TIDEWAITER_FETCH_ADVISORIES";
        /// After how many days advisories are outdated.
        max_age_days: u64 = "7" in 1..=3650, "max_db_age", "TIDEWAITER_MAX_DB_AGE";
    }
}

impl Judging {
    /// What fails where no policy says otherwise. In strict mode what was not judged in full fails, too.
    #[must_use]
    pub fn flags(&self, scan: &Scan, advisories: &Advisories) -> Flags {
        Flags {
            fail_on_critical: self.fail_on_critical,
            fail_on_high: self.fail_on_high,
            fail_on_secrets: self.fail_on_secrets,
            strict: scan.required,
            max_database_age_days: advisories.max_age_days,
        }
    }
}
