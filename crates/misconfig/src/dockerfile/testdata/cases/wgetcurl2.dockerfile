FROM debian:12 AS a
RUN wget x
FROM debian:12
RUN curl y
