#!/bin/sh
# Every example passes `engram check`, its beginning is equal on the device and in the reference, and its results can be written and drawn.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cp -r "$ENGRAM_SOURCE_DIR/examples" "$scratch/examples" && cd "$scratch/examples" || exit 1
failed=0
skipped=0
n=0
data=${ENGRAM_DATA-}/tvb/connectivity_76.zip
[ ! -f "$data" ] || unzip -q -d connectivity_76 "$data" || python3 -m zipfile -e "$data" connectivity_76
for file in *.yaml protocols/*.yaml; do
    if [ "$file" = connectome76.yaml ] && [ ! -d connectivity_76 ]; then
        echo "skipped: $file needs a connectome: run scripts/fetch-data and set ENGRAM_DATA"
        skipped=77
        continue
    fi
    n=$((n + 1))
    "$ENGRAM" check --quiet "$file" || { echo "check refuses $file"; failed=1; continue; }
    run=$scratch/$(basename "$file")
    ms=$(sed -n 's/^dt: \([0-9]*\) ms$/\1/p' "$file") # a step, where that is longer than 20 ms
    [ "${ms:-0}" -gt 20 ] || ms=20
    "$ENGRAM" run --quiet --duration "$ms ms" --output "$run" "$file" >/dev/null
    case $? in 0 | 6) ;; *) echo "cannot run $file"; failed=1 ;; esac # 6: too short for the numbers that it expects
    "$ENGRAM" plot "$run" >/dev/null ||
        { echo "cannot draw $file"; failed=1; }
    # 200 steps: the reference is naive, and the largest example has 12.7 million synapses.
    "$ENGRAM" validate --steps 200 "$file" || { echo "device and reference differ: $file"; failed=1; }
done
[ "$n" -gt 0 ] || { echo "no examples"; failed=1; }
[ $failed = 0 ] || exit 1
exit $skipped
