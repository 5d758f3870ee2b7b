FROM debian:12
RUN apt-get install -y --no-install-recommends wget curl
RUN curl y
