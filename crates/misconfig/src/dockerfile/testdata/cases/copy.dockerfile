FROM debian:12
COPY a b /app
COPY a b /app/
COPY a b .
COPY a b ./x
COPY ["a","b","/app"]
COPY ["a","b","/app/"]
COPY --chown=a:b a b /c
COPY a b ${D}
COPY a b ..
COPY a b /x/.
ADD a.tar b.tar /x
