/* The parts of the naive twin, and the arithmetic that a device must repeat operation by operation. All of it is float unless said otherwise, no product
 * is fused with a sum, and decay[n] is the table of network/decay.h, or the product of an entry of either of two.
 *
 *   input of a receptor   (float)sum * 2^-exponent          sum: integers of all that arrives at this stamp (network/fixed.h)
 *                         + (float)count * drive weight     if the receptor has a Poisson drive
 *   what a synapse adds   (integer)rint(weight * 2^exponent)
 *   trace at emission     nearest: 1; else old * decay[t - t_old] + 1 (+ 1 again for each further spike of the same step)
 *   trace at an event     value * decay[u - a]              a: when the latest spike before u reached the synapse; its value as at emission
 *   Poisson count         number of thresholds t with u >= t, u = word s & 3 of philox({s >> 2, neuron, owner, (STREAM_POISSON + receptor) << 24})
 *   weights and states    what the model's text does, compiled as C
 *
 * Order of a step: neurons; post spikes reach synapses (potentiation); pre spikes reach synapses (depression, delivery); only then do the
 * traces learn of the spikes of this step; ticks of rules; axons change speed; calcium, births of neurons, elements, synapses that come and go. */
#ifndef ENGRAM_REFERENCE_PARTS_H
#define ENGRAM_REFERENCE_PARTS_H
#include "fast/records.h"
#include "network/fixed.h"
#include "network/growth.h"
#include "network/myelin.h"
#include "network/scaling.h"
#include "network/structure.h"
#include "reference/entry.h"
#include "reference/reference.h"

/* ---- neurons.c ---- */

/* One Poisson train per neuron: a drive on a receptor, or a generator (receptor 0, no weight). Arrays are [n], or [1] if every neuron is alike. */
struct train {
    const struct drive *drive; /* NULL: of a generator */
    uint32_t receptor;
    bool varies;
    uint32_t (*thresholds)[POISSON_MAX_THRESHOLDS];
    uint32_t *n_thresholds;
    float *weight; /* [n] */
};

struct neurons {
    const struct population *p;
    const struct neuron_entry *entry;
    struct fixed_scale scale;
    uint32_t max_spikes; /* of one neuron in one step: what accumulators were sized for */
    uint32_t n_slots;    /* input for stamp s collects in slot s % n_slots */
    int64_t *input;      /* [n_slots][n_receptors][n] */
    float *state;        /* [n][n_variables] */
    float *state_copy;   /* [n_variables][n], filled for readers */
    float *values;       /* [n][n_values] */
    float *current;      /* [n] pA, of the present schedules */
    struct train *trains;
    size_t n_trains;
    uint64_t *next_listed; /* [n] into p->spikes */
    int32_t *fired;        /* [n] spikes of this step */
    float *past; /* [past_steps][n_past][n] states that the model remembers, stamp s in s % past_steps */
    uint32_t past_steps, past_age[MODEL_MAX_PAST];
    float *calcium;         /* [n], NULL if the population has none */
    uint32_t *count;        /* [n] spikes since the start, modulo 2^32 */
    uint32_t *calcium_seen; /* [n] of them, at the last tick of calcium */
    scaling_state *scaled;  /* [n_scalings][n] */
    uint32_t *scaled_seen;  /* [n_scalings][n] of them, at the last tick of each */
    uint64_t *born, *freed; /* [n] days, where neurons are born; see neurogenesis.c */
    uint64_t n_days;        /* that have ended, there */
    struct cell_counts cells;
    bool *is_silent;    /* [n] by the schedule, in this step */
    uint64_t n_dropped; /* sums other than 0 that came to a silent neuron, by step and receptor */
};
engram_code neurons_create(const struct network *net, uint32_t population, uint32_t n_slots,
                           struct neurons *n, engram_status *status);
void neurons_free(struct neurons *n);
/* Advance all neurons to `stamp`; fired[] tells who spiked. */
engram_code neurons_step(struct neurons *n, const struct network *net, uint64_t stamp, engram_status *status);

/* ---- past.c ---- */
engram_code past_create(struct neurons *n, const struct network *net, uint32_t population,
                        engram_status *status);
