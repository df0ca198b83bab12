#!/bin/sh
# What is generated from declarations in the sources and committed must be what they generate today.
set -u
cd "$ENGRAM_SOURCE_DIR" || exit 1
failed=0

# current FILE COMMAND...: the command's output must equal the file.
current() {
    file=$1
    shift
    "$@" | diff -u "$file" - || { echo "stale: $file; renew it with: scripts/generate $ENGRAM"; failed=1; }
}

current docs/engram.1 scripts/manpage "$ENGRAM"
current docs/experiment.md "$ENGRAM" schema --markdown
current docs/generated/rules.md "$ENGRAM" rules --markdown
current docs/generated/neurons.md "$ENGRAM" neurons --markdown
current docs/generated/myelin.md "$ENGRAM" myelin --markdown
current docs/generated/turnover.md "$ENGRAM" turnover --markdown
if command -v python3 >/dev/null; then
    current bench/networks/potjans_diesmann.yaml bench/networks/potjans_diesmann.py
fi
exit $failed
