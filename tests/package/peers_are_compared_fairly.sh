#!/bin/sh
# bench/peers/run without its peers: the networks it hands out are those of the YAML files, the table holds sane figures, equal rates pass, different ones
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
refuses 'microcircuit has 77,169 neurons' --networks static,microcircuit --size 1000
refuses 'neither weights nor delays' --simulators brian2 --networks microcircuit
refuses 'results.json' --from "$scratch/results.json"

"$run" --simulators engram --size 400 --rounds 1 --measure 300 --wait 0 --threads 1 --engram "$ENGRAM" --venv "$scratch/none" --out "$scratch/out" >"$scratch/said"
python3 -B - "$ENGRAM_SOURCE_DIR/bench/peers" "$scratch" "$ENGRAM" <<'PYTHON'
import copy, json, subprocess, sys

sys.path[:0] = [sys.argv[1], sys.argv[1] + "/../networks"]
import network, potjans_diesmann, report

results = json.load(open(sys.argv[2] + "/out/results.json"))
table = open(sys.argv[2] + "/out/table.md").read()

# The networks, from the YAML files: the numbers that every peer is given.
net = network.read("plastic", 1000)
assert net["dt"] == 0.1 and [p["size"] for p in net["populations"].values()] == [800, 200]
assert net["populations"]["E"]["params"]["C_m"] == 250 and net["populations"]["I"]["drive_rate"] == 3000
assert net["projections"]["I_to_E"]["weight"] == -62.5 and net["projections"]["E_to_E"]["delay"] == 1.5
assert net["projections"]["E_to_E"]["rule"]["lambda"] == 1e-5 and net["projections"]["E_to_I"]["rule"] is None
assert not any(p["rule"] for p in network.read("static", 1000)["projections"].values())
assert network.outdegree(net, "E") == network.outdegree(net, "I") == 1000 and network.n_synapses(net) == 1000000
assert [p["size"] for p in network.read("static", 1003)["populations"].values()] == [803, 200] and network.read("plastic")["size"] == 10000
circuit, paper = network.read("microcircuit"), potjans_diesmann
assert {name: p["size"] for name, p in circuit["populations"].items()} == dict(zip(paper.POPULATIONS, paper.SIZE))
assert [p["drive_rate"] for p in circuit["populations"].values()] == [paper.EXTERNAL_HZ * n for n in paper.EXTERNAL_INDEGREE]
assert [(p["initial_mean"], p["initial_sd"]) for p in circuit["populations"].values()] == list(zip(paper.V_MEAN_MV, paper.V_SD_MV))
assert circuit["populations"]["L6I"]["params"]["tau_syn_in"] == 0.5
pairs = {(s, t): paper.n_synapses(paper.PROBABILITY[j][i], paper.SIZE[i], paper.SIZE[j])
         for i, s in enumerate(paper.POPULATIONS) for j, t in enumerate(paper.POPULATIONS) if paper.PROBABILITY[j][i]}
assert {(p["source"], p["target"]): p["n"] for p in circuit["projections"].values()} == pairs and network.n_synapses(circuit) == sum(pairs.values())
assert abs(sum(network.outdegree(circuit, name) * p["size"] for name, p in circuit["populations"].items()) - sum(pairs.values())) < 1e-3
strong, inhibiting = circuit["projections"]["L4E_to_L23E"], circuit["projections"]["L5I_to_L5E"]
assert strong["weight"] == {"mean": 175.62, "sd": 17.562, "min": 0, "max": 351.24} and strong["connect"] == "fixed_total_number"
assert inhibiting["weight"]["mean"] == -351.24 and inhibiting["delay"] == {"mean": 0.75, "sd": 0.375, "min": 0.1, "max": 4.5}

# The runs: one of each network.
runs = results["runs"]
assert {mode: n["n_synapses"] for mode, n in results["networks"].items()} == {"plastic": 400000, "static": 400000}
assert [run["mode"] for run in runs] == ["plastic", "static"] and len({run["digest"] for run in runs}) == 2
for run in runs:
    assert 3 < run["rates_Hz"]["E"] < 30 and 3 < run["rates_Hz"]["I"] < 30, run
    assert abs(run["rates_Hz"]["E"] - run["spikes"]["E"] / 320 / 0.3) < 1e-6
    assert abs(run["rate_Hz"] - 0.8 * run["rates_Hz"]["E"] - 0.2 * run["rates_Hz"]["I"]) < 1e-6
    assert abs(run["events_per_s"] * run["run_s"] - 1000 * (run["spikes"]["E"] + run["spikes"]["I"])) < 1
    assert 0 < run["wall_s_per_simulated_s"] < 1000 and 0 < run["build_s"] < 1000
    assert 20 < run["peak_MiB"] < 4000 and 0 <= run["bytes_per_synapse"] < 1000
