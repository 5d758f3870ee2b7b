#!/bin/sh
# The samples are written by hand in the tools' formats: neither the .NET SDK nor Paket (a .NET tool) comes from any registry that
# the project builds from. Where they are at hand, these make such files:
#   web.deps.json                       dotnet publish (Web, which refers to the project Api)
#   selfcontained.deps.json             dotnet publish --self-contained -r linux-x64
#   Microsoft.NETCore.App.deps.json     lies in shared/Microsoft.NETCore.App/VERSION of every .NET runtime
#   packages.lock.json                  dotnet restore --use-lock-file, with CentralPackageTransitivePinningEnabled for version 2
#   packages.config, Directory.Packages.props, paket.dependencies    are written by people
#   paket.lock                          paket install
exit 1
