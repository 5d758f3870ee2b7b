#!/bin/sh
# Gentoo's servers are not reached from where these were made, so they were written by hand in the form of its advisories, with
# facts of real ones.
set -eu
cd "$(dirname "$0")"
glsa() { # id, title, announced, revised, impact, package's ranges, CVE's links
cat >"glsa-$1.xml" <<EOF
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE glsa SYSTEM "http://www.gentoo.org/dtd/glsa.dtd">
<glsa id="$1">
  <title>$2</title>
  <synopsis>A flaw
    was found &amp; mended.</synopsis>
  <product type="ebuild">$6</product>
  <announced>$3</announced>
  <revised count="1">$4</revised>
  <bug>910556</bug>
  <access>remote</access>
  <affected>
    <package name="$6" auto="yes" arch="*">
$7
    </package>
  </affected>
  <background><p>A package.</p></background>
  <description><p>Please review the CVE identifiers referenced below for details.</p></description>
  <impact type="$5"><p>Please review the referenced CVE identifiers for details.</p></impact>
  <workaround><p>There is no known workaround at this time.</p></workaround>
  <resolution>
    <p>All users should upgrade to the latest version:</p>
    <code>
      # emerge --sync
    </code>
  </resolution>
  <references>
$8
  </references>
  <metadata tag="requester" timestamp="2024-02-04T08:03:46.152398Z">somebody</metadata>
</glsa>
EOF
}
nvd() { echo "    <uri link=\"https://nvd.nist.gov/vuln/detail/$1\">$1</uri>"; }
glsa 202402-08 "OpenSSL: Multiple Vulnerabilities" 2024-02-04 2024-02-04 low dev-libs/openssl \
    '      <unaffected range="ge">3.0.10</unaffected>
      <vulnerable range="lt">3.0.10</vulnerable>' "$(nvd CVE-2023-2975; nvd CVE-2023-3446)"
glsa 202003-26 "Python: Denial of Service" 2020-03-15 2020-03-15 normal dev-lang/python \
    '      <unaffected range="ge" slot="2.7">2.7.17</unaffected>
      <unaffected range="ge" slot="3.6">3.6.10</unaffected>
      <vulnerable range="lt" slot="2.7">2.7.17</vulnerable>
      <vulnerable range="lt" slot="3.6">3.6.10</vulnerable>' "$(nvd CVE-2019-20907)"
glsa 200502-09 "Python: Arbitrary code execution through SimpleXMLRPCServer" "February 08, 2005" "October 26, 2007: 02" high \
    dev-lang/python \
    '      <unaffected range="ge">2.3.4-r1</unaffected>
      <unaffected range="rge">2.3.3-r2</unaffected>
      <unaffected range="rge">2.2.3-r6</unaffected>
      <vulnerable range="le">2.3.4</vulnerable>' \
    '    <uri link="http://cve.mitre.org/cgi-bin/cvename.cgi?name=CAN-2005-0089">CAN-2005-0089</uri>'
