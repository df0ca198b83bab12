#!/bin/sh
# `engram bench --json` is one valid JSON value on stdout with every figure one needs to compare two devices, none of them zero or absurd.
# How fast this machine is, is not tested.
set -eu
command -v python3 >/dev/null || { echo 'python3 is missing'; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$ENGRAM" bench --quick --json --profile >"$scratch/score.json" 2>"$scratch/progress"
grep -q 'plastic network' "$scratch/progress" || { echo 'no progress on stderr'; exit 1; }
"$ENGRAM" bench --quick --rounds 1 >"$scratch/score.txt" 2>/dev/null
python3 - "$scratch" <<'PYTHON'
import json, sys

with open(sys.argv[1] + "/score.json") as file:
    score = json.load(file)
with open(sys.argv[1] + "/score.txt") as file:
    text = file.read()


def spread(name, where, low, high):
    s = where[name]
    assert low < s["low"] <= s["median"] <= s["high"] < high, (name, s)


for key in ("name", "type", "platform", "driver", "opencl"):
    assert score["device"][key], key
assert score["device"]["memory_bytes"] > 2**20 and score["device"]["compute_units"] > 0
assert score["engram"] and "date" not in score
spread("copy_bytes_per_s", score, 1e6, 1e14)
spread("driven_neuron_updates_per_s", score, 1e3, 1e14)
spread("bare_neuron_updates_per_s", score, 1e3, 1e14)
for name, plastic in (("plastic", 640000), ("static", 0)):
    network = score[name]
    assert network["n_synapses"] == 1000 * score["n_neurons"] and network["n_plastic"] == plastic
    assert 2 < network["rate_Hz"] < 40, network["rate_Hz"]
    spread("events_per_s", network, 1e3, 1e14)
    spread("wall_s_per_simulated_s", network, 1e-6, 1e4)
    spread("share_of_copy", network, 0, 10)
    spread("synapses_built_per_s", network, 1e3, 1e12)
    spread("build_s", network, 0, 1e4)
    bytes_of_rule = 10 if plastic else 6  # weights of the static ones are alike, and not stored
    assert abs(network["bytes_per_synapse"] - bytes_of_rule) < 0.1, network["bytes_per_synapse"]
    assert network["device_bytes"] > 10 * plastic + 6 * (network["n_synapses"] - plastic)
    for digest in ("digest", "digest_spikes", "digest_weights"):
        assert int(network[digest], 16) != 0
spread("plastic_events_per_s", score["plastic"], 1e3, 1e14)
assert score["plastic"]["plastic_events_per_s"]["median"] < score["plastic"]["events_per_s"]["median"]
assert score["static"]["plastic_events_per_s"]["high"] == 0
assert score["plastic"]["digest"] != score["static"]["digest"], "plasticity changed nothing"
assert score["launches"] == sum(k["launches"] for k in score["kernels"]) > 0
assert 0 < score["kernel_s"] <= 1.01 * sum(k["seconds"] for k in score["kernels"])
assert any(k["name"].startswith("deliver") and k["bytes"] > 0 for k in score["kernels"])

for network in ("plastic", "static"):  # another run of the program, and the same results
    assert score[network]["digest"][2:] in text, text
PYTHON
if "$ENGRAM" bench --size 10 >"$scratch/out" 2>"$scratch/err"; then
    echo 'a network of 10 neurons was accepted'
    exit 1
fi
grep -q 'at least 1000' "$scratch/err"
