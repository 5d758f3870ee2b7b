#!/bin/sh
# The specification that RubyGems writes for an installed gem.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$(mktemp -d)"
cat >sample.gemspec <<'G'
Gem::Specification.new do |s|
  s.name = "sample"
  s.version = "2.0.6"
  s.summary = "A sample"
  s.authors = ["Nobody"]
  s.licenses = ["MIT", "Ruby"]
  s.files = []
  s.add_dependency "rake", ">= 1"
end
G
gem build sample.gemspec
gem install --local --install-dir gems --no-document --ignore-dependencies --force sample-2.0.6.gem
cp gems/specifications/sample-2.0.6.gemspec "$here/"
