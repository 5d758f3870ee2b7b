//! Volumes over what is the system's.

use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0005",
        aliases: &["DKL-DI-0002"],
        title: "volumes should not hide folders of the system",
        description: "A volume is kept from one container to the next and can be shared by several: programs, accounts and devices in it escape the image's updates, and an engine's socket gives away the host.",
        severity: Severity::High,
        resolution: "Name only folders of the application's data with VOLUME.",
        references: &["https://docs.docker.com/reference/dockerfile/#volume"],
    },
    good: &[
        "config {\"Volumes\":{\"/var/lib/postgresql/data\":{},\"/app\":{}}}",
        "config {}",
        "config {\"Volumes\":{\"/etc/app\":{}}}",
    ],
    bad: &[
        "config {\"Volumes\":{\"/\":{}}}",
        "config {\"Volumes\":{\"/dev\":{}}}",
        "config {\"Volumes\":{\"/etc/\":{}}}",
        "config {\"Volumes\":{\"/var/run/docker.sock\":{}}}",
        "config {\"Volumes\":{\"/proc/sys\":{}}}",
    ],
    run,
};

const FOLDERS: [&str; 16] = [
    "/",
    "/bin",
    "/boot",
    "/etc",
    "/lib",
    "/lib64",
    "/root",
    "/sbin",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/sbin",
    "/run",
    "/var",
    "/var/lib",
    "/var/run",
];
const KERNEL: [&str; 3] = ["/dev", "/proc", "/sys"];
const SOCKETS: [&str; 4] = ["docker.sock", "containerd.sock", "crio.sock", "podman.sock"];

fn run(image: &Image, failures: &mut Failures) {
    for volume in image.names("Volumes") {
        let path = if volume.len() > 1 { volume.trim_end_matches('/') } else { volume };
        let path = if path.is_empty() { "/" } else { path };
        let is_kernels =
            KERNEL.iter().any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
        let is_socket = SOCKETS.iter().any(|socket| path.rsplit('/').next() == Some(*socket));
        if FOLDERS.contains(&path) || is_kernels || is_socket {
            failures.add(configured(format!("Volumes {volume}"), format!("{path} is a volume")));
        }
    }
}