/* State k that the model remembers of neuron i, as it was at the end of the step `stamp`. */
float *past_at(const struct neurons *n, uint64_t stamp, size_t k, uint32_t i);
/* The step is over: the state of neuron i is remembered. */
void past_keep(struct neurons *n, uint64_t stamp, uint32_t i);
/* What neuron i leaves as a mark in this step; 0: nothing. */
float past_mark(const struct neurons *n, uint32_t i);
struct synapses;
engram_code gathered_create(struct synapses *s, engram_status *status);
/* What neuron i had gathered at the end of the step `stamp`, of the last dendritic_steps + 1. */
float *gathered_at(const struct synapses *s, uint64_t stamp, uint32_t i);
/* It gathers a mark, or 0; returns what it leaves for its synapses in this step, or 0. */
float gathered_mark(struct synapses *s, uint64_t stamp, uint32_t i, float mark);
bool gathered_is_empty(const struct synapses *s);

/* ---- scaling.c ---- */
engram_code scaled_create(struct neurons *n, engram_status *status);
void scaled_free(struct neurons *n);
/* The step is over. */
void scaled_step(struct neurons *n, double dt_ms, uint64_t stamp);
/* By what the input that projections bring to a receptor of neuron i counts. */
float scaled_factor(const struct neurons *n, uint32_t receptor, uint32_t i);

/* ---- elements.c ---- */
engram_code calcium_create(struct neurons *n, engram_status *status);
void calcium_free(struct neurons *n);
/* The step is over. */
void calcium_step(struct neurons *n, double dt_ms, uint64_t stamp);

/* Elements of both sides of a projection that grows; z NULL if it does not. */
struct elements {
    const struct projection *p;
    struct growth_plan plan[N_SIDES];
    uint32_t n[N_SIDES];
    int64_t *z[N_SIDES]; /* [n] */
};
engram_code elements_create(const struct network *net, uint32_t projection, struct elements *e,
                            engram_status *status);
void elements_free(struct elements *e);
/* The step is over, calcium has changed. neurons: of all populations. */
void elements_step(struct elements *e, const struct neurons *neurons, uint64_t stamp);
/* Slots in which nobody is have none; n: of that side. */
void elements_clear(struct elements *e, enum side side, const struct neurons *n);
/* For structural ticks; bound, surplus, vacant: [n], the synapses that each neuron has, those without an element, and whole elements without a synapse. */
void elements_bind(struct elements *e, enum side side, const uint32_t *bound);
void elements_count(const struct elements *e, enum side side, const uint32_t *bound, uint32_t *surplus,
                    uint32_t *vacant);
void elements_decay(struct elements *e, enum side side, const uint32_t *bound);

/* ---- neurogenesis.c ---- */
engram_code slots_create(struct neurons *n, engram_status *status);
bool slot_is_empty(const struct neurons *n, uint32_t i);
/* Is neuron i born just now, at the end of the step of `stamp`? */
bool slot_is_new(const struct neurons *n, uint64_t stamp, uint32_t i);
/* By what the input of a neuron counts, in the step that ends at `stamp`. */
float slot_gain(const struct neurons *n, uint64_t stamp, uint32_t i);
/* What part of the synapses that formation wants a neuron takes, at a tick at `stamp`. */
float slot_input_density(const struct neurons *n, uint64_t stamp, uint32_t i);
/* What part of what a rule changes now counts at synapses onto neuron i. A reward at the end of a day comes after it. */
float slot_plasticity(const struct neurons *n, uint32_t i);
/* Who dies and is born when a day ends at `stamp`. */
void slots_step(struct neurons *n, const struct network *net, uint64_t stamp);

/* ---- myelin.c ---- */

/* The axons of a projection whose speed a myelin rule changes. */
struct fibres;
engram_code fibres_create(const struct network *net, const struct projection *p, struct fibres **out,
                          engram_status *status);
void fibres_free(struct fibres *f);
/* `n` spikes set out along an axon at `stamp`. */
engram_code fibres_emit(struct fibres *f, uint32_t axon, uint64_t stamp, uint32_t n, engram_status *status);
/* Spikes reach cells at `stamp`. */
void fibres_step(struct fibres *f, uint64_t stamp);
/* Is no spike on its way to a cell? */
bool fibres_are_empty(const struct fibres *f);
/* The step is over: on a tick, slowness[axon] is set anew. */
void fibres_tick(struct fibres *f, uint64_t stamp, uint32_t *slowness);

