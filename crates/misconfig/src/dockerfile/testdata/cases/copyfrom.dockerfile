FROM debian:12 AS build
COPY --from=build /a /b
FROM debian:12 AS Run
COPY --from=run /a /b
COPY --from=1 /a /b
COPY --from=build /a /b
