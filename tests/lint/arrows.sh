#!/bin/sh
# Every room includes only the rooms its row in CMakeLists.txt lists.
exec "$ENGRAM_SOURCE_DIR/scripts/arrows"
