"""What results.json says: do the rates agree, and the table. Pure functions of the results; nothing is run here."""
import math
import statistics

SHOWN = {"engram": "Engram", "nest": "NEST", "brian2": "Brian2"}
QUANTITIES = ["wall_s_per_simulated_s", "events_per_s", "rate_Hz", "build_s", "peak_MiB", "bytes_per_synapse"]

# How far apart two mean rates may be. A network fluctuates as a whole, so the mean of a window of T ms differs from run to run: its standard
# deviation over seeds is SPREAD / sqrt(T) for a network of the file's size, and sqrt(file's size / N) times that for one of N neurons
# (Hz * sqrt(ms)). FLOOR is left for what is not equal on purpose: precision, and which part of the delay plasticity sees.
#
# Balanced, measured with Engram over 6 to 12 seeds each and T of 20 to 1,000 ms: 25 to 31 at N = 1,000, 16 to 19 at 2,000, 8 to 12 at 10,000, 1.7 at
# 100,000; the law is at or above all of these.
# Microcircuit, with Engram over 8 seeds and T of 50 to 1,000 ms: the largest found, rounded up. Longer windows spread no less, because every seed also
# draws its own synapses (2.4 % in L23E, 1.8 % in L6E, 1.5 % in L5E, less elsewhere): rounds narrow it, a longer --measure does not.
BALANCED = {"E": 12.0, "I": 12.0}
MICROCIRCUIT = {"L23E": 0.9, "L23I": 0.9, "L4E": 1.2, "L4I": 0.9, "L5E": 3.8, "L5I": 1.1, "L6E": 0.7, "L6I": 0.7}
SPREAD = {"plastic": BALANCED, "static": BALANCED, "microcircuit": MICROCIRCUIT}
DEVIATIONS, FLOOR = 3.0, 0.05

# A run during which other programs kept more CPUs busy than this is called disturbed. OpenMP threads wait for each other by spinning, so what is
# taken from one is lost to all: the peers then suffer more than Engram does.
DISTURBED_CPUS = 0.1


def spread(values):
    return {"median": statistics.median(values), "low": min(values), "high": max(values)}


def runs_of(results, simulator, mode):
    return [run for run in results["runs"] if run["simulator"] == simulator and run["mode"] == mode]


def measured(results):
    """(mode, simulator) in the order of the results, those that were run."""
    return list(dict.fromkeys((run["mode"], run["simulator"]) for run in results["runs"]))


def tolerance(network, spread_of_one, runs, others):
    """Of the difference of two mean rates, without FLOOR."""
    variance = sum(1 / sum(run["measured_ms"] for run in group) for group in (runs, others))
    return DEVIATIONS * spread_of_one * math.sqrt(network["file_size"] / network["size"] * variance)


def mean_rate(runs, population):
    """Over all rounds together."""
    return statistics.mean(run["rates_Hz"][population] for run in runs)


def compare_rates(results):
    """One entry per mode, peer and population: rates, allowed difference and whether it is kept."""
    compared = []
    for mode, simulator in measured(results):
        runs, reference = runs_of(results, simulator, mode), runs_of(results, "engram", mode)
        if simulator == "engram" or not reference:
            continue
        network = results["networks"][mode]
        for population in network["populations"]:
            mine, theirs = mean_rate(reference, population), mean_rate(runs, population)
            allowed = tolerance(network, SPREAD[mode][population], reference, runs) + FLOOR * mine
            compared.append({"mode": mode, "simulator": simulator, "population": population, "engram_Hz": mine, "peer_Hz": theirs,
                             "allowed_Hz": allowed, "agrees": theirs > 0 and abs(mine - theirs) <= allowed})
    return compared


def ratios(results):
    """Engram against each peer, round by round: both sides of a ratio ran within one round."""
    found = []
    for mode, simulator in measured(results):
        if simulator == "engram":
            continue
        reference = {run["round"]: run for run in runs_of(results, "engram", mode)}
        pairs = [(reference[run["round"]], run) for run in runs_of(results, simulator, mode) if run["round"] in reference]
        if pairs:
            found.append({"mode": mode, "simulator": simulator,
                          "events_per_s": spread([mine["events_per_s"] / theirs["events_per_s"] for mine, theirs in pairs]),
                          "wall": spread([theirs["wall_s_per_simulated_s"] / mine["wall_s_per_simulated_s"] for mine, theirs in pairs]),
                          "bytes": spread([theirs["bytes_per_synapse"] / mine["bytes_per_synapse"] for mine, theirs in pairs])
                          if all(mine["bytes_per_synapse"] > 0 for mine, _ in pairs) else None})
    return found


