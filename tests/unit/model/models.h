/* Run single synapses and single neurons through the functions of the built-in models, in single or in double precision. */
#ifndef ENGRAM_TESTS_UNIT_MODEL_MODELS_H
#define ENGRAM_TESTS_UNIT_MODEL_MODELS_H
#include "model/model.h"
#include "reference/entry.h"

#include <criterion/criterion.h>

/* The same entries with double instead of float (support/double_arith.h). */
#undef ENGRAM_REFERENCE_ENTRY_H
#define float double
#define rule_entry     rule_entry_double
#define rule_event     rule_event_double
#define neuron_entry   neuron_entry_double
#define myelin_entry   myelin_entry_double
#define turnover_entry turnover_entry_double
#define turnover_tick  turnover_tick_double
#include "reference/entry.h"
#undef float
#undef rule_entry
#undef rule_event
#undef neuron_entry
#undef myelin_entry
#undef turnover_entry
#undef turnover_tick

enum precision { SINGLE, DOUBLE };

/* A built-in model; the test fails if there is none. Lives until the process ends. */
const struct model *model_named(enum model_kind kind, const char *name);
/* Default parameters with NAME, VALUE, ..., NULL on top. `params` has room for MODEL_MAX_PARAMS. */
void params_of(const struct model *model, double *params, ...);

/* One synapse: times at the synapse (ms), ascending. The order of events and the traces are those of science/synaptic.md 0.2. */
struct synapse_run {
    const struct model *rule;
    const double *params, *pre_ms, *post_ms;
    size_t n_pre, n_post;
    double post_shift_ms; /* dendritic delay, added to post_ms */
    double weight;
    double read_ms;          /* the last tick of the rule is not after it; 0: there is none */
    const double *reward_ms; /* [n_rewards] times of rewards, all of one amount */
    size_t n_rewards;
    double reward;
    const double *marks; /* [n_post] values of marks, which post_ms are for a rule that learns of them */
    const double *reads; /* states of the target, the same all the time; NULL: 0 */
};
double synapse_weight(const struct synapse_run *run, enum precision precision);

/* One neuron. */
struct neuron_run {
    const struct model *model;
    double params[MODEL_MAX_PARAMS], state[32], values[MODEL_MAX_VALUES];
    double dt_ms;
    enum precision precision;
};
/* Default parameters with NAME, VALUE, ..., NULL on top; initial state. */
void neuron_begin(struct neuron_run *run, const char *name, enum precision precision, double dt_ms, ...);
void neuron_set_state(struct neuron_run *run, const char *name, double value);
double neuron_state(const struct neuron_run *run, const char *name);
/* One step; `input` [n_receptors] arrives at its stamp. Returns the number of spikes. */
int neuron_step(struct neuron_run *run, const double *input, double current);
/* n_steps without input; stamps of the spikes (room for `room`), returns how many there were. */
size_t neuron_spikes(struct neuron_run *run, size_t n_steps, size_t *stamps, size_t room);
#endif
