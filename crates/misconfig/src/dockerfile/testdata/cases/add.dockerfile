FROM debian:12
ADD . /app
ADD a.tar.gz /x
ADD https://x/y /z
ADD git@github.com:a/b /c
ADD a.tgz /b
ADD a.txz b.tgz /b/
ADD ${JAR} app.jar
ADD ["a b","/c"]
ADD --chown=a:b x /y
ADD a.zip /b
ADD my.target /b
ADD foo.tarball /b
