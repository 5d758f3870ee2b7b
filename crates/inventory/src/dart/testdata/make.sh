#!/bin/sh
# The sample is written by hand in pub's format: Dart's SDK, of which pub is a part, comes from none of the registries that the
# project builds from. Where it is at hand, `dart pub get` (or `flutter pub get`) writes such a file.
exit 1
