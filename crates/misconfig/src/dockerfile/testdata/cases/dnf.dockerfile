FROM fedora:40
RUN dnf install -y a
RUN dnf install -y a && dnf clean all
RUN dnf clean all && dnf install -y b
RUN dnf -y in a
RUN --mount=type=cache,target=/var/cache/dnf dnf install -y a
RUN microdnf install a
RUN microdnf install a && microdnf clean all
RUN microdnf update -y
RUN dnf update -y && dnf clean all
RUN set -e && dnf -y update && dnf install -y a && dnf clean all
