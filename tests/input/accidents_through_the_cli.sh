#!/bin/bash
# What can go wrong around a run: files, folders, disks, devices, kernels, options, signals. Each row: the documented exit code, what the message must say,
# the command. stdout stays empty on failure, and nothing appears under a final name.
set -u
scratch=$(mktemp -d) || exit 1
mounted=
trap '[ -z "$mounted" ] || umount "$mounted"; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
failed=0

cat >tiny.yaml <<'END'
name: tiny
duration: 20 ms
populations:
  E: {model: iaf_psc_exp, size: 40, poisson: {exc: {rate: 20 kHz, weight: 60 pA}}}
projections:
  EE: {source: E, target: E, connect: {fixed_indegree: 10}, weight: 30 pA, delay: 1.5 ms, rule: {stdp: {w_max: 70 pA}}}
END
cat >replay.yaml <<'END'
name: replay
duration: 20 ms
populations:
  S: {model: spike_generator, size: 40, spike_times: {file: spikes.h5, population: E}}
END

complain() {
    echo "$*"
    sed 's/^/  out: /' out
    sed 's/^/  err: /' err
    failed=1
}

# fails CODE TEXT COMMAND...
fails() {
    local want=$1 text=$2 got
    shift 2
    "$@" >out 2>err </dev/null
    got=$?
    if grep -q 'LeakSanitizer has encountered a fatal error' err; then # it fell over a thread of the driver that was ending: ask again
        "$@" >out 2>err </dev/null
        got=$?
    fi
    [ $got -eq "$want" ] || complain "$*: code $got, wanted $want"
    grep -qF -e "$text" err || complain "$*: does not say '$text'"
    grep -q '^  do: ' err || complain "$*: does not say what to do"
    [ ! -s out ] || complain "$*: something on stdout"
    [ ! -e results ] || { complain "$*: left results/"; rm -r results; }
}

run() { "$ENGRAM" run --quiet "$@"; }
check() { "$ENGRAM" check "$@"; }

"$ENGRAM" run --quiet --output good tiny.yaml >out 2>err || { complain "the good run"; exit 1; }
cp good/spikes/E.0000.h5 spikes.h5
check replay.yaml >out 2>err || complain "the good spike file"

# ---- files ----
: >empty.yaml
mkdir folder.yaml
fails 3 'empty' check empty.yaml
fails 3 'it is a folder' check folder.yaml
fails 3 'not an ordinary file' check /dev/zero
fails 3 'No such file' check no_such.yaml
fails 3 'empty' run empty.yaml
# replayed FILE: the spikes come from FILE.
replayed() {
    sed "s/file: spikes.h5/file: $1/" replay.yaml >replayed.yaml
    run replayed.yaml
}
head -c 3000 spikes.h5 >truncated.h5
: >nothing.h5
fails 3 'it is damaged or was cut short' replayed truncated.h5
fails 3 'HDF5 signature' replayed nothing.h5
fails 3 'HDF5 signature' replayed tiny.yaml
fails 3 'it is a directory' replayed good
fails 3 "no group '/spikes'" replayed good\\/rates.0000.h5
if command -v h5copy >/dev/null; then
    h5copy -p -i spikes.h5 -o part.h5 -s /spikes/E/node_ids -d /spikes/E/node_ids
    fails 3 'timestamps' replayed part.h5
fi
fails 3 'neither manifest.json nor run.json' "$ENGRAM" plot folder.yaml
fails 3 'neither manifest.json nor run.json' "$ENGRAM" export no_such
fails 3 'No such file' "$ENGRAM" info no_such

# someone COMMAND...: as a user who may not do everything.
someone() {
    if [ "$(id -u)" -eq 0 ]; then
        chmod 755 . && cp "$ENGRAM" program && mkdir -p theirs && chmod 777 theirs || return 1
        HOME=$PWD/theirs XDG_CACHE_HOME=$PWD/theirs POCL_CACHE_DIR=$PWD/theirs setpriv --reuid=65534 --regid=65534 --clear-groups ./program "$@"
    else
        "$ENGRAM" "$@"
    fi
}
if [ "$(id -u)" -ne 0 ] || command -v setpriv >/dev/null; then
    cp tiny.yaml secret.yaml && chmod 000 secret.yaml
    mkdir locked && chmod 555 locked
    fails 3 'Permission denied' someone check secret.yaml
    fails 5 'Permission denied' someone run --quiet --output locked/results tiny.yaml
fi

# ---- results folders and disks ----
fails 2 'it is not empty' run --output good tiny.yaml
fails 2 'a file of this name exists' run --output tiny.yaml tiny.yaml
fails 2 'its name is empty' run --output '' tiny.yaml
fails 5 'cannot be created' run --output /proc/results tiny.yaml
fails 2 'nothing is overwritten' "$ENGRAM" export --output spikes.h5 good
fails 2 'no axons of a projection' "$ENGRAM" export --axons none good
fails 2 'no delays were recorded at all' "$ENGRAM" export --delays none good
fails 2 'one file at a time' "$ENGRAM" export --delays none --libsonata good

