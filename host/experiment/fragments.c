#include "experiment/fragments.h"

const char fragments_example[] =
    "engram: 1\n"
    "name: example\n"
    "seed: 42\n"
    "dt: 0.1 ms\n"
    "duration: 1 s\n"
    "populations:\n"
    "  E:\n"
    "    model: iaf_psc_exp\n"
    "    size: 400\n"
    "    params: {tau_m: 20 ms, C_m: 250 pF, V_th: {normal: {mean: -50 mV, sd: 1 mV}, min: -52 mV, max: -48 "
    "mV}}\n"
    "    initial: {V_m: {uniform: {low: -70 mV, high: -52 mV}}}\n"
    "    poisson: {exc: {rate: 4 kHz, weight: 45 pA}}\n"
    "    positions: {random: {dimensions: 2, extent: [1 mm, 1 mm], periodic: true}}\n"
    "  I:\n"
    "    model: iaf_psc_exp\n"
    "    size: 100\n"
    "    poisson: {exc: {rate: 4 kHz, weight: 45 pA}}\n"
    "    positions: {random: {dimensions: 2, extent: [1 mm, 1 mm], periodic: true}}\n"
    "  pacemaker:\n"
    "    model: spike_generator\n"
    "    size: 2\n"
    "    spike_times: [[100 ms, 200 ms], [150 ms]]\n"
    "projections:\n"
    "  E_to_E:\n"
    "    source: E\n"
    "    target: E\n"
    "    connect: {fixed_indegree: 40, autapses: false}\n"
    "    receptor: exc\n"
    "    weight: {normal: {mean: 35 pA, sd: 3 pA}, min: 0 pA, max: 70 pA}\n"
    "    delay: 1.5 ms\n"
    "    rule: {stdp: {lambda: 0.01, alpha: 1.05, w_max: 70 pA}}\n"
    "  I_to_E:\n"
    "    source: I\n"
    "    target: E\n"
    "    connect: {bernoulli: 0.1}\n"
    "    receptor: inh\n"
    "    weight: -150 pA\n"
    "record:\n"
    "  spikes: [E, I]\n"
    "  rates: 10 ms\n"
    "  weights: {E_to_E: {interval: 500 ms, sample: 1000}}\n"
    "  states: [{population: E, variable: V_m, neurons: [0, 1], interval: 1 ms}]\n";

#define CONNECT    "projections.I_to_E.connect"
#define WEIGHT     "projections.I_to_E.weight"
#define I_TO_E     "projections.I_to_E."
#define POPULATION "populations.I."

