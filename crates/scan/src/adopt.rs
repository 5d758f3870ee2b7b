//! Reports of other engines, told as ours are.

use crate::coverage;
use crate::mask::Mask;
use tidewaiter_model::{Os, Report};

/// Puts stars for the secrets in configuration, history and findings, which other engines show as they are, and says whether the
/// system's release has ended, if the engine does not know.
pub fn adopt(report: &mut Report, now: u64) {
    let mut mask = Mask::new(None);
    if let Some(image) = &mut report.artifact.image {
        mask.configuration(image);
    }
    mask.report(report);
    let Some(os) = &report.os else { return };
    let (is_over, gap) = coverage::end_of_life(&named_as_ours(os), now);
    report.end_of_life = report.end_of_life.or(is_over);
    report.coverage.gaps.extend(gap);
}

/// Trivy has names of its own for some systems (<https://github.com/aquasecurity/trivy/blob/main/pkg/fanal/types/const.go>).
pub(crate) fn named_as_ours(os: &Os) -> Os {
    let family = match os.family.as_str() {
        "alma" => "almalinux",
        "amazon" => "amzn",
        "cbl-mariner" => "mariner",
        "oracle" => "ol",
        "redhat" => "rhel",
        family => family,
    };
    Os { family: family.to_owned(), ..os.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::{Artifact, ArtifactKind, Coverage, Engine, Gap, ImageMetadata};

    #[test]
    fn what_others_show_is_masked_and_what_has_ended_is_told() {
        let config = serde_json::json!({"config": {"Env": ["API_KEY=super-secret-key-123", "PATH=/bin"]}});
        let image = ImageMetadata { config, ..ImageMetadata::default() };
        let mut report = Report {
            engine: Engine { name: "trivy".to_owned(), version: String::new() },
            artifact: Artifact { name: "a".to_owned(), kind: ArtifactKind::ContainerImage, image: Some(image) },
            os: Some(Os { family: "oracle".to_owned(), version: "6.10".to_owned(), ..Os::default() }),
            end_of_life: None,
            results: Vec::new(),
            coverage: Coverage::default(),
            created_at: String::new(),
        };
        adopt(&mut report, 1_795_465_183);
        let told = serde_json::to_string(&report).unwrap();
        assert!(!told.contains("super-secret") && told.contains("PATH=/bin"), "{told}");
        assert_eq!(report.end_of_life, Some(true));
        assert!(matches!(&report.coverage.gaps[..], [Gap::EndOfLife { os, .. }] if os == "ol 6.10"), "{told}");
    }
}
