#!/bin/sh
# Prefix sums and pairing: no race, no access out of bounds, no uninitialised value, no wrong API call, and the results of the tests.
set -eu
. "$ENGRAM_SOURCE_DIR/tests/support/oclgrind.inc"
for suite in scan matching; do
    rm -f "$work/log"
    OCLGRIND_LOG=$work/log "$ENGRAM_BUILD_DIR/tests/test_on_device" --filter "$suite/*" >"$work/out" 2>&1 ||
        { cat "$work/out" "$work/log"; exit 1; }
    grep -q 'Tested: [1-9]' "$work/out" || { echo "$suite: no test ran"; cat "$work/out"; exit 1; }
    if [ -s "$work/log" ]; then
        echo "$suite: Oclgrind complains"
        head -40 "$work/log"
        exit 1
    fi
    echo "$suite: clean"
done
