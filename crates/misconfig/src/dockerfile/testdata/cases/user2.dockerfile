FROM debian:12 AS a
USER app
FROM debian:12
RUN x
