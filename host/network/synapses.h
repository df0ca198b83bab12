/* The synapses of one projection, copied to the host in canonical order: source neuron, length code, target, then the order of their draws. */
#ifndef ENGRAM_NETWORK_SYNAPSES_H
#define ENGRAM_NETWORK_SYNAPSES_H
#include "network/growth.h"

struct synapse_table {
    uint64_t n;
    uint32_t *source, *target;           /* [n] */
    uint16_t *length;                    /* [n] length codes */
    float *weight;                       /* [n] unit of the receptor */
    float *columns[SYNAPSE_MAX_COLUMNS]; /* [n] each, projection_n_columns of them */
    uint32_t *slowness;                  /* [neurons of the source population] */
};
engram_code synapse_table_create(const struct network *net, const struct projection *p, uint64_t n,
                                 struct synapse_table *table, engram_status *status);
void synapse_table_free(struct synapse_table *table);

/* What a run is, in 6 x 64 bits; see kernels/common/mix.h for why order cannot matter. Sums modulo 2^64 over
 *   spikes:   mix_spike(owner, neuron, step, n)
 *   topology: mix_edge(owner, source, target, length)
 *   weights:  mix_pair(mix_edge(...), weight bits), and for column k: mix_pair(mix_edge(...) + k + 1, column bits)
 *   delays:   mix_pair(owner << 32 | source, slowness) over the axons
 *   elements: mix_pair(owner << 32 | neuron, calcium bits) over the populations with calcium, and over both sides (0 axon, 1 dendrite) of the projections
 *             that grow mix_pair(mix_pair(owner << 32 | neuron, side), elements), and over receptors that are scaled
 *             mix_pair(mix_pair(owner << 32 | neuron, 2 + receptor), factor bits); 0 if there is none of these
 *   modulators: mix_pair(mix_pair(owner, step of the latest jump), bits of the concentration just after it) over the projections whose modulator has jumped; else 0
 * total: mix_pair of the four, in this order, and of that and the elements if there are any, and of that and the modulators likewise. */
struct digest {
    uint64_t spikes, topology, weights, delays, elements, modulators, total;
};
void digest_add_synapses(const struct projection *p, const struct synapse_table *table, uint32_t n_sources,
                         struct digest *digest);
/* One synapse; columns: [projection_n_columns]. */
void digest_add_synapse(const struct projection *p, uint32_t source, uint32_t target, uint16_t length,
                        float weight, const float *columns, struct digest *digest);
/* Only the delays: slowness [n_sources]. */
void digest_add_axons(const struct projection *p, const uint32_t *slowness, uint32_t n_sources,
                      struct digest *digest);
/* calcium: [neurons]; z: [neurons of that side]. */
void digest_add_calcium(const struct population *p, const float *calcium, struct digest *digest);
/* Receptor k: [neurons] factors. */
void digest_add_scaling(const struct population *p, uint32_t receptor, const float *factor,
                        struct digest *digest);
void digest_add_elements(const struct projection *p, enum side side, const int64_t *z, uint32_t n,
                         struct digest *digest);
/* Nothing if p has none. */
void digest_add_modulator(const struct projection *p, const struct modulator *m, struct digest *digest);
void digest_close(struct digest *digest); /* computes total */
#endif
