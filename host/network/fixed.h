/* Fixed-point accumulators: the sum of the weights that arrive at one receptor of one neuron in one step is an integer sum, so its order cannot matter.
 *
 * One scale per population and receptor, a power of two. bound = the largest possible |sum| in one step = over all neurons the largest
 * sum over incoming synapses of weight_limit times the largest number of simultaneous spikes of the source. 32 bits are used when
 * bound * scale < 2^31 leaves at least 20 bits below the smallest typical weight (mean |weight| of a projection); else 64 bits with bound * scale < 2^62;
 * a network for which that leaves fewer than 20 bits is refused. All receptors of a population share the width. */
#ifndef ENGRAM_NETWORK_FIXED_H
#define ENGRAM_NETWORK_FIXED_H
#include "network/network.h"

struct fixed_scale {
    int exponent[MODEL_MAX_RECEPTORS]; /* scale = 2^exponent */
    bool wide;
};
/* in_degree_bound[projection]: an upper bound on the number of synapses of that projection on one neuron (exact or not must not matter to equality: both
 * the reference and the device get it from projection_in_degree_bound). */
engram_code fixed_scales(const struct network *net, uint32_t population, struct fixed_scale *out,
                         engram_status *status);
/* Upper bound on the in-degree, a pure function of the description (for random builders: mean + 12 standard deviations + 32, checked while building). */
uint64_t projection_in_degree_bound(const struct network *net, const struct projection *p);
/* Where synapses may come: the largest such bound with which the sums at this receptor fit into 32 bits. 0: they fit already, or a lower bound would not do, because
 * of other projections or of those there are at the start. */
uint64_t projection_narrow_in_degree(const struct network *net, const struct projection *p);
/* The same of the synapses there are at the start, where others may come later (structure.h). */
uint64_t projection_drawn_in_degree_bound(const struct network *net, const struct projection *p);
/* Largest number of spikes one neuron of the population can emit in one step, as far as the population itself tells: MULTIPLICITY_UNKNOWN for one that
 * repeats what arrives (a counting receptor), for which network_max_multiplicity adds up its sources. */
#define MULTIPLICITY_UNKNOWN UINT32_MAX
uint32_t population_max_multiplicity(const struct population *p, double dt_ms);
/* The same with the sources known; MULTIPLICITY_UNKNOWN only for repeaters that feed one another in a circle. */
uint32_t network_max_multiplicity(const struct network *net, uint32_t population);
/* What the rule of a projection measures at its ticks is summed up over the synapses of a target, in 64 bits: as whole multiples of 2^-exponent. */
int projection_measure_exponent(const struct network *net, const struct projection *p);
#endif
