#!/bin/sh
# Each check must refuse the file that is wrong on purpose; a check that cannot fail checks nothing.
set -u
cd "$ENGRAM_SOURCE_DIR" || exit 1
failed=0

# must_refuse WORD COMMAND...: the command must fail and its output name WORD.
must_refuse() {
    word=$1
    shift
    if output=$("$@" 2>&1); then
        echo "accepted what is wrong: $*"
        failed=1
    elif ! printf '%s' "$output" | grep -q -- "$word"; then
        echo "refused, but not because of $word: $*"
        printf '%s\n' "$output"
        failed=1
    fi
}

must_refuse bad_format.c scripts/format --check tests/lint/trip/bad_format.c
must_refuse bad_arrow.c scripts/arrows tests/lint/trip
must_refuse bad_opencl.c scripts/arrows tests/lint/trip

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
awk 'BEGIN { for (i = 0; i < 501; i++) print "/* line */" }' >"$scratch/long_file.c"
awk 'BEGIN { print "int long_function(void)\n{"; for (i = 0; i < 80; i++) print "    ;"; print "}" }' >"$scratch/long_function.c"
must_refuse long_file.c scripts/sizes --strict "$scratch/long_file.c"
must_refuse long_function scripts/sizes --strict "$scratch/long_function.c"

if command -v clang-tidy-14 >/dev/null; then
    for group in readability-identifier-naming bugprone-suspicious-semicolon cert-msc30-c clang-analyzer-core.DivideZero; do
        must_refuse $group scripts/analyse "$ENGRAM_BUILD_DIR" tests/lint/trip/bad_analysis.c
    done
else
    echo "clang-tidy-14 is not installed; its part is left out" >&2
    exit 77
fi
exit $failed
