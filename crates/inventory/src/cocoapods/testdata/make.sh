#!/bin/sh
# The sample is written by hand in CocoaPods' format: the gem comes from none of the registries that the project builds from. Where
# it is at hand, `pod install` writes such a file.
exit 1
