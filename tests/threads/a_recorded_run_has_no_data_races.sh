#!/bin/sh
# Run an example with everything recorded under the thread sanitizer, which ends the program with 66 at the first race.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for example in "$ENGRAM_SOURCE_DIR"/examples/*.yaml; do
    [ "$(basename "$example")" != connectome76.yaml ] || continue # needs data that are not in the repository
    ms=$(sed -n 's/^dt: \([0-9]*\) ms$/\1/p' "$example") # a step, where that is longer than 20 ms
    [ "${ms:-0}" -gt 20 ] || ms=20
    "$ENGRAM" run "$example" --quiet --duration "$ms ms" --output "$scratch/$(basename "$example")" || [ $? = 6 ] # 6: too short for its numbers
done