/* ---- synapses.c ---- */

/* The latest spike of an axon: spikes may not overtake it. */
struct departure {
    uint64_t stamp;
    uint32_t slowness;
    bool any;
};

/* A spike (or several at once) that has set out along an axon; kept where synapses come and go. */
struct sent {
    uint64_t stamp;
    uint32_t slowness, n;
    float x[MODEL_MAX_TRACES];
    resources found; /* at the terminals, where plasticity is short-term */
};
struct departures {
    struct sent *sent;
    uint32_t n, room;
};

/* The rules that act on the same synapses; one that is not composed is the only one. */
struct rule_parts {
    const struct rule_entry *entries[MODEL_MAX_PARTS];
    size_t n;
    struct rule_entry any; /* of several: each event that one of them has, as the first has it */
};
engram_code rule_parts_find(const struct model *rule, struct rule_parts *out, engram_status *status);
/* All that a rule does at an event of one synapse, in order. event: EVENT(name); sees: [SEES_N] with the traces of the rule; columns, values: the rule's. */
#define EVENT(name) offsetof(struct rule_entry, name)
float rule_parts_call(const struct model *rule, const struct rule_parts *parts, size_t event, float weight,
                      float *columns, const float *sees, const float *values);
/* The same of the one that measures: what a synapse adds to the sum of its target, and what the sum does to the states of that, neuron: [n_cells]. */
float rule_parts_measure(const struct model *rule, const struct rule_parts *parts, float weight,
                         float *columns, const float *sees, const float *values);
void rule_parts_neuron_tick(const struct model *rule, const struct rule_parts *parts, float *neuron,
                            float sum, const float *values);

/* What a plastic synapse remembers: its latest arrival, and the pre traces of the spike that arrived then; and its latest event of any kind that its rule has a
 * function for. */
struct memory_of_arrival {
    uint64_t stamp, event;
    float x[MODEL_MAX_TRACES];
};

/* Traces of a neuron: just after its latest spike. */
struct trail {
    uint64_t stamp;
    float value[MODEL_MAX_TRACES];
};

/* A post spike (or several at once) on its way to the synapses of its neuron. */
struct post_event {
    uint32_t neuron, n;
    float mark;         /* its value, of a mark */
    struct trail after; /* stamp: when it reaches the synapse */
};
struct post_bucket {
    struct post_event *events;
    uint32_t n, room;
};

/* A spike that reaches synapses first .. end - 1. */
struct arrival {
    uint32_t projection, first, end, n;
    bool is_late; /* it acts once more */
    float x[MODEL_MAX_TRACES];
    resources found;
};

/* Terminals of an axon: what its latest spike has left. */
struct terminals {
    uint64_t stamp;
    resources left;
};
struct arrival_bucket {
    struct arrival *events;
    uint32_t n, room;
};

struct decay {
    float *table;
    uint32_t n;
    bool nearest;
    bool is_slow; /* by two tables */
};

