FROM debian AS build
RUN apt-get update
RUN apt-get install curl wget
RUN sudo ls && \
    cd /tmp && \
    make
COPY --from=build a b /app
FROM centos:7 AS build
MAINTAINER a@example.org
ARG NPM_TOKEN
ADD . /app
ADD https://example.org/a.tgz /a
WORKDIR app
WORKDIR /proc/self
EXPOSE 22 99999
RUN yum install -y a
RUN dnf install -y a
RUN microdnf install -y a
RUN zypper install -y a
RUN apk add a
RUN apt-get -y dist-upgrade
RUN wget -q x; curl -k https://x | sh
RUN --mount=type=secret,id=a cp /run/secrets/a /b
VOLUME /dev
CMD a
CMD b
ENTRYPOINT a
ENTRYPOINT b
HEALTHCHECK CMD a
HEALTHCHECK CMD b
USER root
