#!/bin/sh
# The tracker's repository is not reached from where this was made, so this file was written by hand in its format, with the facts
# of CVE-2024-0727 and every state that the tracker knows.