def summary(results):
    return [{"mode": mode, "simulator": simulator, "measured_ms": runs_of(results, simulator, mode)[0]["measured_ms"],
             **{q: spread([run[q] for run in runs_of(results, simulator, mode)]) for q in QUANTITIES}} for mode, simulator in measured(results)]


def short(value):
    """Three digits; large numbers as 1.23e8."""
    if value >= 1e5:
        return f"{value:.2e}".replace("e+0", "e").replace("e+", "e")
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}"


def cell(s):
    median = f"**{short(s['median'])}**"
    return median if s["low"] == s["high"] else f"{median} ({short(s['low'])} ... {short(s['high'])})"


def row(cells):
    return "| " + " | ".join(cells) + " |"


def threads(results):
    return f"{results['threads']} CPU thread{'s' if results['threads'] > 1 else ''}"


def title(network):
    return f"{network['title']}: {network['size']:,} neurons, {1e-6 * network['n_synapses']:,.4g} million synapses"


def heading(results):
    networks = [f"* {mode}: {title(network)}" for mode, network in results["networks"].items()]
    return [f"# Engram beside its peers, {threads(results)}", "", *networks, "",
            f"Median of {results['rounds']} round{'s' if results['rounds'] > 1 else ''} (lowest ... highest), all simulators in turn within each round. "
            f"{results['cpu']}.",
            f"Everything is measured after {results['warm_up_ms']} ms of warm-up. An event is a spike at a synapse it reaches.", ""]


def table(results):
    lines = [row(["network", "simulator", "simulated ms", "wall s per simulated s", "events/s", "Hz", "build s", "peak MiB", "B per synapse"]),
             row(["---"] * 9)]
    for s in summary(results):
        lines.append(row([s["mode"], SHOWN[s["simulator"]], f"{s['measured_ms']:g}"] + [cell(s[q]) for q in QUANTITIES]))
    for skipped in results["skipped"]:
        lines.append(row([skipped["mode"], SHOWN[skipped["simulator"]], skipped["why"]] + [""] * 6))
    return lines


def ratio_table(results):
    found = ratios(results)
    if not found:
        return []
    lines = ["", "How many times as fast Engram is, round by round (per event is the fair one: a run with fewer spikes has less to do):", "",
             row(["network", "against", "per event", "per simulated second", "memory per synapse"]), row(["---"] * 5)]
    for r in found:
        lines.append(row([r["mode"], SHOWN[r["simulator"]], cell(r["events_per_s"]), cell(r["wall"]), cell(r["bytes"]) if r["bytes"] else ""]))
    return lines


def rate_table(results):
    compared = compare_rates(results)
    if not compared:
        return []
    lines = ["", "Mean rates over all rounds; the allowed difference follows from how much repeated runs differ (`bench/peers/report.py`):", "",
             row(["network", "against", "population", "Engram Hz", "peer Hz", "allowed difference Hz", ""]), row(["---"] * 7)]
    for c in compared:
        lines.append(row([c["mode"], SHOWN[c["simulator"]], c["population"], f"{c['engram_Hz']:.2f}", f"{c['peer_Hz']:.2f}",
                          f"{c['allowed_Hz']:.2f}", "agrees" if c["agrees"] else "**differs**"]))
    return lines


def disturbances(results):
    busy = sorted((run["others_busy_cpus"] for run in results["runs"]), reverse=True)
    n = sum(cpus > DISTURBED_CPUS for cpus in busy)
    if n == 0:
        return ["", f"Other programs used at most {busy[0]:.2f} CPUs during any run."]
    return ["", f"**Disturbed**: during {n} of {len(busy)} runs other programs used more than {DISTURBED_CPUS:g} CPUs, up to {busy[0]:.2f}. Repeat on an idle machine."]


def versions(results):
    lines = [""]
    for simulator in dict.fromkeys(simulator for _, simulator in measured(results)):
        run = next(run for run in results["runs"] if run["simulator"] == simulator)
        compiled = max((r.get("compile_s", 0) for r in results["runs"] if r["simulator"] == simulator), default=0)
        more = f"; code generation and compilers took {compiled:.0f} s on top of the build the first time" if compiled else ""
        lines.append(f"* {SHOWN[simulator]} {run['version']}: {run['notes']}{more}")
    return lines


def markdown(results):
    return "\n".join(heading(results) + table(results) + ratio_table(results) + rate_table(results) + disturbances(results) + versions(results)) + "\n"
