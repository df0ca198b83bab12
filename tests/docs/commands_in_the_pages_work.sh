#!/bin/sh
# Run the commands that README and docs show. Those are the lines of blocks marked ```sh, one after the other, in a copy of examples/.
# Left to others: scripts/ (this is one of them), package managers, and the build itself.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
PATH=$(dirname "$ENGRAM"):$PATH
export PATH
failed=0

for page in "$ENGRAM_SOURCE_DIR"/README.md "$ENGRAM_SOURCE_DIR"/docs/*.md; do
    place=$scratch/$(basename "$page")
    mkdir "$place" && cp -r "$ENGRAM_SOURCE_DIR/examples" "$place/" || exit 1
    awk '/^```sh$/ { inside = 1; next } /^```/ { inside = 0 } inside && NF' "$page" >"$scratch/commands"
    while IFS= read -r line; do
        case $line in
        '#'* | scripts/* | git* | cd\ * | cmake* | ctest* | sudo* | cc*) continue ;;
        esac
        echo "$(basename "$page"): $line"
        (cd "$place" && sh -c "$line" <&3 >"$scratch/said" 2>&1) 3</dev/null || { cat "$scratch/said"; echo "failed: $line"; failed=1; }
    done <"$scratch/commands"
done
exit $failed
