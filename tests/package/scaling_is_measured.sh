#!/bin/sh
# bench/scaling on small networks: every point is there, the network is the one asked for, bad arguments are explained. Time is not tested.
set -eu
command -v python3 >/dev/null || { echo 'python3 is missing'; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
scaling=$ENGRAM_SOURCE_DIR/bench/scaling

# refuses WORD ARGUMENTS...: ends with code 2 and names WORD.
refuses() {
    word=$1
    shift
    code=0
    "$scaling" "$@" >/dev/null 2>"$scratch/err" || code=$?
    if [ $code -ne 2 ] || ! grep -q -- "$word" "$scratch/err"; then
        echo "scaling $*: code $code; wanted 2 and a complaint about '$word'"
        cat "$scratch/err"
        exit 1
    fi
}
refuses 'there are neurons, inputs' --engram "$ENGRAM" --sweeps neurons,mass
refuses 'build it first' --engram "$scratch/engram"
refuses 'at least 1' --engram "$ENGRAM" --rounds 0

"$scaling" --engram "$ENGRAM" --sweeps neurons --largest 3000 --rounds 1 --json "$scratch/points.json" >"$scratch/said" 2>"$scratch/progress"
grep -q 'round 1 of 1, 2 of 2' "$scratch/progress"
grep -q 'slopes over synapses' "$scratch/said"
python3 -B - "$scratch/points.json" <<'PYTHON'
import json, sys

points = json.load(open(sys.argv[1]))["points"]
assert [p["n_synapses"] for p in points] == [1000000, 3000000], points
assert all(5 < p["rate_Hz"] < 20 and p["ns_per_event"] > 0 and 10 <= p["device_bytes"] / p["n_synapses"] < 30 for p in points), points
PYTHON
