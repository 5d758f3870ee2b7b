//! Who builds Debian packages beside Debian. A new vendor is a line here.

/// A part of the `Maintainer` field, lower case, and the vendor's name.
const VENDORS: &[(&str, &str)] = &[
    ("@docker.com", "Docker"),
    ("cudatools@nvidia.com", "NVIDIA"),
    ("nvidia", "NVIDIA"),
    ("gcloud", "Google Cloud"),
    ("cloud-sdk", "Google Cloud"),
    ("hashicorp", "HashiCorp"),
    ("@microsoft.com", "Microsoft"),
    ("mongodb", "MongoDB"),
    ("mariadb.org", "MariaDB"),
    ("couchdb", "CouchDB"),
    ("@elastic.co", "Elastic"),
    ("nginx-packaging@f5.com", "F5 NGINX"),
    ("@konghq.com", "Kong"),
    ("@cloudflare.com", "Cloudflare"),
    ("@influxdb.com", "InfluxData"),
    ("@influxdata.com", "InfluxData"),
    ("@gitlab.com", "GitLab"),
    ("@grafana.com", "Grafana Labs"),
    ("@datadoghq.com", "Datadog"),
    ("@nodesource.com", "NodeSource"),
    ("@tailscale.com", "Tailscale"),
    ("@github.com", "GitHub"),
    ("open robotics", "ROS"),
    ("@osrfoundation.org", "ROS"),
];

/// The vendor's name, if it is not the distribution.
pub(crate) fn third_party(maintainer: &str) -> Option<&'static str> {
    let maintainer = maintainer.to_ascii_lowercase();
    let is_distribution = maintainer.contains("@debian.org")
        || maintainer.contains("debian.org>")
        || maintainer.contains("@ubuntu.com")
        || maintainer.contains("debian.net");
    VENDORS.iter().find(|(part, _)| !is_distribution && maintainer.contains(part)).map(|(_, name)| *name)
}
