/* What a kind of number is made of. Any function may be NULL but `value`. */
#ifndef ENGRAM_MEASURES_KIND_H
#define ENGRAM_MEASURES_KIND_H
#include "measures/measures.h"
#include "network/synapses.h"

/* One number under way. */
struct tally {
    const struct network *net;
    const struct measure *of;
    void *state; /* state_bytes() of zeros to begin with */
    /* Kinds that look at synapses: [neurons] does a source, a target belong to the choice? And how many do. NULL for all others. */
    bool *is_from, *is_to;
    uint64_t n_from, n_to;
};

/* A synapse that a kind is shown. Two of one source, target and length differ in rank: that which was there first comes first. */
struct seen {
    uint32_t source, target;
    uint16_t length;
    uint32_t rank;
    float weight;
    bool is_within; /* the ranges of the choice */
};

struct kind {
    const char *unit;
    /* In place of unit, where the numbers of a kind differ. */
    const char *(*unit_of)(const struct network *net, const struct measure *of);
    size_t (*state_bytes)(const struct network *net, const struct measure *of);
    void (*free)(void *state); /* what the state owns */
    /* `which` of the measure's populations has spiked. */
    void (*spike)(struct tally *t, uint32_t which, uint32_t neuron, uint64_t step);
    /* Reward k of the network has been given. */
    void (*reward)(struct tally *t, size_t k, uint64_t step, double amount);
    void (*delays)(struct tally *t, const struct axon_delays *delays);
    /* Of the measure's projection, at the start and after its structural ticks: there are n synapses. */
    void (*count)(struct tally *t, uint64_t step, uint64_t n);
    /* The first stamp from `step` on at which the synapses are looked at; UINT64_MAX: never again. */
    uint64_t (*next_look)(const struct tally *t, uint64_t step);
    /* Then each that belongs to the choice by its source and target is shown, in canonical order, and the look ends. */
    engram_code (*look)(struct tally *t, uint64_t step, const struct seen *synapse, engram_status *status);
    void (*looked)(struct tally *t, uint64_t step);
    /* The cells of every day of the measure's population, at the end. */
    void (*cells)(struct tally *t, const struct cell_counts *days, uint64_t n_days);
    /* After a run of n_steps; NAN if that was too short. values: of the measures before this one. */
    double (*value)(const struct tally *t, uint64_t n_steps, const double *values);
};
extern const struct kind kind_rate, kind_cv, kind_delay, kind_spread, kind_response, kind_synchrony,
    kind_cells, kind_ratio, kind_synapses, kind_weights, kind_peak, kind_turnover, kind_survival,
    kind_persistence, kind_change, kind_reward;
#endif
