FROM alpine:3.20
RUN apk add a
RUN apk add --no-cache a
RUN apk --no-cache add a
RUN apk --update add a
RUN apk add a && rm -rf /var/cache/apk/*
RUN apk add --no-cache a && apk add b
RUN ["apk","add","a"]
RUN sh -c "apk add a"
RUN --mount=type=cache,target=/var/cache/apk apk add a
RUN apk add --virtual .x b
RUN apk -U add b