# whole FOLDER: no manifest, and what has a final name can be read.
whole() {
    local file
    [ ! -e "$1/manifest.json" ] || complain "$1: a failed run has a manifest"
    for file in "$1"/*.h5 "$1"/*/*.h5; do
        [ ! -e "$file" ] || "$ENGRAM" info "$file" >out 2>err || complain "$file is under a final name, but cannot be read"
    done
}
limited() { (ulimit -f 8 && run --output small tiny.yaml); }
fails 5 'File too large' limited
whole small
mkdir disk
if mount -t tmpfs -o size=40k tmpfs disk 2>err; then
    mounted=$PWD/disk
    fails 5 'No space left on device' run --output disk/results tiny.yaml
    whole disk/results
fi

# ---- devices and kernels ----
first=$("$ENGRAM" devices --fast | awk '/^[0-9]+:[0-9]+ / { print $1; exit }')
[ -n "$first" ] || { echo "no OpenCL device"; exit 77; }
fails 4 "choose one of: $first" run --device nonsense --output never tiny.yaml
fails 4 "choose one of: $first" run --device 99:0 --output never tiny.yaml
fails 4 'install a driver' env OCL_ICD_VENDORS=/nonexistent "$ENGRAM" run --quiet --output never tiny.yaml
fails 4 'install a driver' env OCL_ICD_VENDORS=/nonexistent "$ENGRAM" devices
cp -r "$ENGRAM_SOURCE_DIR/kernels" kernels
sed -i 's/+ spike->projection;/+ spike->projektion;/' kernels/fast/deliver.cl
line=$(grep -n 'spike->projektion;' kernels/fast/deliver.cl | head -1 | cut -d: -f1)
[ -n "$line" ] || { echo "kernels/fast/deliver.cl: nothing was misspelt"; exit 1; }
# use_tls: a thread of the driver ends just then, and the search for leaks crashes in its thread-local memory.
fails 4 "where: kernels/fast/deliver.cl:$line:" env ENGRAM_KERNEL_DIR=kernels LSAN_OPTIONS="${LSAN_OPTIONS:-}:use_tls=0" \
    "$ENGRAM" run --quiet --output never --delivery tiles tiny.yaml
fails 2 'ENGRAM_KERNEL_DIR=nowhere' env ENGRAM_KERNEL_DIR=nowhere "$ENGRAM" run --quiet --output never tiny.yaml
fails 5 'does not fit' run --memory-limit 1K --output never tiny.yaml

# ---- options ----
fails 2 "no command 'walk'" "$ENGRAM" walk tiny.yaml
fails 2 'engram run --help' run --no-such-option tiny.yaml
fails 2 'engram run --help' run
fails 2 'engram run --help' run tiny.yaml tiny.yaml
fails 2 'from 1 to 4294967295' run --tiles 4294967297 tiny.yaml
fails 2 'from 1 to 4294967295' run --tiles 0 tiny.yaml
fails 2 'from 1 to 4294967295' run --window -1 tiny.yaml
fails 2 'from 1 to 4294967295' run --window 1.5 tiny.yaml
fails 2 'above 0' run --memory-limit 0 tiny.yaml
fails 2 'above 0' run --memory-limit 8X tiny.yaml
fails 2 'above 0' run --memory-limit 99999999999T tiny.yaml
fails 2 'too large' run --work-group 4294967295 --output never tiny.yaml
fails 2 'too long' run --window 100000 --output never tiny.yaml
fails 2 "no delivery 'magic'" run --delivery magic --output never tiny.yaml
fails 2 'not of the form path=value' run --set x tiny.yaml
fails 2 'a key between the dots is empty' run --set a..b=1 tiny.yaml
fails 2 'in the way' run --set populations.E.size.x=1 tiny.yaml
fails 2 'not valid YAML' run --set 'populations.E.size=[' tiny.yaml
fails 2 "did you mean 'size'" run --set populations.E.sizee=1 tiny.yaml
fails 2 'out of range' run --seed 18446744073709551616 tiny.yaml
fails 2 'too long' run --duration 1e300s tiny.yaml
fails 2 'not above 0' run --duration -5 tiny.yaml
config=$ENGRAM_SOURCE_DIR/tests/input/bad/sonata_no_tstop.json
fails 2 "unknown key 'dtt'" run --set dtt=1 "$config"
fails 2 'too long' run --duration 1e300s "$config"
fails 2 "'nodes' is missing" run --duration '1 ms' "$ENGRAM_SOURCE_DIR/tests/input/bad/sonata_no_nodes.json"
[ ! -e never ] || { ls -R never; echo "a run that was refused left something"; failed=1; }

# ---- signals ----
"$ENGRAM" run --quiet --output stopped --duration '20000 s' tiny.yaml >out 2>err &
while kill -0 $! 2>/dev/null && [ ! -e stopped/run.json ]; do sleep 0.05; done
sleep 0.3
kill -INT $!
wait $!
got=$?
[ $got -eq 75 ] || complain "SIGINT: code $got, wanted 75"
grep -q 'stopped early' err || complain "SIGINT: does not say that it stopped early"
"$ENGRAM" info stopped >out 2>err || complain "the results of a stopped run cannot be read"
grep -q 'stopped early' out || complain "the manifest does not say that the run was stopped"
"$ENGRAM" export --output stopped.h5 stopped >out 2>err || complain "the spikes of a stopped run cannot be exported"
exit $failed
