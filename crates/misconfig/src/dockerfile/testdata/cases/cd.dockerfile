FROM debian:12
RUN cd /x && make
RUN make && cd /x
RUN make; cd /x
RUN (cd /x && make)
RUN cd "$X" && make
RUN ["sh","-c","cd /x && a"]
RUN <<E
cd /x
make
E
RUN cd ..
RUN cd
RUN mkdir x \
 && cd x \
 && make
