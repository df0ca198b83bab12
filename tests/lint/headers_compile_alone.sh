#!/bin/sh
# Every header includes what it uses; public headers also compile as C++, which many users of the library write.
# kernels/rules and kernels/neurons are left out: they are completed with declarations made from their front matter (docs/rules.md).
set -u
cd "$ENGRAM_SOURCE_DIR" || exit 1
failed=0
libraries=$(pkg-config --cflags hdf5-serial cairo)
for header in $(find include host kernels/common -name '*.h' | LC_ALL=C sort); do
    "$CC" -std=c11 -D_GNU_SOURCE -DCL_TARGET_OPENCL_VERSION=120 -Iinclude -Ihost -Ikernels $libraries \
        -Wall -Wextra -Werror -Wno-unused-function -fsyntax-only -x c - <<EOF || { echo "does not compile alone: $header"; failed=1; }
#include "$PWD/$header"
EOF
done
if command -v c++ >/dev/null; then
    for header in include/engram/*.h; do
        printf '#include <%s>\n' "${header#include/}" | c++ -std=c++11 -Iinclude -Wall -Wextra -Werror -fsyntax-only -x c++ - ||
            { echo "does not compile as C++: $header"; failed=1; }
    done
fi
exit $failed
