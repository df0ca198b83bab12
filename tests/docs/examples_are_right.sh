#!/bin/sh
# Every example passes `engram check`, its beginning is equal on the device and in the reference, and its results can be written and drawn.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$ENGRAM_SOURCE_DIR/examples" || exit 1
failed=0
n=0
for file in *.yaml; do
    n=$((n + 1))
    "$ENGRAM" check --quiet "$file" || { echo "check refuses $file"; failed=1; continue; }
    run=$scratch/$file
    "$ENGRAM" run --quiet --duration '20 ms' --output "$run" "$file" >/dev/null
    case $? in 0 | 6) ;; *) echo "cannot run $file"; failed=1 ;; esac # 6: too short for the numbers that it expects
    "$ENGRAM" plot "$run" >/dev/null ||
        { echo "cannot draw $file"; failed=1; }
    # 200 steps: the reference is naive, and the largest example has 12.7 million synapses.
    "$ENGRAM" validate --steps 200 "$file" || { echo "device and reference differ: $file"; failed=1; }
done
[ "$n" -gt 0 ] || { echo "no examples"; failed=1; }
exit $failed
