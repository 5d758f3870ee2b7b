#!/bin/sh
# The repositories of Amazon Linux, Bottlerocket and Fedora are not reached from where these were made, so they were written by hand in
# the form that both publish, with facts of real errata.
