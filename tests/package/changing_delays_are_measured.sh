#!/bin/sh
# bench/delays measures the variants in turns and says all ratios. How large they are, is not tested. Runs give seconds with two decimals, so 20 ms can take none.
set -eu
command -v python3 >/dev/null || { echo 'python3 is missing'; exit 77; }
said=$("$ENGRAM_SOURCE_DIR/bench/delays" --program "$ENGRAM" --rounds 1 --duration '200 ms' 2>/dev/null)
for delays in static rate_driven oligodendrocyte; do
    echo "$said" | grep -q "^$delays  *[-0-9.]*  *[-0-9.]*  *[-0-9.]*  *[-0-9.]*$" || { echo "no line about $delays:"; echo "$said"; exit 1; }
done
echo "$said" | grep -q '^static .* 1.000 *1.000$'
