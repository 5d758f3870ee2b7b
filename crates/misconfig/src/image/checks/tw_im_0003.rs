//! Ports of those who administer.

use super::ports::Ports;
use crate::image::{Image, configured};
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Image> = Check {
    about: About {
        id: "TW-IM-0003",
        aliases: &[],
        title: "ports of administration should not be exposed",
        description: "Telnet, remote desktops and the interfaces of engines and clusters give whoever reaches them the whole machine; what an image exposes is published by one option.",
        severity: Severity::Medium,
        resolution: "Remove EXPOSE for these ports, and the servers if nobody needs them.",
        references: &["https://docs.docker.com/reference/dockerfile/#expose"],
    },
    good: &["config {\"ExposedPorts\":{\"8080/tcp\":{},\"443/tcp\":{}}}", "config {\"ExposedPorts\":{\"23/udp\":{}}}"],
    bad: &[
        "config {\"ExposedPorts\":{\"23/tcp\":{}}}",
        "config {\"ExposedPorts\":{\"2375\":{}}}",
        "config {\"ExposedPorts\":{\"3389/tcp\":{}}}",
    ],
    run,
};

/// Port 22 is told by a check of its own.
const PORTS: [(u32, &str); 20] = [
    (21, "FTP"),
    (23, "Telnet"),
    (111, "portmapper"),
    (512, "rexec"),
    (513, "rlogin"),
    (514, "rsh"),
    (873, "rsync"),
    (2375, "Docker without TLS"),
    (2376, "Docker"),
    (2379, "etcd"),
    (2380, "etcd among its own"),
    (3389, "Remote Desktop"),
    (5800, "VNC over HTTP"),
    (5900, "VNC"),
    (5985, "WinRM"),
    (5986, "WinRM over TLS"),
    (6443, "the Kubernetes API"),
    (10250, "the kubelet"),
    (10255, "the kubelet without authentication"),
    (10000, "Webmin"),
];

fn run(image: &Image, failures: &mut Failures) {
    for ports in Ports::of(image) {
        for (port, server) in PORTS.iter().filter(|(port, _)| ports.has_tcp(*port)) {
            failures.add(configured(ports.resource(), format!("port {port} is exposed, which is that of {server}")));
        }
    }
}
