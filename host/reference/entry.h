/* The entry points that the assembled reference text of a model defines (model/assemble.c, reference/{neuron,rule,myelin,turnover}_entry.inc).
 * Built-in models are compiled into the library and listed by name; a user's file is compiled by the system's C compiler (user_rule.c). */
#ifndef ENGRAM_REFERENCE_ENTRY_H
#define ENGRAM_REFERENCE_ENTRY_H
#include <stddef.h>
#include <stdint.h>

struct neuron_entry {
    const char *model;
    /* One step of one neuron. state: [n_variables], updated; input: [n_receptors] sums arriving at this stamp, and behind them the draw of a model that
     * draws and the states it remembers as they were; current: pA added by schedules;
     * generated: spikes drawn or listed for a generator; values: [n_values]. Returns the number of spikes. */
    int32_t (*step)(float *state, const float *input, float current, int32_t generated, const float *values);
};

/* What an event sees, by its place in one array: traces in declaration order of the model (pre first), each decayed to this event and as it was strictly
 * before it; and what else the rule has asked for. */
#define SEES_ELAPSED 8
#define SEES_SUM                                                                                             \
    9 /* at a tick: what on_measure gave, summed over the synapses of the target, and the states kept of it */
#define SEES_NEURON    10
#define SEES_MODULATOR 14
#define SEES_REWARD    15
#define SEES_XI        16
#define SEES_MARK      17
#define SEES_PENDING   18 /* at an arrival: marks that the target has gathered and not left yet */
#define SEES_READ      19 /* at an arrival: states that the target remembers */
#define SEES_N         23

/* columns: [n_variables], updated; sees: [SEES_N]. Returns the new weight. */
typedef float rule_event(float weight, float *columns, const float *sees, const float *values);

struct rule_entry {
    const char *model;
    /* NULL where the rule has no such event. */
    rule_event *on_arrival, *on_post_spike, *on_mark, *on_late_arrival;
    rule_event *on_measure; /* returns a value and leaves the columns as they are */
    void (*on_neuron_tick)(float *neuron, float sum, const float *values); /* neuron: [n_cells], updated */
    rule_event *on_tick, *on_reward; /* see what has happened in the step that ends there, too */
};

struct myelin_entry {
    const char *model;
    /* state: [n_variables] of one axon, or of one axon at one cell, updated; cells: [n_cells] of that cell, NULL in count form; values: [n_values].
     * n_spikes: what the axon fired since the last tick, count form only. */
    void (*on_tick)(float *state, float n_spikes, const float *cells, const float *values);
    /* Cell form; NULL in count form. The latter three change the cell; mean: of the delay state over the cell's axons, after their on_tick. */
    void (*on_arrival)(float *state, const float *cells, const float *values);
    void (*on_elapsed)(float *cells, float factor, const float *values);
    void (*on_arrived)(float *cells, float n, const float *values);
    void (*on_cell_tick)(float *cells, float mean, const float *values);
};

/* What a synapse learns on a tick: uniform numbers between 0 and 1, a standard normal one; and the rates (Hz) of source and target since the last tick. */
struct turnover_tick {
    float u, v, xi, pre, post;
};
struct turnover_entry {
    const char *model;
    /* states: [n_variables] of one synapse, updated like *weight; values: [n_values]. Not 0: the synapse dies. */
    int32_t (*on_tick)(float *weight, float *states, const struct turnover_tick *tick, const float *values);
};
#endif
