#!/bin/sh
# Both libraries export the functions that the public headers declare: all of them, and nothing else.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C

cat "$ENGRAM_SOURCE_DIR"/include/engram/*.h | tr '\n' ' ' | grep -o 'ENGRAM_API [^;(]*(' | grep -o 'engram_[a-z0-9_]*($' | tr -d '(' | sort -u >"$scratch/declared"
[ -s "$scratch/declared" ]
nm -D --defined-only "$ENGRAM_BUILD_DIR/libengram.so" | awk '{ print $3 }' | grep -v '^__\(asan\|ubsan\|odr_asan\)' | sort -u >"$scratch/shared"
nm -g --defined-only "$ENGRAM_BUILD_DIR/libengram.a" | awk 'NF == 3 { print $3 }' | grep -v '^__\(asan\|ubsan\|odr_asan\)' | sort -u >"$scratch/static"

for library in shared static; do
    diff -u --label declared "$scratch/declared" --label "$library" "$scratch/$library"
done
