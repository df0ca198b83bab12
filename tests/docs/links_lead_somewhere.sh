#!/bin/sh
# Every relative link and picture of README and docs leads to a file that is there.
set -u
cd "$ENGRAM_SOURCE_DIR" || exit 1
failed=0
n=0
for page in README.md docs/*.md; do
    for target in $(grep -o '](\([^)#]*\)' "$page" | sed 's/^](//' | grep -v '^[a-z]*:'); do
        n=$((n + 1))
        [ -e "$(dirname "$page")/$target" ] || { echo "$page: nothing at $target"; failed=1; }
    done
done
[ $n -gt 0 ] || { echo "found no links at all"; failed=1; }
exit $failed
