#!/bin/sh
# A device that computes oscillators wrongly is refused by a run, and `validate` says at which step it parts from the reference. The device is made to by a
# changed kernel. Under Oclgrind the right one is clean.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cat >"$scratch/net.yaml" <<'END'
duration: 60 ms
dt: 1 ms
oscillators:
  size: 9
  connections: {random: {length: {uniform: {low: 0 mm, high: 40 mm}}}}
  insult: {time: 33 ms}
END
mkdir -p "$scratch/kernels/oscillators"
# The sum in another order than the reference's, from step 20 on.
sed 's/pull = pull + phase_pull(\(.*\), own);/pull = (step < 20u ? pull : 1.0f * nextafter(pull, 9.0f)) + phase_pull(\1, own);/' \
    "$ENGRAM_SOURCE_DIR/kernels/oscillators/oscillators.cl" >"$scratch/kernels/oscillators/oscillators.cl"
cmp -s "$ENGRAM_SOURCE_DIR/kernels/oscillators/oscillators.cl" "$scratch/kernels/oscillators/oscillators.cl" && { echo "the kernel was not changed"; exit 1; }
failed=0

# expect CODE WORD COMMAND...
expect() {
    code=$1 word=$2
    shift 2
    "$@" >"$scratch/said" 2>&1
    got=$?
    { [ $got -eq "$code" ] && grep -q "$word" "$scratch/said"; } || { echo "$*: code $got, wanted $code and '$word'"; cat "$scratch/said"; failed=1; }
}
expect 0 '^equal' "$ENGRAM" validate "$scratch/net.yaml"
ENGRAM_KERNEL_DIR=$scratch/kernels
export ENGRAM_KERNEL_DIR
expect 6 'at step 2[1-4]' "$ENGRAM" validate "$scratch/net.yaml"
expect 0 '^equal' "$ENGRAM" validate --steps 20 "$scratch/net.yaml"
expect 4 'computes wrongly' "$ENGRAM" run --quiet --output "$scratch/run" "$scratch/net.yaml"
[ ! -e "$scratch/run" ] || { echo "results of a refused device"; failed=1; }
unset ENGRAM_KERNEL_DIR

icd=/usr/lib/oclgrind/liboclgrind-rt-icd.so
[ -e "$icd" ] || exit $((failed ? 1 : 77))
OCL_ICD_VENDORS=$icd OCLGRIND_DATA_RACES=1 OCLGRIND_UNINITIALIZED=1 OCLGRIND_CHECK_API=1 OCLGRIND_NUM_THREADS=1 OCLGRIND_MAX_ERRORS=20 OCLGRIND_LOG=$scratch/log \
    expect 0 '^equal' "$ENGRAM" validate --work-group 4 "$scratch/net.yaml"
[ ! -s "$scratch/log" ] || { head -40 "$scratch/log"; failed=1; }
exit $failed
