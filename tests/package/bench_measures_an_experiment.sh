#!/bin/sh
# `engram bench FILE` measures the experiment that `engram run FILE` runs, warm-up left out, and refuses what it cannot measure.
# How fast this machine is, is not tested.
set -eu
command -v python3 >/dev/null || { echo 'python3 is missing'; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

cat >net.yaml <<'END'
engram: 1
name: two
dt: 0.1 ms
duration: 60 ms
populations:
  late: {model: spike_generator, size: 1, spike_times: [1 ms, 30.05 ms, 31 ms, 59 ms]}
  E: {model: iaf_psc_alpha, size: 300, poisson: {exc: {rate: 8 kHz, weight: 60 pA}}}
projections:
  plastic: {source: E, target: E, connect: {fixed_indegree: 50}, weight: 10 pA, delay: 1 ms, rule: {stdp: {w_max: 20 pA}}}
  fixed: {source: late, target: E, connect: all_to_all, weight: 10 pA}
END
"$ENGRAM" bench --rounds 2 --warm-up '20 ms' --profile --json net.yaml >bench.json 2>progress
[ "$(grep -c experiment progress)" = 2 ] || { echo 'not two rounds on stderr'; exit 1; }
"$ENGRAM" bench --rounds 1 --quiet net.yaml >bench.txt
"$ENGRAM" run --no-output --quiet net.yaml >run.txt
[ -z "$(find . -name results)" ] || { echo 'it wrote results'; exit 1; }
python3 - <<'PYTHON'
import json

score, text, run = json.load(open("bench.json")), open("bench.txt").read(), open("run.txt").read()
assert score["device"]["name"] and score["experiment"] == "two" and score["rounds"] == 2
assert (score["warm_up_ms"], score["measured_ms"]) == (20, 40) and "54 ms after 6 ms" in text, text
network = score["network"]
assert (network["n_synapses"], network["n_plastic"]) == (15300, 15000)
for name in ("events_per_s", "plastic_events_per_s", "wall_s_per_simulated_s", "share_of_copy", "synapses_built_per_s", "build_s"):
    s = network[name]
    assert 0 < s["low"] <= s["median"] <= s["high"], (name, s)
assert abs(network["bytes_per_synapse"] - (15000 * 10 + 300 * 6) / 15300) < 0.1, "10 of a plastic one, 6 where weights are alike"
late, E = score["populations"]
assert late["name"] == "late" and abs(late["rate_Hz"] - 3 / 0.04) < 1e-9, "three of four spikes come after the warm-up"
assert E["n_neurons"] == 300 and 1 < E["rate_Hz"] < 500
assert abs(network["rate_Hz"] * 301 - (late["rate_Hz"] + 300 * E["rate_Hz"])) < 1e-6
assert any(k["name"] == "iaf_psc_alpha" and k["seconds"] > 0 for k in score["kernels"])
assert score["launches"] == sum(k["launches"] for k in score["kernels"]) > 0
digest = network["digest"][2:]
assert digest in text and digest in run, "bench and run differ"
PYTHON

# refused CODE REASON ARGUMENTS...
refused() {
    want=$1 reason=$2
    shift 2
    code=0
    "$ENGRAM" bench --quiet "$@" >out 2>err || code=$?
    [ $code = "$want" ] && grep -q -- "$reason" err && grep -q 'do:' err && [ ! -s out ] || { echo "bench $*: code $code"; cat out err; exit 1; }
}
sed 's/fixed_indegree/fixed_indegre/' net.yaml >bad.yaml
refused 2 'fixed_indegree' bad.yaml
refused 3 'cannot read' missing.yaml
refused 2 'nothing is left' --warm-up '60 ms' net.yaml
refused 2 'needs a time' --warm-up '3 mV' net.yaml
refused 2 'says itself' --size 2000 net.yaml
refused 2 'needs an experiment' --tiles 3
refused 2 'needs an experiment' --set seed=3
refused 2 'too many' net.yaml net.yaml
