#!/bin/sh
# What cpanminus, MakeMaker and Carton write of two distributions, which are written here and lie in a mirror of their own: CPAN is not
# reached from where the samples are made. Needs perl, make, cpanminus and carton.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
export HOME="$work"
at=mirror/authors/id/A/AC/ACME
mkdir -p $at mirror/modules project
distribution() {
	mkdir -p "$1/lib/Acme"
	printf 'package Acme::%s;\nour $VERSION = "%s";\n1;\n' "${1#Acme-}" "$2" >"$1/lib/Acme/${1#Acme-}.pm"
	printf 'use ExtUtils::MakeMaker;\nWriteMakefile(NAME => "Acme::%s", VERSION => "%s", AUTHOR => "N", %s);\n' "${1#Acme-}" "$2" "$3" >"$1/Makefile.PL"
	printf 'Makefile.PL\nMANIFEST\nlib/Acme/%s.pm\n' "${1#Acme-}" >"$1/MANIFEST"
	(cd "$1" && perl Makefile.PL && make dist) >/dev/null 2>&1
	cp "$1/$1-$2.tar.gz" $at/
	printf 'Acme::%s %s A/AC/ACME/%s-%s.tar.gz\n' "${1#Acme-}" "$2" "$1" "$2" >>packages
}
printf 'File: 02packages.details.txt\nColumns: package name, version, path\nLine-Count: 2\n\n' >packages
distribution Acme-Base 0.02 'LICENSE => "perl_5", PREREQ_PM => {Carp => 0}'
distribution Acme-Sample v1.2.3 'LICENSE => "mit", PREREQ_PM => {"Acme::Base" => 0, Carp => 0}'
gzip -c packages >mirror/modules/02packages.details.txt.gz
cpanm -q --mirror "file://$work/mirror" --mirror-only --local-lib local Acme::Sample >/dev/null 2>&1
meta=$(echo local/lib/perl5/*/.meta)
cp "$meta/Acme-Sample-v1.2.3/install.json" "$here/install.json"
cp "$meta/Acme-Base-0.02/MYMETA.json" "$here/MYMETA.json"
sed "s|$work|/opt/app|" local/lib/perl5/*/perllocal.pod >"$here/perllocal.pod"
cd project
echo "requires 'Acme::Sample';" >cpanfile
PERL_CARTON_MIRROR="file://$work/mirror" carton install >/dev/null 2>&1
cp cpanfile.snapshot "$here/cpanfile.snapshot"
rm -rf "$work"
