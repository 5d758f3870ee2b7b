#!/bin/sh
# The samples are written by hand in the tool's formats: Swift's toolchain, of which the package manager is a part, comes from none
# of the registries that the project builds from. Where it is at hand, `swift package resolve` writes such files: version 1 before
# Swift 5.6, version 2 before Swift 5.10, version 3 since then. `Package.swift` is written by people.
exit 1
