# syntax=docker/dockerfile:1.7
# check=skip=JSONArgsRecommended

ARG GO_VERSION=1.23
ARG REGISTRY
FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-bookworm AS build
ARG GO_VERSION TARGETOS="linux" TARGETARCH
WORKDIR /src
COPY --link go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=secret,id=netrc,target=/root/.netrc \
    # a comment within

    go mod download && \
    go version
COPY . .
RUN <<EOT
#!/usr/bin/env bash
set -ex
go build -o /out/app ./cmd/app
EOT
RUN cat <<-"ONE" > /one && cat <<TWO > /two
	first $X
	ONE
second
TWO
COPY <<index.html <<robots.txt /www/
<html>
index.html
Disallow: *
robots.txt

FROM ${REGISTRY}/distroless/static AS base
ENV PATH="/app/bin:$PATH" \
    GREETING='hello $USER' \
    PLAIN=a\ b
ENV OLD the old form
LABEL org.opencontainers.image.title="An app" version=1
ONBUILD COPY --from=build . /app/
ONBUILD RUN sudo make

FROM base
COPY --from=build --chown=65532:65532 /out/app /usr/local/bin/app
COPY ["a file", "/dst dir/"]
EXPOSE 8080/tcp 9090
VOLUME ["/data"]
VOLUME /a /b
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
HEALTHCHECK --interval=30s --retries=3 CMD curl -f http://localhost/ || exit 1
STOPSIGNAL SIGTERM
USER 65532:65532
entrypoint ["/usr/local/bin/app"]
CMD serve --port 8080