/* The synapses of one projection, in canonical order; row r .. row r + 1 are those of source r. */
struct synapses {
    const struct network *net;
    const struct projection *p;
    const struct neurons *targets;  /* of the reference */
    const struct rule_entry *entry; /* NULL if static; of a composed rule: which events it has */
    struct rule_parts parts;        /* what is called at them */
    uint32_t n_sources, n_targets;
    uint32_t n;
    uint32_t *row;                         /* [n_sources + 1] */
    uint32_t *target;                      /* [n] */
    uint16_t *length;                      /* [n] */
    float *weight;                         /* [n] */
    float *columns;                        /* [n][projection_n_columns] */
    uint32_t *slowness;                    /* [n_sources] */
    struct departure *left;                /* [n_sources] if axons change speed, else NULL */
    struct myelin_plan changing;           /* if they do */
    struct fibres *fibres;                 /* NULL if no myelin rule changes it */
    struct matching_plan matching;         /* if it grows by elements */
    const struct turnover_entry *turnover; /* NULL without a turnover rule */
    uint32_t *seen[N_SIDES];               /* [neurons of that side] spikes up to the last tick ... */
    float *hz[N_SIDES]; /* ... and how often they have fired since; NULL unless a turnover rule asks */
    uint64_t n_drawn;   /* new synapses that were drawn; some may have been refused */
    float *
        gathered; /* [dendritic_steps + 1][n_targets] marks up to each step that targets have not left yet, NULL unless the rule gathers them; see past.c */
    uint32_t gathering;          /* they leave them at multiples of so many steps */
    float gain;                  /* by what part those grow in a step */
    struct terminals *terminals; /* [n_sources] where plasticity is short-term, else NULL */
    struct decay facilitation, recovery;
    struct departures *departures; /* [n_sources] if its synapses come and go, else NULL */
    engram_structure so_far;       /* synapses that came and went since the start */
    uint64_t n_blocked;            /* spikes that did not leave, because their axon is blocked */
    int64_t *sum;                  /* [n_targets] what the rule measures, and ... */
    float *measured;               /* [n_targets] the same as numbers */
    float *neuron;         /* [n_targets][rule->n_cells] what it keeps of its targets; NULL if nothing */
    uint64_t tick, ticked; /* steps between two ticks of the rule; 0: it has none; stamp of the latest */
    uint64_t n_held;       /* spikes that left slower than their axon was, so as not to overtake */
    float values[MODEL_MAX_VALUES];
    struct modulator modulator;
    uint32_t max_axonal, late; /* late: steps from an arrival to its late action */
    /* plastic ones only */
    struct memory_of_arrival *arrived; /* [n] */
    struct decay decay[MODEL_MAX_TRACES];
    struct trail *emitted;      /* [n_sources] pre traces */
    struct trail *post_emitted; /* [n_targets] post traces when the neuron fired */
    struct trail *post_arrived; /* [n_targets] the same, as far as they have reached the synapses */
    uint32_t *column, *into;    /* synapses of target t: into[column[t] .. column[t + 1]) */
    struct post_bucket *posts;  /* [dendritic_steps + 1] by the stamp at which they reach the synapses */
};
engram_code synapses_create(const struct network *net, uint32_t projection, struct synapses *s,
                            engram_status *status);
void synapses_free(struct synapses *s);

/* ---- rows.c ---- */
/* Draw the synapses and bring them into canonical order. */
engram_code synapses_draw(struct synapses *s, engram_status *status);
/* Which synapses end on a neuron. */
engram_code synapses_index_targets(struct synapses *s, engram_status *status);

/* ---- events.c ---- */
/* `n` spikes of source neuron i at `stamp` set out; arrivals: [n_buckets] by stamp. */
engram_code synapses_emit(struct synapses *s, uint32_t projection, uint32_t i, uint64_t stamp, uint32_t n,
                          struct arrival_bucket *arrivals, uint32_t n_buckets, engram_status *status);
/* What a spike that has set out along the axon of source i reaches after stamp `after`. */
engram_code synapses_plan(const struct synapses *s, uint32_t projection, uint32_t i, const struct sent *sent,
                          uint64_t after, struct arrival_bucket *arrivals, uint32_t n_buckets,
                          engram_status *status);
/* `n` spikes of target neuron i at `stamp` set out for its synapses. */
engram_code synapses_post(struct synapses *s, uint32_t i, uint64_t stamp, uint32_t n, engram_status *status);
/* Its mark likewise. */
engram_code synapses_mark(struct synapses *s, uint32_t i, uint64_t stamp, float mark, engram_status *status);
/* Post spikes or marks that reach synapses at `stamp`: potentiate. */
void synapses_potentiate(struct synapses *s, uint64_t stamp);
/* A late arrival. */
void synapses_arrive_late(struct synapses *s, const struct arrival *arrival, uint64_t stamp);
/* One arrival: depress, remember, deliver to `target`. */
engram_code synapses_arrive(struct synapses *s, const struct arrival *arrival, uint64_t stamp,
                            struct neurons *target, engram_status *status);
/* What an event at `stamp` sees: spikes of this step are in the traces once the step is over, not before. sees: [SEES_N]. */
void synapses_see(const struct synapses *s, uint32_t synapse, uint64_t stamp, float *sees);
/* The n-th event of one kind (DRAW_OF_..., structure/draws.h) there changes the synapse. */
void synapses_happen(struct synapses *s, uint32_t i, uint64_t stamp, int kind, uint32_t n, size_t event,
                     float *sees);
