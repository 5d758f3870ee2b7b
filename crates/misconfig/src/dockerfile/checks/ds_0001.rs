//! Base images of a tag that moves.

use crate::dockerfile::parser::Dockerfile;
use crate::{About, Check, Failures};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Dockerfile> = Check {
    about: About {
        id: "DS-0001",
        aliases: &["AVD-DS-0001", "DS001"],
        title: "base image should have a tag that does not move",
        description: "`latest`, or no tag at all, means another image tomorrow: a build cannot be repeated, and what was tested is not what ships.",
        severity: Severity::Medium,
        resolution: "Name a version of the base image, or its digest.",
        references: &["https://avd.aquasec.com/misconfig/ds-0001", "https://docs.docker.com/reference/dockerfile/#from"],
    },
    good: &[
        "FROM debian:12",
        "FROM scratch",
        "FROM debian@sha256:1111111111111111111111111111111111111111111111111111111111111111",
        "FROM registry.example.org:5000/a/b:1 AS build\nFROM Build",
        "ARG TAG\nFROM debian:$TAG",
        "ARG IMAGE=debian:12\nFROM $IMAGE",
    ],
    bad: &[
        "FROM debian",
        "FROM debian:latest",
        "FROM registry.example.org:5000/debian",
        "ARG TAG=latest\nFROM debian:${TAG}",
        "ARG REGISTRY\nFROM ${REGISTRY}/debian",
    ],
    run,
};

fn run(dockerfile: &Dockerfile, failures: &mut Failures) {
    for stage in dockerfile.stages.iter().filter(|stage| stage.parent.is_none()) {
        let image = &stage.base.value;
        let name = image.rsplit('/').next().unwrap_or(image);
        let tag = match name.split_once(':') {
            Some((_, tag)) => tag,
            // A variable may bring the tag with it, or name an image of its own.
            None if name.contains(['$', '@']) => continue,
            None => "latest",
        };
        if image != "scratch" && !image.is_empty() && tag == "latest" {
            failures.at(stage.lines, "", format!("the base image {image} has no tag that stays"));
        }
    }
}
