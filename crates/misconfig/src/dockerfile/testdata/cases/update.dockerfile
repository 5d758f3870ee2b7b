FROM debian:12
RUN apt-get update
RUN apt-get update && apt-get install -y --no-install-recommends a
RUN apt update
RUN apk update
RUN apk update && apk add --no-cache a
RUN apt-get -qq update
RUN apt-get update -y && apt-get upgrade -y
RUN yum update
RUN apt-get update; apt-get -y --no-install-recommends install a
RUN echo apt-get update
RUN ["apt-get","update"]
RUN bash -c "apt-get update"
RUN <<E
apt-get update
apt-get install -y --no-install-recommends a
E
RUN <<E
apt-get update
E
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends a
RUN apt-get update && apt-get build-dep -y a
RUN aptitude update
RUN apt-get update | apt-get -y --no-install-recommends install x
