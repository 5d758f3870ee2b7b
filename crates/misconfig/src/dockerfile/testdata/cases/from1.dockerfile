FROM debian
FROM debian:latest AS x
FROM reg:5000/a
FROM x
FROM ${R}/foo
FROM foo:${T}
