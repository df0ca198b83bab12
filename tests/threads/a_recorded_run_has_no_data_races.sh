#!/bin/sh
# Run an example with everything recorded under the thread sanitizer, which ends the program with 66 at the first race.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for example in "$ENGRAM_SOURCE_DIR"/examples/*.yaml; do
    "$ENGRAM" run "$example" --quiet --duration '20 ms' --output "$scratch/$(basename "$example")"
done
