#!/bin/sh
# clang-tidy finds nothing in the host's sources.
exec "$ENGRAM_SOURCE_DIR/scripts/analyse" "$ENGRAM_BUILD_DIR"
