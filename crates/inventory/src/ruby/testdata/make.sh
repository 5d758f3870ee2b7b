#!/bin/sh
# The specification that RubyGems writes for an installed gem, and what Bundler locks of a project with gems from an index, a
# repository and a folder. Needs ruby, bundler and git. The index is a folder; where the lock file names it, the usual index is
# put in.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
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

gemspec() { # file, name, version, the rest
	printf 'Gem::Specification.new do |s|\n  s.name = "%s"\n  s.version = "%s"\n  s.summary = "S"\n  s.authors = ["N"]\n  s.files = []\n%s\nend\n' \
		"$2" "$3" "$4" >"$1"
}
mkdir -p index/gems project/member repository
for gem in 'rack 2.2.3 ' \
	'web-framework 6.1.4.1 s.add_dependency"rack","~>2.0"' \
	'xml 1.13.10 s.add_dependency"mini","~>2.8"' \
	'xml 1.13.10 s.platform="x86_64-linux"' \
	'xml 1.13.10 s.platform="arm64-darwin"' \
	'mini 2.8.5 ' 'tester 3.12.0 s.add_dependency"tester-core","=3.12.0"' 'tester-core 3.12.0 ' 'lint 1.0.0.rc1 '; do
	set -- $gem
	gemspec one.gemspec "$1" "$2" "${3:-}"
	(cd index/gems && gem build -C "$work" one.gemspec && mv "$work"/*.gem . && rm -f sample-*.gem)
done
gem generate_index -d index
gemspec repository/tool.gemspec tool 0.5.0 's.add_dependency "rack"'
git -C repository init -q -b main
git -C repository add .
git -C repository -c user.name=N -c user.email=n@example.org commit -qm One
gemspec project/member/member.gemspec member 0.1.0 's.add_dependency "mini", ">= 2"'
cd project
cat >Gemfile <<'G'
source "file:///INDEX"

ruby ">= 2.7"

gem "web-framework", "~> 6.1"
gem 'xml'
gem "tool", git: "../repository", branch: "main"
gem "member", path: "member"

group :development, :test do
  gem "tester"
end
gem "lint", "1.0.0.rc1", require: false, group: :development
G
sed -i "s|INDEX|${work#/}/index|" Gemfile
bundle lock --add-platform arm64-darwin x86_64-linux ruby
sed "s|file:///.*/index|https://rubygems.org|" Gemfile >"$here/Gemfile"
sed "s|remote: file:///.*/index/|remote: https://rubygems.org/|" Gemfile.lock >"$here/Gemfile.lock"
rm -rf "$work"
