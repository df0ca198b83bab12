#!/bin/sh
# Run every example under the thread sanitizer, which ends the program with 66 at the first race. The two with more than ten million synapses take a tenth of
# them: threads share the same work among fewer rows. One grows so many synapses at its tick that threads share them.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for example in "$ENGRAM_SOURCE_DIR"/examples/*.yaml; do
    [ "$(basename "$example")" != connectome76.yaml ] || continue # needs data that are not in the repository
    ms=$(sed -n 's/^dt: \([0-9]*\) ms$/\1/p' "$example") # a step, where that is longer than 20 ms
    [ "${ms:-0}" -gt 20 ] || ms=20
    set --
    case $example in
    */brunel.yaml | */cortex.yaml)
        for projection in E_to_E E_to_I I_to_E I_to_I; do
            set -- "$@" --set "projections.$projection.connect={fixed_indegree: 90}"
        done ;;
    */grow_prune.yaml) set -- --set "projections.axons_to_cells.structure.formation.rate=400 1/y" ;;
    esac
    "$ENGRAM" run "$@" "$example" --quiet --duration "$ms ms" --output "$scratch/$(basename "$example")" || [ $? = 6 ] # 6: too short for its numbers
done
