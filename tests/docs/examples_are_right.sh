#!/bin/sh
# Every example passes `engram check`, and its beginning is equal on the device and in the reference.
set -u
cd "$ENGRAM_SOURCE_DIR/examples" || exit 1
failed=0
n=0
for file in *.yaml; do
    n=$((n + 1))
    "$ENGRAM" check --quiet "$file" || { echo "check refuses $file"; failed=1; continue; }
    # 200 steps: the reference is naive, and the largest example has 12.7 million synapses.
    "$ENGRAM" validate --steps 200 "$file" || { echo "device and reference differ: $file"; failed=1; }
done
[ "$n" -gt 0 ] || { echo "no examples"; failed=1; }
exit $failed
