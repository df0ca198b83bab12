#!/bin/sh
# docs/rules.md: its listings are the files of examples/, its sessions print what they show, and every derivation is named.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
page=$ENGRAM_SOURCE_DIR/docs/rules.md
PATH=$(dirname "$ENGRAM"):$PATH
export PATH
cd "$ENGRAM_SOURCE_DIR" || exit 1
failed=0

# blocks LANGUAGE: the text of the page's blocks of that language, each followed by a line of \f.
blocks() {
    awk -v start="\`\`\`$1" '$0 == start { inside = 1; next } inside && /^```$/ { inside = 0; print "\f"; next } inside' "$page"
}

blocks c | awk -v base="$scratch/listing" '{ if ($0 == "\f") { n++; next } print >(base "." n + 0) }'
cmp "$scratch/listing.0" examples/my_rule.h || failed=1
cmp "$scratch/listing.1" examples/my_neuron.h || failed=1

blocks console >"$scratch/sessions"
grep '^\$ ' "$scratch/sessions" | sed 's/^\$ //' | while IFS= read -r line; do
    printf '$ %s\n' "$line"
    sh -c "$line" 2>&1 </dev/null
    printf '\f\n'
done >"$scratch/said"
diff -u "$scratch/sessions" "$scratch/said" || failed=1

printf '/*---\nrule: a\nsummary: a\nsource: a\nderived: {b: {no_such: c}}\n---*/\n' >"$scratch/a.h"
names=$(engram rules --file "$scratch/a.h" 2>&1 | sed -n 's/.*derivations: //p' | tr -d ,)
[ -n "$names" ] || { echo "no list of derivations in the message"; failed=1; }
for name in $names; do
    grep -qF "\`$name" "$page" || { echo "the page does not name the derivation $name"; failed=1; }
done
exit $failed
