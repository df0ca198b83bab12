#!/bin/sh
# Every row of bad/expected.tsv through `engram check` and `engram run`: the documented code, the place and the reason on stderr, nothing on stdout, and
# nothing left behind.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cp -r "$ENGRAM_SOURCE_DIR/tests/input/bad" "$scratch/bad" && cd "$scratch/bad" || exit 1
find . | sort >../before
tab=$(printf '\t')
failed=0
n=0

complain() {
    echo "engram $*"
    sed 's/^/  out: /' ../out
    sed 's/^/  err: /' ../err
    failed=1
}

while IFS="$tab" read -r file want place fragment; do
    case $file in '' | '#'*) continue ;; esac
    n=$((n + 1))
    for command in check run; do
        "$ENGRAM" $command "$file" >../out 2>../err </dev/null
        got=$?
        [ $got -eq "$want" ] || complain "$command $file: code $got, wanted $want"
        [ ! -s ../out ] || complain "$command $file: something on stdout"
        grep -qF -e "$fragment" ../err || complain "$command $file: does not say '$fragment'"
        [ "$place" = - ] || grep -q "^  where: $file:$place\\($\\|[^0-9]\\)" ../err || complain "$command $file: does not say $file:$place"
        grep -q '^error: ..*' ../err && grep -q '^  why: *[^ ]' ../err && grep -q '^  do: *[^ ]' ../err || complain "$command $file: not what, why and what to do"
    done
done <expected.tsv
[ $n -ge 100 ] || { echo "only $n rows read"; failed=1; }
find . | sort | diff ../before - || { echo "left behind: see above"; failed=1; }
exit $failed
