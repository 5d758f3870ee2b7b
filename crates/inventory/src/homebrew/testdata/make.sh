#!/bin/sh
# Homebrew installs itself and its packages from the network alone, so these are written as its Library/Homebrew/tab.rb writes
# the receipts of formulae and cask/tab.rb those of casks, and as its formulae look.
set -eu
cd "$(dirname "$0")"
cat >formula.json <<'EOF'
{
  "homebrew_version": "4.4.2",
  "used_options": [],
  "unused_options": [],
  "built_as_bottle": true,
  "poured_from_bottle": true,
  "loaded_from_api": true,
  "installed_as_dependency": false,
  "installed_on_request": true,
  "changed_files": ["lib/pkgconfig/libcurl.pc"],
  "time": 1728000000,
  "source_modified_time": 1726000000,
  "compiler": "gcc-11",
  "aliases": [],
  "runtime_dependencies": [
    {"full_name": "ca-certificates", "version": "2024-09-24", "revision": 0, "pkg_version": "2024-09-24", "declared_directly": true},
    {"full_name": "krb5", "version": "1.21.3", "revision": 1, "pkg_version": "1.21.3_1", "declared_directly": true},
    {"full_name": "openssl@3", "version": "3.3.2"}
  ],
  "source": {
    "spec": "stable",
    "versions": {"stable": "8.10.1", "head": null, "version_scheme": 0},
    "path": "/home/linuxbrew/.linuxbrew/Library/Taps/homebrew/homebrew-core/Formula/c/curl.rb",
    "tap_git_head": "0123456789abcdef0123456789abcdef01234567",
    "tap": "homebrew/core"
  },
  "arch": "x86_64",
  "built_on": {"os": "Linux", "os_version": "Ubuntu 22.04.5 LTS", "cpu_family": "dunno", "xcode": null, "clt": null, "preferred_perl": null}
}
EOF
cat >cask.json <<'EOF'
{
  "homebrew_version": "4.4.2",
  "loaded_from_api": true,
  "uninstall_flight_blocks": false,
  "installed_as_dependency": true,
  "installed_on_request": false,
  "time": 1728000000,
  "runtime_dependencies": {},
  "source": {
    "path": "/Users/me/Library/Caches/Homebrew/api/cask/tide.json",
    "tap": "homebrew/cask",
    "tap_git_head": "0123456789abcdef0123456789abcdef01234567",
    "version": "1.2.3,456"
  },
  "arch": "arm64",
  "uninstall_artifacts": [{"app": ["Tide.app"]}],
  "built_on": {"os": "Macintosh", "os_version": "macOS 15", "cpu_family": "dunno", "xcode": null, "clt": "16.0.0", "preferred_perl": "5.34"}
}
EOF
cat >curl.rb <<'EOF'
class Curl < Formula
  desc "Get a file from an HTTP, HTTPS or FTP server"
  homepage "https://curl.se"
  url "https://curl.se/download/curl-8.10.1.tar.bz2"
  license all_of: [
    "curl",
    { any_of: ["MIT", "BSD-3-Clause"] },
    { "GPL-2.0-only" => { with: "Classpath-exception-2.0" } },
  ]

  depends_on "openssl@3"
end
EOF
