#!/bin/sh
# Asked-for text goes to stdout with code 0; complaints go to stderr with the documented code and leave stdout empty; no colour into a pipe.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
failed=0

# expect CODE STREAM ARGUMENTS...: ends with CODE, says something on STREAM and nothing on the other one.
expect() {
    want=$1 stream=$2
    shift 2
    "$ENGRAM" "$@" >out 2>err
    got=$?
    silent=out
    [ "$stream" = out ] && silent=err
    if [ $got -ne "$want" ] || [ ! -s "$stream" ] || [ -s $silent ]; then
        echo "engram $*: code $got (wanted $want); text belongs on std$stream"
        sed 's/^/  out: /' out
        sed 's/^/  err: /' err
        failed=1
    fi
    if grep -q "$(printf '\033')" out err; then
        echo "engram $*: colour in a file"
        failed=1
    fi
}

expect 0 out --help
expect 0 out --version
expect 2 err
expect 2 err no_such_command
for command in $("$ENGRAM" --help | awk '/^commands:/ { inside = 1; next } inside && /^  [a-z]/ { print $1 } /^$/ { inside = 0 }'); do
    expect 0 out "$command" --help
    expect 2 err "$command" --no-such-option
done
expect 2 err run
expect 2 err run one.yaml two.yaml
expect 2 err run --tiles many missing.yaml
echo 'engram: 1' >empty.yaml
expect 2 err check empty.yaml
expect 4 err run --device no_such_device --no-output "$ENGRAM_SOURCE_DIR/examples/cortex.yaml"
grep -q 'do:' err || { echo "the complaint does not say what to do"; failed=1; }
exit $failed
