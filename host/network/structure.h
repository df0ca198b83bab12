/* Synapses that come and go while a network runs: what a projection says about it, and what the draws of new synapses are. */
#ifndef ENGRAM_NETWORK_STRUCTURE_H
#define ENGRAM_NETWORK_STRUCTURE_H
#include "network/network.h"
#include "network/selection.h"

#include <engram/structure.h>

/* New synapses at a rate that no activity changes: every target neuron gets rate * (1 + excess * exp(-t / excess_tau)) of them, from sources
 * drawn at random. With excess: the overproduction of early life (Huttenlocher 1979). */
struct formation {
    double rate;   /* Hz, in biological time */
    double excess; /* at the start, as a multiple of rate */
    double excess_tau_ms;
    bool autapses;
};

/* Synapses that an event of the schedule takes away, at the first tick from `begin` on. */
enum cut_order { CUT_RANDOM, CUT_WEAKEST, CUT_STRONGEST };
struct cut {
    uint64_t begin;       /* step */
    uint64_t every;       /* steps until it happens again; 0: it does not */
    double fraction;      /* of those between the selected neurons */
    enum cut_order order; /* which of them */
    struct selection sources, targets;
};

/* What is different from the first tick after `begin` on. */
struct adjustment {
    uint64_t begin;
    double formation;        /* factor of the rate of formation; negative: as before */
    double *turnover_params; /* [turnover->n_params], owned; NULL: as before */
};

struct structure {
    uint64_t tick;          /* steps between two changes */
    uint64_t max_in_degree; /* no target ever has more synapses of the projection */
    double compression;     /* seconds of biological time per simulated second, for the rates in here */
    double tick_ms;         /* biological time that a tick stands for */
    bool multapses;         /* may a pair have several synapses? */
    struct formation formation;
    struct growth *growth;        /* owned; see growth.h; NULL: synapses do not follow activity */
    struct quantity weight;       /* of new synapses; unit of the receptor */
    const struct model *turnover; /* what becomes of every synapse on a tick, or NULL */
    double *turnover_params;      /* [turnover->n_params], owned */
    const struct gate *pruning;   /* what part of those that the rule takes go; of the network; NULL: all */
    struct cut *cuts;             /* [n_cuts] owned */
    size_t n_cuts;
    struct adjustment *adjustments; /* [n_adjustments] owned; in order of time */
    size_t n_adjustments;
};
void structure_free_description(struct structure *structure);
/* What holds at the tick at `step`. */
double structure_formation_factor(const struct structure *structure, uint64_t step);
const double *structure_turnover_params(const struct structure *structure, uint64_t step);
/* Does a cut happen at the tick at `step`? */
bool cut_is_due(const struct structure *structure, const struct cut *cut, uint64_t step);
/* How many of n synapses it takes. */
uint64_t cut_size(const struct cut *cut, uint64_t n);

/* Does any projection have one? */
bool network_has_structure(const struct network *net);
/* Does a turnover rule ask how often neurons fire? structure may be NULL. And that of any projection how often those of a population do? */
bool structure_asks_activity(const struct structure *structure);
bool network_asks_activity(const struct network *net, uint32_t population);
/* Hz: what one spike since the last tick adds to the rate that a turnover rule learns. In simulated time, whatever a tick stands for. */
float structure_hz_of_spike(const struct network *net, const struct structure *structure);

/* New synapses of one tick. Owned by the caller (births_free). */
struct births {
    uint64_t n, room;
    uint32_t *source, *target; /* [n] */
    uint16_t *length;          /* [n] codes */
    float *weight;             /* [n] */
};
void births_free(struct births *births);

/* What happened to a synapse; event: an engram_event. */
struct topology_event {
    uint32_t source, target;
    uint16_t length; /* code */
    uint8_t event;
};
struct topology_events {
    struct topology_event *event; /* [n] owned */
    uint64_t n, room;
};

/* Neurons that are not born yet, or dead, and have no synapses: [sources], [targets], NULL where there are none. And what part of the new synapses that formation
 * wants for a target it takes, 0 to 1: NULL where neurons have no age that matters. */
struct absence {
    const bool *source, *target;
    const float *density;
};
/* Do such neurons lose their synapses at the tick at `step`? */
bool absence_is_due(const struct network *net, const struct projection *p, uint64_t step);

/* The pairs that formation wants at the tick at `step`: drawn by the seed, the projection's name and the step alone. in_degree: [targets] synapses
 * there are, those in births not counted; afterwards all are, and no target gets more than max_in_degree. Appends to births. */
engram_code formation_draw(const struct network *net, const struct projection *p, uint64_t step,
                           const struct absence *absent, uint32_t *in_degree, struct births *births,
                           engram_status *status);
/* Append a pair, whose weight and length are not drawn yet. */
engram_code births_add(struct births *births, uint32_t source, uint32_t target, engram_status *status);
/* Draw weights and lengths; n_before: synapses that have been born in the projection before these. */
engram_code births_draw(const struct network *net, const struct projection *p, uint64_t n_before,
                        struct births *births, engram_status *status);
/* What column k holds in a new synapse; see projection_column. */
float projection_born_column(const struct projection *p, size_t k);
/* Of n new synapses, as projection_weights and projection_length_codes; the key of an edge is its running number among all that are ever born. */
void projection_born_weights(const struct network *net, const struct projection *p, const struct edge *edges,
                             size_t n, float *weights);
void projection_born_length_codes(const struct network *net, const struct projection *p,
                                  const struct edge *edges, size_t n, uint16_t *codes);
#endif
