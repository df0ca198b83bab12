#!/bin/sh
# No race, no access out of bounds, no uninitialised value, no wrong API call, and the same results as the reference.
set -eu
. "$ENGRAM_SOURCE_DIR/tests/support/oclgrind.inc"
clean chunks 4 stdp static
clean tiles 1 stdp_nn_restr static
clean_speeds chunks 4 stdp
clean_speeds tiles 1 static
clean_events tiles 1 stdp
clean_events chunks 4 static
clean_growth tiles 1 static
clean_growth chunks 4 static
clean_turnover tiles 1 stdp
clean_few_bits tiles 1 stdp
