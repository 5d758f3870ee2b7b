//! A report as every format is tested with.

use tidewaiter_model::{
    Artifact, ArtifactKind, Cause, CheckStatus, Checked, Class, CodeLine, Coverage, DataSource, Digest, Gap, ImageMetadata,
    Layer, Misconfiguration, Os, Package, Purl, Rating, Report, ResultSet, Secret, Severity, SourcePackage, Status,
    Vulnerability,
};

/// An image with a system's finding, a language's finding, and a gap.
pub(crate) fn report() -> Report {
    let digest = |byte| Some(Digest::sha256(&[byte; 32]));
    let layer = |byte, created_by: &str| Layer {
        digest: None,
        diff_id: digest(byte),
        created_by: Some(created_by.to_owned()),
        size: 1_500_000,
    };
    let image = ImageMetadata {
        image_id: digest(9),
        repo_tags: vec!["app:1".to_owned()],
        reference: Some("app:1".to_owned()),
        platform: "linux/amd64".to_owned(),
        config: serde_json::json!({"os": "linux"}),
        layers: vec![layer(1, "ADD base"), layer(2, "RUN npm install <left>")],
        size: 3_000_000,
        ..ImageMetadata::default()
    };
    let libssl = Package {
        ecosystem: "dpkg".into(),
        name: "libssl3".to_owned(),
        version: "1:3.0.1-1+b2".to_owned(),
        arch: Some("amd64".to_owned()),
        source: Some(SourcePackage { name: "openssl".to_owned(), version: "1:3.0.1-1".to_owned() }),
        path: "var/lib/dpkg/status".to_owned(),
        purl: Some(Purl::new("deb", "debian", "libssl3", "3.0.1-1+b2").with("epoch", "1")),
        upgrade_to: Some("1:3.0.1-2".to_owned()),
        layer: Some(0),
        ..Package::default()
    };
    let left = Package {
        ecosystem: "npm".into(),
        name: "left".to_owned(),
        version: "1.0.0".to_owned(),
        licenses: vec!["MIT".to_owned()],
        path: "app/node_modules/left/package.json".to_owned(),
        purl: Some(Purl::new("npm", "", "left", "1.0.0")),
        layer: Some(1),
        ..Package::default()
    };
    let of_system = Vulnerability {
        id: "CVE-2024-0001".to_owned(),
        vendor_ids: vec!["DSA-1-1".to_owned()],
        fixed_version: "1:3.0.1-2".to_owned(),
        upgrade_to: Some("1:3.0.1-2".to_owned()),
        status: Status::Fixed,
        severity: Severity::Critical,
        severity_source: Some("nvd".to_owned()),
        ratings: vec![Rating {
            source: "nvd".to_owned(),
            severity: Severity::Critical,
            cvss: vec![("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".to_owned(), 9.8)],
        }],
        data_source: DataSource {
            id: "debian".to_owned(),
            name: "Debian Security Tracker".to_owned(),
            url: "https://example.org".to_owned(),
        },
        title: "Something bad & worse".to_owned(),
        published: Some("2024-05-01T00:00:00Z".to_owned()),
        ..Vulnerability::default()
    };
    let of_language =
        Vulnerability { id: "GHSA-xxxx".to_owned(), description: "No fix\nin sight".to_owned(), ..Vulnerability::default() };
    let set = |target: &str, class, kind: &str, evr, package, finding| ResultSet {
        target: target.to_owned(),
        class,
        kind: kind.to_owned(),
        evr,
        packages: vec![package],
        vulnerabilities: vec![finding],
        ..ResultSet::default()
    };
    let line = |number, content: &str| CodeLine { number, content: content.to_owned(), is_cause: true, is_truncated: false };
    let secret = Secret {
        rule_id: "github-pat".to_owned(),
        category: "GitHub".to_owned(),
        title: "GitHub Personal Access Token".to_owned(),
        severity: Severity::Critical,
        start_line: 3,
        end_line: 3,
        start_column: 7,
        offset: 60,
        matched: "TOKEN=ghp_****************".to_owned(),
        code: vec![line(3, "TOKEN=ghp_****************")],
        layer: Some(0),
        removed_by: Some(1),
        ..Secret::default()
    };
    let in_config =
        Secret { place: Some("Env TOKEN".to_owned()), start_line: 0, code: Vec::new(), removed_by: None, ..secret.clone() };
    let failure = Misconfiguration {
        id: "DS-0002".to_owned(),
        aliases: vec!["AVD-DS-0002".to_owned()],
        kind: "Dockerfile Security Check".to_owned(),
        title: "no root".to_owned(),
        message: "the last USER is root".to_owned(),
        resolution: "Add USER.".to_owned(),
        severity: Severity::High,
        references: vec!["https://example.org".to_owned()],
        cause: Cause { start_line: 2, end_line: 2, code: vec![line(2, "USER root")], ..Cause::default() },
        ..Misconfiguration::default()
    };
    let misconfigurations =
        vec![failure.clone(), Misconfiguration { status: CheckStatus::Pass, id: "DS-0004".to_owned(), ..failure }];
    Report {
        engine: tidewaiter_model::Engine::native(),
        artifact: Artifact { name: "app.tar".to_owned(), kind: ArtifactKind::ContainerImage, image: Some(image) },
        os: Some(Os { family: "debian".to_owned(), version: "12.8".to_owned(), ..Os::default() }),
        end_of_life: Some(false),
        results: vec![
            set("app.tar (debian 12.8)", Class::OsPkgs, "debian", true, libssl, of_system),
            set("Node.js", Class::LangPkgs, "node-pkg", false, left, of_language),
            ResultSet { target: "app.tar".to_owned(), class: Class::Secret, secrets: vec![in_config], ..ResultSet::default() },
            ResultSet { target: "/app/.env".to_owned(), class: Class::Secret, secrets: vec![secret], ..ResultSet::default() },
            ResultSet {
                target: "app/Dockerfile".to_owned(),
                class: Class::Config,
                kind: "dockerfile".to_owned(),
                checked: Some(Checked::of(&misconfigurations)),
                misconfigurations,
                ..ResultSet::default()
            },
        ],
        coverage: Coverage { gaps: vec![Gap::Unreadable { files: 1 }], ..Coverage::default() },
        created_at: "2024-06-01T00:00:00Z".to_owned(),
    }
}
