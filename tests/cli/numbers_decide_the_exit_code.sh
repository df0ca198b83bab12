#!/bin/sh
# Numbers that an experiment names are shown, written and listed in the manifest; one that is not as expected makes exit code 6. Of neurons and of oscillators.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failed=0
cat >"$scratch/neurons.yaml" <<'END'
duration: 100 ms
populations: {P: {model: spike_generator, size: 2, spike_times: [[10 ms], [20 ms, 30 ms]]}}
measures:
  right: {rate: {population: P}, expect: [14 Hz, 16 Hz]}
  other: {rate: {population: P, begin: 15 ms, end: 25 ms}}
END
cat >"$scratch/oscillators.yaml" <<'END'
duration: 100 ms
dt: 1 ms
oscillators:
  size: 3
  connections: {random: {length: 10 mm}}
  expect: {before: [0, 1]}
END

# expect CODE WORD COMMAND...
expect() {
    code=$1 word=$2
    shift 2
    "$@" >"$scratch/said" 2>&1
    got=$?
    { [ $got -eq "$code" ] && grep -q "$word" "$scratch/said"; } || { echo "$*: code $got, wanted $code and '$word'"; cat "$scratch/said"; failed=1; }
}
run() {
    "$ENGRAM" run --quiet "$@"
}
expect 0 'right *15.0000 Hz *14 ... 16  pass' run --no-output "$scratch/neurons.yaml"
expect 0 'other *50.0000 Hz' run --output "$scratch/a" "$scratch/neurons.yaml"
grep -q '"outcome": "pass"' "$scratch/a/numbers.json" && grep -q '"name": "numbers.json"' "$scratch/a/manifest.json" || { echo "numbers.json"; failed=1; }
"$ENGRAM" info "$scratch/a" >/dev/null || { echo "engram info does not read the folder"; failed=1; }
expect 6 'right *15.0000 Hz *16 ... 17  FAIL' run --set 'measures.right.expect=[16, 17]' --output "$scratch/b" "$scratch/neurons.yaml"
grep -q '"outcome": "fail"' "$scratch/b/numbers.json" || { echo "numbers.json does not say that it failed"; failed=1; }
expect 6 'not measured' run --set 'measures.right.rate.end=1 s' --no-output "$scratch/neurons.yaml"
expect 0 'before .* pass' run --no-output "$scratch/oscillators.yaml"
expect 6 'before .* FAIL' run --no-output --set 'oscillators.expect.before=[2, 3]' "$scratch/oscillators.yaml"
exit $failed
