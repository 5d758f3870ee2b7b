#!/bin/sh
# Oracle's server and Microsoft's repository are not reached from where these were made, so they were written by hand in the form
# of both, with facts of real definitions: two architectures with different fixes, a module, a FIPS build; a range with a
# beginning, a vulnerability without a fix, and one that concerns nothing.
