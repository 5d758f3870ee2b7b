# escape=`
FROM windows:1
RUN a `
  && sudo b
USER ContainerAdministrator
