FROM debian:12
RUN apt-get install --no-install-recommends a
RUN apt-get install -y --no-install-recommends a
RUN apt-get -y install --no-install-recommends a
RUN apt-get install --no-install-recommends a -y
RUN apt-get -qq install --no-install-recommends a
RUN apt-get install -qq --no-install-recommends a
RUN apt-get -yq install --no-install-recommends a
RUN apt-get --assume-yes install --no-install-recommends a
RUN apt-get install --no-install-recommends a && rm -y b
RUN apt-get -o A=b install --no-install-recommends a
RUN apt install --no-install-recommends a
RUN apt-get upgrade
RUN apt-get install -y --no-install-recommends a && apt-get install --no-install-recommends b
RUN ["apt-get","install","--no-install-recommends","a"]
RUN echo "apt-get install x"
RUN apt-get install --no-install-recommends ${PKGS} -y
RUN apt-get install --no-install-recommends A_B -y
