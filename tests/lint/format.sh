#!/bin/sh
# Every source is laid out as .clang-format says.
exec "$ENGRAM_SOURCE_DIR/scripts/format" --check
