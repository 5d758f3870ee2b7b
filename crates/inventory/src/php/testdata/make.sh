#!/bin/sh
# One project, locked and installed by Composer 2, whose repositories are folders; what Composer 1 would have installed; and the
# registry of PEAR for a package of each kind. Needs Debian's composer, php-cli,
# php-pear, php-zip and zip. The WordPress files are written by hand: its plugins and themes have no package manager but
# WordPress itself, which fetches them from its own site; their headers are compared with Debian's package of WordPress.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
mkdir -p artifacts lib/member project
package() { # name, version, the rest of its composer.json
	printf '{"name": "%s", "version": "%s"%s}\n' "$1" "$2" "$3" >composer.json
	zip -qX "artifacts/$(echo "$1" | tr / -)-$2.zip" composer.json
}
package acme/log 1.1.4 ', "type": "library", "license": "MIT", "require": {"php": ">=7.2"}'
package Acme/Http 7.4.0 ', "license": ["MIT", "GPL-2.0-or-later"], "require": {"acme/log": "^1.0", "acme/http-implementation": "1.0"}'
package acme/client 2.0.0-RC1 ', "license": "BSD-3-Clause", "require": {"ext-json": "*"}, "provide": {"acme/http-implementation": "1.0"}'
package acme/tester 9.5.0 ', "license": "BSD-3-Clause", "require": {"acme/diff": "*"}'
package acme/diff v4.0.3 ', "license": "proprietary"'
echo '{"name": "acme/member", "version": "dev-main", "require": {"acme/log": "*"}}' >lib/member/composer.json
cd project
cat >composer.json <<'J'
{
    "name": "acme/project",
    "repositories": [
        {"type": "artifact", "url": "../artifacts"},
        {"type": "path", "url": "../lib/*", "options": {"symlink": false}},
        {"packagist.org": false}
    ],
    "require": {"php": ">=7.4", "acme/http": "^7.0", "acme/client": "*@RC", "acme/member": "dev-main"},
    "require-dev": {"acme/tester": "^9"},
    "minimum-stability": "dev",
    "prefer-stable": true
}
J
export COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_HOME="$work/home" COMPOSER_DISABLE_NETWORK=1
composer update --no-interaction --quiet
cp composer.json composer.lock "$here/"
cp vendor/composer/installed.json "$here/installed-v2.json"
# Composer 1 wrote the list alone, and its packages without `install-path`.
php -r '$v2 = json_decode(file_get_contents($argv[1]), true); foreach ($v2["packages"] as &$p) unset($p["install-path"]);
echo json_encode($v2["packages"], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES), "\n";' vendor/composer/installed.json >"$here/installed-v1.json"

# PEAR: a package of PHP and one of C, registered without building either.
mkdir "$work/pear" && cd "$work/pear"
for kind in php extsrc; do
	name=$([ $kind = php ] && echo Sample_Tool || echo sampleext)
	: >"$name.txt"
	cat >package.xml <<X
<?xml version="1.0" encoding="UTF-8"?>
<package version="2.0" xmlns="http://pear.php.net/dtd/package-2.0" xmlns:tasks="http://pear.php.net/dtd/tasks-1.0">
 <name>$name</name>
 <channel>$([ $kind = php ] && echo pear || echo pecl).php.net</channel>
 <summary>A sample</summary>
 <description>A sample: with "quotes"; and more.</description>
 <lead><name>Nobody</name><user>nobody</user><email>nobody@example.org</email><active>yes</active></lead>
 <date>2024-01-02</date>
 <version><release>1.10.1</release><api>1.0.0</api></version>
 <stability><release>stable</release><api>stable</api></stability>
 <license>BSD-2-Clause</license>
 <notes>None</notes>
 <contents><dir name="/"><file name="$name.txt" role="doc"/></dir></contents>
 <dependencies><required><php><min>5.4</min></php><pearinstaller><min>1.4</min></pearinstaller></required></dependencies>
 $([ $kind = php ] && echo '<phprelease/>' || echo '<providesextension>sampleext</providesextension><extsrcrelease/>')
</package>
X
	pear package package.xml
done
pear -d php_dir=/tmp/pear/php -d doc_dir=/tmp/pear/doc -d cache_dir=/tmp/pear/cache \
	install --offline --nodeps --nobuild --force Sample_Tool-1.10.1.tgz sampleext-1.10.1.tgz
cp /tmp/pear/php/.registry/sample_tool.reg /tmp/pear/php/.registry/.channel.pecl.php.net/sampleext.reg "$here/"
rm -rf /tmp/pear
rm -rf "$work"

cat >"$here/version.php" <<'W'
<?php
/**
 * @global string $wp_version
 */
$wp_version = '6.1.9';

/** @global int $wp_db_version */
$wp_db_version = 53496;

$required_php_version = '5.6.20';
W
cat >"$here/sample-forms.php" <<'W'
<?php
/**
 * The main file of the plugin.
 *
 * @package           SampleForms
 *
 * @wordpress-plugin
 * Plugin Name:       Sample Forms & More
 * Plugin URI:        https://example.org/forms
 * Description:       Version: not this one.
 * Version:           5.1.6
 * Requires at least: 5.2
 * Author:            Nobody
 * License:           GPL v2 or later
 * Text Domain:       sample-forms
 */

defined( 'ABSPATH' ) || exit;
W
cat >"$here/style.css" <<'W'
/*
Theme Name: Sample Theme
Author: Nobody
Requires at least: 6.1
Version: 1.2-beta
License: MIT
Template: twentytwentythree
*/
body { margin: 0 }
W
