#!/bin/sh
# Every single failure that the tests of this folder can make, however long that takes.
ENGRAM_TEST_FAULT_SECONDS=1e9 exec "$ENGRAM_BUILD_DIR/tests/test_fault"
