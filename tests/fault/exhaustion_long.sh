#!/bin/sh
# As exhaustion.c, but for every single k.
ENGRAM_TEST_FAULT_SECONDS=1e9 exec "$ENGRAM_BUILD_DIR/tests/test_fault" --filter 'exhaustion/*'
