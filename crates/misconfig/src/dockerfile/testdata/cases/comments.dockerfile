FROM debian:12
RUN apt-get update && \
  # comment

  apt-get install -y --no-install-recommends \
    a b \
    # c
    d
USER a
HEALTHCHECK CMD a
