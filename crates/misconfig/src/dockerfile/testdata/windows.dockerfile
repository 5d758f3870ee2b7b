# escape=`
# a comment

FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
WORKDIR C:\app
RUN a `

  # comment
  "&" b
COPY src\a C:\app\