/* One piece per line. */
/* clang-format off */
static const struct fragment fragments[] = {
    {"Numbers and distributions", WEIGHT, "-150 pA", "the same value for all", false},
    {"Numbers and distributions", WEIGHT, "{constant: -0.15 nA}", "the same, in words and another unit", false},
    {"Numbers and distributions", WEIGHT, "{uniform: {low: -200 pA, high: -100 pA}}", "equally likely in between", false},
    {"Numbers and distributions", WEIGHT, "{normal: {mean: -150 pA, sd: 10 pA}, min: -200 pA, max: 0 pA}", "Gaussian; draws outside of [min, max] are drawn again", false},
    {"Numbers and distributions", WEIGHT, "{normal: {mean: -150 pA, sd: 10 pA}, min: -180 pA, max: -120 pA, clip: true}", "Gaussian; draws outside are set to the bound", false},
    {"Numbers and distributions", POPULATION "params.tau_m", "{lognormal: {mu: 3, sigma: 0.1}, max: 40 ms}", "the logarithm of the value in ms is Gaussian", false},
    {"Numbers and distributions", WEIGHT, "{choice: {values: [-100 pA, -500 pA], chances: [0.7, 0.3]}}", "one of two, as of synapses that are either weak or strong", false},
    {"Numbers and distributions", "populations.pacemaker.positions", "{list: [[0, 0], [500 um, 0]]}", "positions one by one", false},
    {"Positions", POPULATION "positions", "{random: {dimensions: 2, extent: [1 mm, 1 mm], periodic: true}}", "anywhere in a box whose sides are joined", false},
    {"Positions", "populations.pacemaker.positions", "{random: {dimensions: 3, extent: [1 mm, 1 mm, 200 um]}}", "anywhere in a slab", false},
    {"Positions", POPULATION "positions", "{grid: {shape: [10, 10], spacing: 100 um, periodic: true}}", "a square grid, x fastest", false},
    {"Spike times and currents", "populations.pacemaker.spike_times", "[[1 ms, 5 ms], []]", "one list for each neuron; the second is silent", false},
    {"Spike times and currents", "populations.pacemaker.spike_times", "[{at: [100 ms, 110 ms], every: 200 ms, n: 30, neurons: 2}]", "two neurons with 30 doublets each, five in a second", false},
    {"Spike times and currents", "populations.pacemaker.spike_times", "{file: lgn_spikes.h5, population: lgn}", "from a SONATA spike file", true},
    {"Spike times and currents", "populations.pacemaker.spike_times", "{volleys: {rate: 10 Hz, spread: 5 ms, jitter: 1 ms}}", "both spike about 10 times a second, always 10 ms apart, each a little early or late", false},
    {"Spike times and currents", POPULATION "current", "[{begin: 100 ms, end: 200 ms, amplitude: 50 pA}]", "a step of current into every neuron", false},
    {"Spike times and currents", POPULATION "current", "[{begin: 100 ms, end: 200 ms, amplitude: 50 pA, neurons: [3, 10-20]}]", "into some of them", false},
    {"Who connects to whom", CONNECT, "{fixed_indegree: 20}", "each target has 20 synapses from random sources", false},
    {"Who connects to whom", CONNECT, "{fixed_outdegree: 40, multapses: false}", "each source reaches 40 different targets", false},
    {"Who connects to whom", CONNECT, "{fixed_total_number: 5000}", "5000 synapses between random pairs", false},
    {"Who connects to whom", CONNECT, "{bernoulli: 0.1}", "each pair with probability 0.1", false},
    {"Who connects to whom", "projections.E_to_E.connect", "one_to_one", "source i to target i", false},
    {"Who connects to whom", "projections.E_to_E.connect", "{one_to_one: {}, per_pair: 5}", "the same with five synapses each", false},
    {"Who connects to whom", "projections.E_to_E.connect", "{all_to_all: {}, autapses: false}", "every pair of different neurons", false},
    {"Who connects to whom", CONNECT, "{distance: {kernel: gaussian, probability: 0.5, sigma: 100 um}}", "less likely with distance; no synapses beyond 4 sigma", false},
    {"Who connects to whom", CONNECT, "{distance: {kernel: exponential, probability: 0.5, sigma: 80 um, max_distance: 400 um}}", "an exponential profile with its own end", false},
    {"Who connects to whom", CONNECT, "{distance: {kernel: disc, sigma: 120 um}}", "all within a radius", false},
    {"Who connects to whom", CONNECT, "{list: [[0, 1], [0, 2], [1, 0]]}", "pair by pair; `weight` may then be a list too", false},
    {"Who connects to whom", CONNECT, "{sonata: {edges: edges.h5, types: edge_types.csv}}", "from a SONATA file; its weights and delays hold unless yours are given", true},
    {"Delays", I_TO_E "delay", "1.5 ms", "constant; all of it dendritic unless dendritic_delay_fraction says otherwise", false},
    {"Delays", I_TO_E "delay", "{uniform: {low: 1 ms, high: 3 ms}}", "different for each synapse; a plastic projection then needs dendritic_delay", false},
    {"Delays", "projections.E_to_E.dendritic_delay_fraction", "0.4", "0.6 ms of 1.5 ms dendritic, 0.9 ms axonal", false},
    {"Delays", "projections.E_to_E.dendritic_delay", "0.5 ms", "the same, as a time", false},
    {"Delays", "projections.I_to_E", "{source: I, target: E, connect: {bernoulli: 0.1}, receptor: inh, weight: -150 pA, length: {from_distance: 1.2}, velocity: 0.5 m/s}", "paths 1.2 times as long as the distance of the two neurons, and one speed", false},
    {"Delays", "projections.I_to_E", "{source: I, target: E, connect: {bernoulli: 0.1}, receptor: inh, weight: -150 pA, length: 5 mm, axon: {law: myelinated, diameter: {lognormal: {mu: -0.5, sigma: 0.4}, min: 0.2 um, max: 3 um}, g_ratio: 0.75}}", "axons of different thickness in the same myelin; 1 um conducts at 7 m/s", false},
    {"Delays", "projections.I_to_E", "{source: I, target: E, connect: {bernoulli: 0.1}, receptor: inh, weight: -150 pA, length: 5 mm, velocity: 4 m/s, conduction_block: 0.5 m/s}", "an axon that damage or a myelin rule makes slower than 0.5 m/s does not conduct", false},
    {"Plasticity", "projections.E_to_E.rule", "static", "weights do not change (this is the default)", false},
    {"Plasticity", "projections.E_to_E.rule", "{stdp: {lambda: 0.005, mu_plus: 0, mu_minus: 0, w_max: 70 pA}}", "additive STDP; `engram rules stdp` lists the parameters", false},
    {"Plasticity", "projections.E_to_E.rule", "{stdp_van_rossum: {c_p: 1 pA, c_d: 0.003}}", "another rule", false},
    {"Recording", "record.spikes", "none", "no spikes on disk", false},
    {"Recording", "record.weights", "{E_to_E: {interval: 100 ms, sample: 0}}", "all weights of a projection, ten times a second", false},
    {"Recording", "record.axons", "{I_to_E: {interval: 200 ms, sample: 100}}", "how its delays are distributed, and, if it has `length`, the velocities of 100 axons, five times a second", false},
    {"Recording", "record.delays", "{all: {projections: \"*\", interval: 100 ms}}", "the delays of all synapses in one histogram, ten times a second", false},
    {"Recording", "record.states", "[{population: E, variable: V_m}]", "the membrane of the first ten neurons, every millisecond", false},
    {"Measures", "measures.rate_E", "{rate: {population: E, begin: 200 ms, end: 1 s}, expect: [5 Hz, 10 Hz]}", "how fast E fires after the first 200 ms, and what is expected of it", false},
    {"Measures", "measures.delay_after", "{delay: {projection: I_to_E}}", "the mean delay at the end", false},
    {"Measures", "measures.degree", "{synapses: {projection: E_to_E, of: in_degree, at: 500 ms, to: {neurons: 0-9}}}", "the mean in-degree of ten neurons, after half a second", false},
    {"Measures", "measures.block", "{synapses: {projection: E_to_E, of: density, from: {neurons: 0-9}, to: {neurons: 0-9}}, expect: [0, 0.3]}", "how densely they are connected to one another at the end", false},
    {"Measures", "measures.drift", "{change: {projection: E_to_E, begin: 200 ms, end: 1 s}}", "how alike the weights of the same synapses are after 0.8 s", false},
    {"Measures", "measures.shape", "{weights: {projection: E_to_E, of: ln_sd, where: {weight: [1 pA, 100 pA]}}}", "how broad the distribution of logarithms is, within two decades", false},
};
/* clang-format on */

const struct fragment *fragment_at(size_t i)
{
    return i < sizeof fragments / sizeof fragments[0] ? &fragments[i] : NULL;
}
