FROM debian:12
WORKDIR app
WORKDIR /app
WORKDIR "app"
WORKDIR $X
WORKDIR ${X}/a
WORKDIR C:\app
WORKDIR /proc/self
WORKDIR /proc
WORKDIR /dev/
WORKDIR /sys/x
WORKDIR /etc
WORKDIR "/boot/x"
WORKDIR "/path with space"
WORKDIR ./x
WORKDIR d:/x
