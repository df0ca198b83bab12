#!/bin/sh
# All assembled programs compile for AMD, NVIDIA and SPIR; and a broken one is noticed.
set -u
"$ENGRAM_SOURCE_DIR/scripts/compile-kernels" "$ENGRAM_BUILD_DIR" || exit $?
broken=$(mktemp -d)
trap 'rm -rf "$broken"' EXIT
mkdir "$broken/fast"
sed 's/control\[CONTROL_STEP\]/contorl[CONTROL_STEP]/' "$ENGRAM_SOURCE_DIR/kernels/fast/turn.cl" > "$broken/fast/turn.cl"
if ENGRAM_KERNEL_DIR=$broken "$ENGRAM_SOURCE_DIR/scripts/compile-kernels" "$ENGRAM_BUILD_DIR" turn > /dev/null 2>&1; then
    echo "a broken kernel was not noticed"
    exit 1
fi
