FROM debian:12
RUN a; wget x
RUN b | curl y
RUN ["wget","x"]
RUN wget x; curl z
