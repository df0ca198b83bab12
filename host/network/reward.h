/* Rewards: what makes the concentration of the modulator of projections jump, at given times or because neurons fired.
 *
 *      spike at s --delay--> s + d, rounded up to the control clock: there the concentrations jump, after all that happens at that stamp
 *
 * The host of a closed loop sees the spikes of a control interval at its end, and what they set off takes effect there or later: nothing depends on
 * when it really looked. */
#ifndef ENGRAM_NETWORK_REWARD_H
#define ENGRAM_NETWORK_REWARD_H
#include "core/status.h"
#include "network/selection.h"

struct network;
struct projection;

enum reward_cause {
    REWARD_TIMED, /* at given times */
    REWARD_SPIKE, /* every spike of some neurons earns one */
    REWARD_PAIR,  /* a spike of one neuron after one of another does */
    REWARD_CHOICE /* at given times: the population that has fired most decides how much it is */
};

/* A running mean of rewards, with which they are compared: success is R - mean. Rewards may share one. */
struct baseline {
    char *name; /* owned */
    double tau; /* rewards */
    double initial;
};

struct one_neuron {
    uint32_t population, neuron;
};

struct reward {
    enum reward_cause cause;
    uint32_t *projections; /* [n_projections], owned; ascending */
    size_t n_projections;
    char *name;      /* owned; NULL: nobody asks for it */
    double amount;   /* REWARD_CHOICE: see amounts */
    size_t baseline; /* of the network; NO_BASELINE: the amount itself is given */
    /* Timed: at `begin`, and if `every` is not 0 again and again until `end`. Else: spikes earn it whose stamps are in (begin, end]. */
    uint64_t begin, end, every;
    uint64_t delay_least, delay_most; /* steps, drawn from between; both belong to it */
    uint32_t population;              /* REWARD_SPIKE: neurons of it */
    struct selection which;
    struct one_neuron first,
        then; /* REWARD_PAIR: `then` fires, and `first` has at most `within` steps before it, but not in the same step */
    uint64_t within;
    /* REWARD_CHOICE: spikes of these populations are counted in the last `within` steps. */
    uint32_t *options; /* [n_options], owned */
    double *amounts;   /* [n_options], owned */
    size_t n_options;
};
#define NO_BASELINE SIZE_MAX

/* Does it come at given times, whoever fires? */
static inline bool reward_is_timed(const struct reward *reward)
{
    return reward->cause == REWARD_TIMED || reward->cause == REWARD_CHOICE;
}
/* Is a reward that comes at given times due at `step`, and the first step after `step` at which one is; UINT64_MAX if none is. */
bool reward_is_timed_at(const struct reward *reward, uint64_t step);
uint64_t reward_next_timed(const struct reward *reward, uint64_t step);
/* When what a spike at `stamp` has earned takes effect; `number`: how many this reward had earned before. */
uint64_t reward_due(const struct network *net, const struct reward *reward, uint64_t stamp, uint64_t number);
/* The first step at which spikes later than `step` can have an effect; UINT64_MAX if they never do. */
uint64_t reward_earliest(const struct network *net, uint64_t step);
/* Does neuron i of a population take part in earning it? */
bool reward_concerns(const struct network *net, const struct reward *reward, uint32_t population, uint32_t i);
/* The option that has fired most, of n_spikes; of several one is drawn. `number`: how many choices there were before. */
size_t reward_choice(const struct network *net, const struct reward *reward, const uint64_t *n_spikes,
                     uint64_t number);
/* How much better an amount is than the mean so far, which then moves. */
double baseline_success(const struct baseline *baseline, double *mean, double amount);
void reward_clear(struct reward *reward);

/* The concentration of the modulator of a projection whose rule has one: it decays exponentially, and jumps. Copies on host and device are computed
 * by the same two lines, from the same table (network/decay.h). */
struct modulator {
    float value; /* just after `stamp` */
    uint64_t stamp;
    bool has_jumped;
    float *table; /* [n] owned; NULL: the projection has no modulator */
    uint32_t n;
};
engram_code modulator_create(const struct network *net, const struct projection *p, struct modulator *out,
                             engram_status *status);
void modulator_free(struct modulator *m);
bool network_has_modulators(const struct network *net);
float modulator_at(const struct modulator *m, uint64_t stamp);
void modulator_jump(struct modulator *m, uint64_t stamp, double amount);
#endif
