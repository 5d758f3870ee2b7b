#!/bin/sh
# These documents were written by hand, in the publishers' shape and with facts of real ones, because the publishers' servers are
# not reached from where they were made, and a real document of one CVE has megabytes. They put every status, kind of module and
# way to name a package into one document each:
# redhat-vex.json       https://security.access.redhat.com/data/csaf/v2/vex/
# redhat-advisory.json  https://security.access.redhat.com/data/csaf/v2/advisories/
# suse-vex.json         https://ftp.suse.com/pub/projects/security/csaf-vex/
# openeuler.json        https://repo.openeuler.org/security/data/csaf/
