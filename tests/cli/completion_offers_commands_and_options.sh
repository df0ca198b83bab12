#!/bin/bash
# The completion knows every command and every option, because it asks the program.
set -u
PATH=$(dirname "$ENGRAM"):$PATH
. "$ENGRAM_SOURCE_DIR/scripts/completion.bash"

# offers WORDS... EXPECTED: with the cursor at the end of WORDS, EXPECTED is among the answers.
offers() {
    local expected=${!#}
    COMP_WORDS=("${@:1:$#-1}")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _engram
    printf '%s\n' "${COMPREPLY[@]}" | grep -qx -- "$expected" || { echo "${COMP_WORDS[*]}: '$expected' is not among: ${COMPREPLY[*]}"; exit 1; }
}

offers engram r run
offers engram -- --version
offers engram run --out --output
offers engram run --device g gpu
offers engram rules st stdp
offers engram myelin r rate_driven
offers engram turnover w weak_first
