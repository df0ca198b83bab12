#!/usr/bin/env python3
"""The cortical microcircuit of Potjans & Diesmann 2014 (Cereb Cortex 24:785) as an experiment for Engram.

    bench/networks/potjans_diesmann.py > bench/networks/potjans_diesmann.yaml

What is below is the table of the paper. The YAML file has the numbers of synapses that follow from it, and is kept beside this script; a test compares them.
"""
from math import log

DT_MS = 0.1
POPULATIONS = ["L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I"]
SIZE = [20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948]
EXTERNAL_INDEGREE = [1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100]
EXTERNAL_HZ = 8
V_MEAN_MV = [-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43]
V_SD_MV = [5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48]

# Probability that a pair has at least one synapse. Rows: targets; columns: sources.
PROBABILITY = [
    [.1009, .1689, .0437, .0818, .0323, 0, .0076, 0],
    [.1346, .1371, .0316, .0515, .0755, 0, .0042, 0],
    [.0077, .0059, .0497, .1350, .0067, .0003, .0453, 0],
    [.0691, .0029, .0794, .1597, .0033, 0, .1057, 0],
    [.1004, .0622, .0505, .0057, .0831, .3726, .0204, 0],
    [.0548, .0269, .0257, .0022, .0600, .3158, .0086, 0],
    [.0156, .0066, .0211, .0166, .0572, .0197, .0396, .2252],
    [.0364, .0010, .0034, .0005, .0277, .0080, .0658, .1443],
]

WEIGHT_PA = 87.81  # a PSP of 0.15 mV
WEIGHT_SD = 0.1  # of the mean
INHIBITION = -4
DELAY_MS = {"E": 1.5, "I": 0.75}
DELAY_SD = 0.5  # of the mean
FARTHEST_SD = 10  # bounds that no draw reaches: accumulators and rings need some


def n_synapses(probability, n_sources, n_targets):
    """So many that, drawn with replacement, a pair has one at least with this probability."""
    n_pairs = n_sources * n_targets
    return round(log(1 - probability) / log((n_pairs - 1) / n_pairs))


def population(i):
    print(f"  {POPULATIONS[i]}:\n    model: iaf_psc_exp\n    size: {SIZE[i]}\n"
          "    params: {C_m: 250 pF, tau_m: 10 ms, E_L: -65 mV, V_th: -50 mV, V_reset: -65 mV, t_ref: 2 ms, tau_syn_ex: 0.5 ms, tau_syn_in: 0.5 ms}\n"
          f"    initial: {{V_m: {{normal: {{mean: {V_MEAN_MV[i]} mV, sd: {V_SD_MV[i]} mV}}}}}}\n"
          f"    poisson: {{exc: {{rate: {EXTERNAL_INDEGREE[i] * EXTERNAL_HZ} Hz, weight: {WEIGHT_PA} pA}}}}")


def projection(t, s):
    source, target = POPULATIONS[s], POPULATIONS[t]
    excites = source.endswith("E")
    mean = WEIGHT_PA * (1 if excites else INHIBITION) * (2 if (source, target) == ("L4E", "L23E") else 1)
    sd = WEIGHT_SD * abs(mean)
    ends = f"min: 0 pA, max: {2 * mean:g} pA" if excites else f"min: {2 * mean:g} pA, max: 0 pA"
    delay = DELAY_MS[source[-1]]
    print(f"  {source}_to_{target}: {{source: {source}, target: {target}, "
          f"connect: {{fixed_total_number: {n_synapses(PROBABILITY[t][s], SIZE[s], SIZE[t])}}}, receptor: {'exc' if excites else 'inh'},\n"
          f"    weight: {{normal: {{mean: {mean:g} pA, sd: {sd:.5g} pA}}, {ends}}}, "
          f"delay: {{normal: {{mean: {delay:g} ms, sd: {DELAY_SD * delay:g} ms}}, min: {DT_MS} ms, "
          f"max: {delay * (1 + FARTHEST_SD * DELAY_SD):g} ms}}}}")


def main():
    pairs = [(t, s) for t in range(8) for s in range(8) if PROBABILITY[t][s] > 0]
    total = sum(n_synapses(PROBABILITY[t][s], SIZE[s], SIZE[t]) for t, s in pairs)
    print(f"""# The cortical microcircuit of Potjans & Diesmann 2014 (Cereb Cortex 24:785): a square millimetre of four layers, {sum(SIZE):,} neurons and
# {total / 1e6:.1f} million static synapses with drawn weights and delays. Made by potjans_diesmann.py, which has the table of probabilities.
#
#     engram run bench/networks/potjans_diesmann.yaml
#
# Needs about 3.2 GB. Expected rates: 0.9, 3.0, 4.4, 5.9, 7.8, 8.7, 1.1, 7.9 Hz from L23E to L6I (docs/science.md).
# Every synapse is drawn with replacement. Bounds of weights and delays lie {FARTHEST_SD} standard deviations away, but delays are at least one step.
engram: 1
name: potjans_diesmann
seed: 1
dt: {DT_MS} ms
duration: 1 s

populations:""")
    for i in range(8):
        population(i)
    print("\nprojections:")
    for t, s in pairs:
        projection(t, s)
    print("\nrecord: {spikes: none}")


if __name__ == "__main__":
    main()
