/* Neurons that are born, mature and die in the slots of a population (structural plasticity's slowest part). All that is drawn is a pure function of the
 * network, the slot and the day; who keeps account of the slots is host/store for a device, and host/reference by itself.
 *
 *      birth         first ... last            maturity
 *      | age 0        | checkpoint: live or die |            | may die at any time
 *        excitable                                            like any other neuron
 *
 * A day is `day` steps. A slot that becomes free on one day takes a newborn on the next one at the earliest: two spikes of one axon stay as far apart as
 * ever. */
#ifndef ENGRAM_NETWORK_NEUROGENESIS_H
#define ENGRAM_NETWORK_NEUROGENESIS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct network;
struct population;
struct projection;

/* What the region provides: 0.3 at rest. */
struct region {
    double bdnf, cort;
};
#define REGION_AT_REST ((struct region){0.3, 0.3})

struct region_target {
    uint64_t begin; /* steps; from the day after it on */
    struct region level;
};

/* Neurons that the schedule has made, born on the first day that ends at `begin` or later. */
struct creation {
    uint64_t begin; /* steps */
    uint64_t n;
};

/* What a factor changes when it is 0.5 above rest, as parts of the rate and of the chance. */
struct influence {
    double tau_days, births, survival;
};

struct neurogenesis {
    uint64_t day;                               /* steps */
    uint32_t alive;                             /* neurons at the start, all mature, in the first slots */
    double births, survival;                    /* per day, and chance at the checkpoint, at rest */
    uint32_t first_day, last_day, maturity_day; /* of age: checkpoint, maturity */
    double lifetime_days;                       /* mean, from maturity on; infinite: for ever */
    double excitability;                        /* of a newborn; 1 at maturity */
    double input_density;                       /* likewise: by what formation of its input is multiplied */
    double
        mature_plasticity; /* part of what a rule changes that counts at synapses onto a mature neuron; of a newborn all does */
    double calcium_half; /* at which a neuron survives as it would anyway; 0: use does not matter */
    struct influence bdnf, cort;
    struct region_target *targets; /* [n_targets], owned, in order of time */
    size_t n_targets;
    struct creation *creations; /* [n_creations], owned, in any order */
    size_t n_creations;
};

/* How a cell would fare that is born in a slot on a day; day 0: one of those at the start, whose death is a day and not an age. */
struct fate {
    uint32_t checkpoint, death; /* ages in days; UINT32_MAX: never */
    double needs;               /* it survives the checkpoint if the chance is above this */
};

/* Cells of a day, or of all days. */
struct cell_counts {
    uint64_t born, unborn; /* unborn: found no free slot */
    uint64_t matured, died_young, died_mature;
};

/* What there is at the end of a day, and what happened on it. */
struct cell_day {
    struct region level;
    uint64_t young, mature;
    struct cell_counts counts;
};

/* Are neurons born in any population? */
bool network_has_neurogenesis(const struct network *net);
/* The level on a day, from that of the day before. */
struct region region_next(const struct neurogenesis *g, struct region before, uint64_t day);
/* Those that the region lets be born, and those that the schedule has made. */
uint64_t births_of_day(const struct network *net, const struct population *p, struct region level,
                       uint64_t day);
/* Of a cell at its checkpoint; calcium is not looked at if use does not matter. */
double survival_chance(const struct neurogenesis *g, struct region level, double calcium);
struct fate cell_fate(const struct network *net, const struct population *p, uint32_t slot,
                      uint64_t day_of_birth);
/* By what its input is multiplied, and by what formation onto it is. */
float excitability_at(const struct neurogenesis *g, uint64_t age_days);
float input_density_at(const struct neurogenesis *g, uint64_t age_days);
/* What part of every change by a rule counts at synapses onto it. */
float plasticity_at(const struct neurogenesis *g, uint64_t age_days);
/* Do the synapses of a projection learn by the age of their target? */
bool projection_learns_by_age(const struct network *net, const struct projection *p);
/* The first step after `step` at which a day ends; UINT64_MAX without neurogenesis. */
uint64_t neurogenesis_next(const struct population *p, uint64_t step);
#endif
