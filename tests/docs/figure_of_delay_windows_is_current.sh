#!/bin/sh
# docs/delay_windows.svg is what docs/delay_windows draws of a run of its example.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for python in python3 /usr/bin/python3 none; do
    "$python" -c 'import h5py' 2>/dev/null && break
done
[ "$python" != none ] || { echo 'SKIP: h5py is missing'; exit 77; }
"$ENGRAM" run --quiet "$ENGRAM_SOURCE_DIR/examples/delay_windows.yaml" --output "$scratch/run" >/dev/null
"$python" -B "$ENGRAM_SOURCE_DIR/docs/delay_windows" "$scratch/run" "$scratch/new.svg"
cmp "$scratch/new.svg" "$ENGRAM_SOURCE_DIR/docs/delay_windows.svg"
