FROM debian:12
RUN apt-get install -y a
RUN apt-get install -y --no-install-recommends a
RUN apt-get install -y a --no-install-recommends
RUN apt-get -y --no-install-recommends install a
RUN apt-get install -y --no-install-recommends a && apt-get install -y b
RUN apt install -y a
RUN apt-get -o APT::Install-Recommends=0 install -y a
RUN apt-get install -y $X --no-install-recommends
