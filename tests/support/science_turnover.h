/* Sites where synapses of a turnover rule are born and die, without a network: the rule's functions, as compiled for the reference, and addressed draws. */
#ifndef ENGRAM_TESTS_SCIENCE_TURNOVER_H
#define ENGRAM_TESTS_SCIENCE_TURNOVER_H
#include "model/model.h"
#include "reference/entry.h"
#include "support/science.h"

struct ensemble {
    const struct model *rule;
    const struct turnover_entry *entry;
    double tick_ms, params[MODEL_MAX_PARAMS];
    float values[MODEL_MAX_VALUES];
    uint32_t seed, tick; /* ticks so far */
    uint32_t n_sites, n_alive;
    bool *alive;             /* [n_sites] */
    uint32_t *born;          /* [n_sites] with which tick; 0: at the start */
    float *weight;           /* [n_sites] */
    float *states;           /* [n_sites][n_variables] */
    uint64_t n_born, n_died; /* since the start */
    double lost;             /* sum of the weights that they had */
};

/* No synapses. `tick` as in an experiment ("6 h"). */
void ensemble_open(struct ensemble *e, const char *rule, uint32_t n_sites, const char *tick, uint32_t seed);
void ensemble_close(struct ensemble *e);
/* The same synapses; they share nothing and go on with the same draws. */
void ensemble_copy(struct ensemble *to, const struct ensemble *from);
void ensemble_param(struct ensemble *e, const char *name, double value);
/* A synapse at an empty site as they are at the start. */
void ensemble_put(struct ensemble *e, uint32_t site, double weight);
void ensemble_set_state(struct ensemble *e, uint32_t site, const char *state, double value);
float ensemble_state(const struct ensemble *e, uint32_t site, const char *state);
/* A normal number of one's own; `what` tells draws apart. */
double ensemble_normal(const struct ensemble *e, uint32_t site, uint32_t what);
/* A tick: losses, then so many births on average, on random empty sites, with weights exp(mu + sd xi). */
void ensemble_tick(struct ensemble *e, double births, double mu, double sd);
/* Mean weight of the living. */
double ensemble_weight(const struct ensemble *e);

/* What a number must do over several seeds: the median and at least four fifths of them lie in [low, high]. */
void seeds_between(const char *what, const double *values, size_t n, double low, double high,
                   const char *reason);
#endif