for heading in ("wall s per simulated s", "events/s", "B per synapse"):
    assert heading in table, table
assert table.count("| Engram |") == 2, table


def with_peer(results, name, rate, populations):
    """The same results, with a peer ten times as slow, of which these populations fire so much more often."""
    more = copy.deepcopy(results)
    for run in results["runs"]:
        rates = {p: hz * (rate if p in populations else 1) for p, hz in run["rates_Hz"].items()}
        peer = dict(run, simulator=name, rates_Hz=rates)
        peer.update(wall_s_per_simulated_s=10 * run["wall_s_per_simulated_s"], events_per_s=0.1 * rate * run["events_per_s"])
        more["runs"].append(peer)
    return more


for ratio in report.ratios(with_peer(results, "nest", 1, [])):
    assert abs(ratio["events_per_s"]["median"] - 10) < 1e-6 and abs(ratio["wall"]["high"] - 10) < 1e-6, ratio
# The tolerance is that of its law (by hand: 3 * 12 Hz * sqrt(10000/2500 * 2/900 ms)) and narrows with size and time.
window = [{"measured_ms": 300}] * 3
small, full, large = ({"file_size": 10000, "size": size} for size in (2500, 10000, 100000))
assert abs(report.tolerance(small, 12, window, window) - 36 * (4 * 2 / 900) ** 0.5) < 1e-9
assert report.tolerance(large, 12, window, window) < report.tolerance(full, 12, window, window) < report.tolerance(full, 12, window, window[:1])

# The microcircuit: next to nothing of it, through the program; then what a run of all of it says, without one.
tiny = {f"populations.{name}.size": 5 for name in circuit["populations"]}
tiny.update({f"projections.{name}.connect.fixed_total_number": 1 for name in circuit["projections"]})
request = {"network": dict(circuit, settings=tiny), "seed": 1, "threads": 1, "warm_up_ms": 10, "measured_ms": 50, "folder": sys.argv[2],
           "program": sys.argv[3], "device": "cpu"}
json.dump(request, open(sys.argv[2] + "/request.json", "w"))
subprocess.run([sys.executable, "-B", sys.argv[1] + "/run_engram.py", sys.argv[2] + "/request.json", sys.argv[2] + "/result.json"], check=True,
               stdout=subprocess.DEVNULL)
assert list(json.load(open(sys.argv[2] + "/result.json"))["spikes"]) == paper.POPULATIONS
rates = dict(zip(paper.POPULATIONS, [0.9, 3.0, 4.4, 5.9, 7.8, 8.7, 1.1, 7.9]))
run = dict(runs[0], mode="microcircuit", measured_ms=1000, rates_Hz=rates)
micro = dict(results, networks={"microcircuit": network.describe(circuit)}, runs=[run])
json.dump(with_peer(results, "nest", 1, []), open(sys.argv[2] + "/alike.json", "w"))
json.dump(with_peer(results, "brian2", 4.1, "EI"), open(sys.argv[2] + "/unlike.json", "w"))
json.dump(with_peer(micro, "nest", 1.05, rates), open(sys.argv[2] + "/circuits_alike.json", "w"))
json.dump(with_peer(micro, "nest", 1.15, ["L4E"]), open(sys.argv[2] + "/circuits_unlike.json", "w"))
PYTHON

# agrees NAME, differs NAME WORDS: results NAME.json end with code 0, or with 1 and those words.
again() {
    "$run" --from "$scratch/$1.json" --venv "$scratch/none" --out "$scratch/$1" >"$scratch/said" 2>"$scratch/err"
}
agrees() {
    again "$1" || { echo "$1: code $?"; cat "$scratch/err"; exit 1; }
}
differs() {
    code=0
    again "$1" || code=$?
    if [ $code -ne 1 ] || ! grep -q "$2" "$scratch/err"; then
        echo "$1: code $code; wanted 1 and '$2'"
        cat "$scratch/err"
        exit 1
    fi
}
agrees alike
grep -q 'plastic | NEST | E .* agrees' "$scratch/alike/table.md" || { cat "$scratch/alike/table.md"; exit 1; }
differs unlike 'Brian2, static network: I fires at'
agrees circuits_alike
[ "$(grep -c 'microcircuit | NEST | L.* agrees' "$scratch/circuits_alike/table.md")" -eq 8 ] || { cat "$scratch/circuits_alike/table.md"; exit 1; }
differs circuits_unlike 'NEST, microcircuit network: L4E fires at'
[ "$(grep -c 'fires at' "$scratch/err")" -eq 1 ] || { cat "$scratch/err"; exit 1; }
