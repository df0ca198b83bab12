/* The two entry points that the assembled reference text of a model defines (model/assemble.c, reference/rule_entry.inc and neuron_entry.inc).
 * Built-in models are compiled into the library and listed by name; a user's file is compiled by the system's C compiler (user_rule.c). */
#ifndef ENGRAM_REFERENCE_ENTRY_H
#define ENGRAM_REFERENCE_ENTRY_H
#include <stddef.h>
#include <stdint.h>

struct neuron_entry {
    const char *model;
    /* One step of one neuron. state: [n_variables], updated; input: [n_receptors] sums arriving at this stamp; current: pA added by schedules;
     * generated: spikes drawn or listed for a generator; values: [n_values]. Returns the number of spikes. */
    int32_t (*step)(float *state, const float *input, float current, int32_t generated, const float *values);
};

struct rule_entry {
    const char *model;
    /* traces: [n_traces] in declaration order of the model (pre first), each decayed to this event and as it was strictly before it.
     * columns: [n_variables], updated. Return the new weight; NULL where the rule has no such event. */
    float (*on_arrival)(float weight, float *columns, const float *traces, const float *values);
    float (*on_post_spike)(float weight, float *columns, const float *traces, const float *values);
};
#endif
