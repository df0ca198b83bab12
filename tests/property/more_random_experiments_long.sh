#!/bin/sh
# As random_experiments.c, for other seeds.
set -e
for seed in 100 200 300 400; do
    ENGRAM_RANDOM_SEED=$seed "$ENGRAM_BUILD_DIR/tests/test_property" --filter 'random_experiments/*'
done
