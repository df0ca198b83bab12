#!/bin/sh
# The same for every rule, both ways of delivery, and with several lanes; with axons that keep and that change their speed.
set -eu
. "$ENGRAM_SOURCE_DIR/tests/support/oclgrind.inc"
for rule in $(OCL_ICD_VENDORS= "$ENGRAM" rules | awk '{print $1}'); do
    for network in clean clean_speeds; do
        $network chunks 4 "$rule"
        $network tiles 1 "$rule"
        ENGRAM_VW=4 $network tiles 1 "$rule"
    done
done
clean_few_bits chunks 4 stdp
ENGRAM_VW=4 clean_few_bits tiles 1 stdp
