#!/bin/sh
# The same for every rule, both ways of delivery, and with several lanes.
set -eu
. "$ENGRAM_SOURCE_DIR/tests/support/oclgrind.inc"
for rule in $(OCL_ICD_VENDORS= "$ENGRAM" rules | awk '{print $1}'); do
    clean chunks 4 "$rule"
    clean tiles 1 "$rule"
    ENGRAM_VW=4 clean tiles 1 "$rule"
done
