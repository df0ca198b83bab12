#!/bin/sh
# bench/peers/run without its peers: the network it hands out is that of the YAML file, the table holds sane figures, equal rates pass, different ones
# fail by name, bad arguments are explained. How fast anything is, is not tested.
set -eu
command -v python3 >/dev/null || { echo 'python3 is missing'; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
run=$ENGRAM_SOURCE_DIR/bench/peers/run

# refuses WORD ARGUMENTS...: ends with code 2 and names WORD.
refuses() {
    word=$1
    shift
    code=0
    "$run" --out "$scratch/refused" "$@" >/dev/null 2>"$scratch/err" || code=$?
    if [ $code -ne 2 ] || ! grep -q -- "$word" "$scratch/err"; then
        echo "run $*: code $code; wanted 2 and a complaint about '$word'"
        cat "$scratch/err"
        exit 1
    fi
}
refuses 'whole number from' --size 7
refuses 'whole number from' --rounds 0
refuses 'known are engram, nest, brian2' --simulators engram,neuron
refuses 'CPUs' --threads 100000
refuses 'cmake --preset release' --simulators engram --engram "$scratch/engram"
refuses 'brian2-limit' --simulators brian2 --size 20000
refuses 'results.json' --from "$scratch/results.json"

"$run" --simulators engram --size 400 --rounds 1 --measure 300 --wait 0 --threads 1 --engram "$ENGRAM" --venv "$scratch/none" --out "$scratch/out" >"$scratch/said"
python3 -B - "$ENGRAM_SOURCE_DIR/bench/peers" "$scratch" <<'PYTHON'
import copy, json, sys

sys.path.insert(0, sys.argv[1])
import network, report

results = json.load(open(sys.argv[2] + "/out/results.json"))
table = open(sys.argv[2] + "/out/table.md").read()

# The network, from the YAML file: the numbers that every peer is given.
net = network.read(1000)
assert net["dt"] == 0.1 and [p["size"] for p in net["populations"].values()] == [800, 200]
assert net["populations"]["E"]["params"]["C_m"] == 250 and net["populations"]["I"]["drive_rate"] == 3000
assert net["projections"]["I_to_E"]["weight"] == -62.5 and net["projections"]["E_to_E"]["delay"] == 1.5
assert net["projections"]["E_to_E"]["rule"]["lambda"] == 1e-5 and net["projections"]["E_to_I"]["rule"] is None
assert not any(p["rule"] for p in network.read(1000, plastic=False)["projections"].values())
assert network.outdegree(net, "E") == network.outdegree(net, "I") == 1000 and network.n_synapses(net) == 1000000

# The runs: one of each network.
runs = results["runs"]
assert results["n_synapses"] == 400000 and [run["mode"] for run in runs] == ["plastic", "static"] and len({run["digest"] for run in runs}) == 2
for run in runs:
    assert 3 < run["rate_E_Hz"] < 30 and 3 < run["rate_I_Hz"] < 30, run
    assert abs(run["rate_E_Hz"] - run["spikes"]["E"] / 320 / 0.3) < 1e-6
    assert abs(run["events_per_s"] * run["run_s"] - 1000 * (run["spikes"]["E"] + run["spikes"]["I"])) < 1
    assert 0 < run["wall_s_per_simulated_s"] < 1000 and 0 < run["build_s"] < 1000
    assert 20 < run["peak_MiB"] < 4000 and 0 <= run["bytes_per_synapse"] < 1000
for heading in ("wall s per simulated s", "events/s", "B per synapse"):
    assert heading in table, table
assert table.count("| Engram |") == 2, table


def with_peer(name, rate):
    """The same results, with a peer ten times as slow that fires so much more often."""
    more = copy.deepcopy(results)
    for run in runs:
        peer = dict(run, simulator=name, **{f"rate_{p}_Hz": rate * run[f"rate_{p}_Hz"] for p in "EI"})
        peer.update(wall_s_per_simulated_s=10 * run["wall_s_per_simulated_s"], events_per_s=0.1 * rate * run["events_per_s"])
        more["runs"].append(peer)
    return more


for ratio in report.ratios(with_peer("nest", 1)):
    assert abs(ratio["events_per_s"]["median"] - 10) < 1e-6 and abs(ratio["wall"]["high"] - 10) < 1e-6, ratio
# The tolerance is that of its law (by hand: 3 * 12 Hz * sqrt(10000/2500 * 2/900 ms)) and narrows with size and time.
window = [{"measured_ms": 300}] * 3
assert abs(report.tolerance(2500, window, window) - 36 * (4 * 2 / 900) ** 0.5) < 1e-9
assert report.tolerance(100000, window, window) < report.tolerance(10000, window, window) < report.tolerance(10000, window, window[:1])
json.dump(with_peer("nest", 1), open(sys.argv[2] + "/alike.json", "w"))
json.dump(with_peer("brian2", 4.1), open(sys.argv[2] + "/unlike.json", "w"))
PYTHON

"$run" --from "$scratch/alike.json" --venv "$scratch/none" --out "$scratch/alike" >"$scratch/said"
grep -q 'plastic | NEST | E .* agrees' "$scratch/alike/table.md" || { cat "$scratch/alike/table.md"; exit 1; }
if "$run" --from "$scratch/unlike.json" --venv "$scratch/none" --out "$scratch/unlike" >"$scratch/said" 2>"$scratch/err"; then
    echo 'a peer that fires four times as often passes'
    exit 1
fi
grep -q 'Brian2, static network: I fires at' "$scratch/err" || { cat "$scratch/err"; exit 1; }
