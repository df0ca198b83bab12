#!/bin/sh
# Install into an empty prefix; build examples/embed from there through CMake (shared and static) and through pkg-config; run all three.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix

cmake --install "$ENGRAM_BUILD_DIR" --prefix "$prefix" >"$scratch/install.log"
for file in bin/engram share/man/man1/engram.1 share/bash-completion/completions/engram include/engram/engram.h; do
    [ -s "$prefix/$file" ] || { echo "not installed: $file"; exit 1; }
done

cp -r "$ENGRAM_SOURCE_DIR/examples/embed" "$scratch/embed"
cd "$scratch/embed"
cmake -S . -B build -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$CC" >"$scratch/cmake.log" || { cat "$scratch/cmake.log"; exit 1; }
cmake --build build >"$scratch/build.log" || { cat "$scratch/build.log"; exit 1; }

# Wherever the library directory is (Debian may use lib/x86_64-linux-gnu), pkg-config must lead there.
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name engram.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046 # several options
"$CC" embed.c -o by_pkg_config $(pkg-config --cflags --libs engram) -lm -Wl,-rpath,"$(pkg-config --variable=libdir engram)"

for program in build/embed build/embed_static ./by_pkg_config; do
    "$program" >"$scratch/said"
    cat "$scratch/said"
    grep -q 'digest' "$scratch/said"
done
