#!/bin/sh
# A published archive without its classes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$(mktemp -d)"
mvn -q -B dependency:copy -Dartifact=commons-io:commons-io:2.11.0 -DoutputDirectory=.
python3 - <<'P'
import zipfile
with zipfile.ZipFile("commons-io-2.11.0.jar") as old, zipfile.ZipFile("small.jar", "w", zipfile.ZIP_DEFLATED) as new:
    for info in old.infolist():
        if not info.filename.endswith(".class"): new.writestr(info, old.read(info))
P
cp small.jar "$here/commons-io-2.11.0.jar"

# A new project, as Maven makes it, with a dependency and properties like those that people add.
folder=$(mktemp -d)
(cd "$folder" && mvn -q -B archetype:generate -DarchetypeGroupId=org.apache.maven.archetypes \
  -DarchetypeArtifactId=maven-archetype-quickstart -DarchetypeVersion=1.5 -DgroupId=com.example -DartifactId=app -Dversion=1.0 >/dev/null)
python3 - "$folder/app/pom.xml" "$here/pom.xml" <<'P'
import sys
text = open(sys.argv[1]).read()
text = text.replace("</properties>", "  <jackson.version>2.9.8</jackson.version>\n  </properties>", 1)
at = text.rindex("  </dependencies>")
text = text[:at] + """    <dependency>
      <groupId>com.fasterxml.jackson.core</groupId>
      <artifactId>jackson-databind</artifactId>
      <version>${jackson.version}</version>
    </dependency>
""" + text[at:]
at = text.find("<build>")
open(sys.argv[2], "w").write(text if at < 0 else text[:at].rstrip() + "\n</project>\n")
P

# Written after Gradle's and sbt-dependency-lock's documentation (links in gradle.rs and sbt.rs).
cat >"$here/gradle.lockfile" <<'G'
# This is a Gradle generated file for dependency locking.
# Manual edits can break the build and are not advised.
# This file is expected to be part of source control.
com.fasterxml.jackson.core:jackson-core:2.9.8=compileClasspath,runtimeClasspath,testCompileClasspath,testRuntimeClasspath
junit:junit:4.13.2=testCompileClasspath,testRuntimeClasspath
org.springframework:spring-core:5.3.17=runtimeClasspath,testRuntimeClasspath
empty=annotationProcessor,testAnnotationProcessor
G
cat >"$here/build.sbt.lock" <<'S'
{
  "lockVersion" : 1,
  "timestamp" : "2024-01-01T12:00:00Z",
  "configurations" : [ "compile", "runtime", "test" ],
  "dependencies" : [
    {
      "org" : "org.apache.commons",
      "name" : "commons-lang3",
      "version" : "3.9",
      "artifacts" : [ { "name" : "commons-lang3.jar", "hash" : "sha1:0122c7cee69b53ed4a7681c03d4ee4c0e2765da5" } ],
      "configurations" : [ "compile", "runtime", "test" ]
    },
    {
      "org" : "org.scalatest",
      "name" : "scalatest_2.12",
      "version" : "3.0.8",
      "artifacts" : [ { "name" : "scalatest_2.12.jar", "hash" : "sha1:51c04ea2c5e6fcb7f1a1e1ee8fd3fef3ee7d5f1c" } ],
      "configurations" : [ "test" ]
    }
  ]
}
S