/* The step is over: post traces learn of its spikes, the rule ticks, and axons change speed. */
engram_code synapses_close(struct synapses *s, uint64_t stamp, engram_status *status);

/* ---- rule_tick.c ---- */
engram_code synapses_create_targets(struct synapses *s, engram_status *status);
void synapses_free_targets(struct synapses *s);
/* A reward at `stamp`: every synapse changes, and the concentration of the modulator jumps. */
engram_code synapses_reward(struct synapses *s, uint64_t stamp, double amount, engram_status *status);
/* The step is over: at a tick of the rule, every synapse changes. */
engram_code synapses_tick(struct synapses *s, uint64_t stamp, engram_status *status);

/* ---- homeostasis.c: synapses that follow elements ---- */
/* dies: [s->n], true for synapses that are dead already and, afterwards, for those of neurons with fewer elements of that side than synapses. */
engram_code synapses_choose_surplus(const struct synapses *s, const struct elements *e, enum side side,
                                    uint64_t stamp, bool *dies, engram_status *status);
/* Pair what is vacant. */
engram_code synapses_pair_vacant(const struct synapses *s, const struct elements *e, uint64_t stamp,
                                 const bool *dies, struct births *births, engram_status *status);
/* What event k of the schedule cuts dies as well. */
engram_code synapses_cut(const struct synapses *s, uint32_t k, uint64_t stamp, bool *dies,
                         engram_status *status);
/* How many synapses of the row of `source` before synapse i have its target and length. */
uint32_t synapses_alike_before(const struct synapses *s, uint32_t source, uint32_t i);
/* Synapses of each neuron of one side, without those that die (dies may be NULL: none does). degree: [neurons], all 0. */
void synapses_degrees(const struct synapses *s, enum side side, const bool *dies, uint32_t *degree);
engram_code synapses_bind_elements(const struct synapses *s, struct elements *e, engram_status *status);
engram_code synapses_decay_elements(const struct synapses *s, struct elements *e, engram_status *status);

/* ---- turnover.c ---- */
engram_code synapses_learn_turnover(struct synapses *s, engram_status *status);
void synapses_forget_turnover(struct synapses *s);
/* What the turnover rule does on a tick; neurons: of all populations; dies: [s->n] true stays true. */
void synapses_turn_over(struct synapses *s, const struct neurons *neurons, uint64_t stamp, bool *dies);

/* ---- structure.c ---- */
engram_code departures_add(struct departures *departures, const struct sent *sent, engram_status *status);
/* The step is over: if it is a tick, synapses come and go. */
engram_code synapses_restructure(struct synapses *s, struct elements *e, const struct neurons *neurons,
                                 uint32_t projection, uint64_t stamp, struct arrival_bucket *arrivals,
                                 uint32_t n_buckets, engram_status *status);

struct reference {
    const struct network *net;
    struct neurons *neurons;   /* [net->n_populations] */
    struct synapses *synapses; /* [net->n_projections] */
    struct elements *elements; /* [net->n_projections] */
    struct arrival_bucket *arrivals;
    uint32_t n_arrivals; /* buckets: longest time from emission to the last action + 1 */
    uint64_t stamp;      /* of the present state */
    uint64_t spike_digest;
    struct earnings *earnings; /* NULL: there are no rewards */
    reference_spike_sink sink;
    void *context;
};

/* ---- rewards.c ---- */
engram_code earnings_create(const struct network *net, struct earnings **out, engram_status *status);
void earnings_free(struct earnings *e, const struct network *net);
/* The first step after `stamp` with a reward, if none is earned until then. */
uint64_t earnings_next(const struct reference *r, uint64_t stamp);
/* The step is over: neurons have earned rewards, and modulators jump. */
engram_code rewards_step(struct reference *r, engram_status *status);

/* ---- clock.c ---- */
engram_code clock_step(struct reference *r, engram_status *status);

/* ---- rest.c ---- */
/* If nothing can happen in the next steps, go to the end of the last of them, but not beyond `stop` less 1. */
void clock_pass_over(struct reference *r, uint64_t stop);
#endif
