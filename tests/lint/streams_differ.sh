#!/bin/sh
# Every stream of random numbers has a number of its own: two with one number would draw the same for different purposes.
set -eu
header=$ENGRAM_SOURCE_DIR/kernels/common/philox.h
numbers=$(sed -n 's/^#define STREAM_[A-Z_]* *\([0-9]*\)u$/\1/p' "$header")
[ "$(echo "$numbers" | wc -l)" -gt 20 ] || { echo "$header: no streams found"; exit 1; }
twice=$(echo "$numbers" | sort | uniq -d)
[ -z "$twice" ] || { echo "$header: two streams have the number $twice"; exit 1; }
