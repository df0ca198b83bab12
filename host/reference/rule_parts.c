/* Several rules on the same synapses: their functions are called one after the other, each with what is its own. */
#include "common/arith.h"
#include "reference/builtin.h"
#include "reference/parts.h"

#include <string.h>

static rule_event *event_of(const struct rule_entry *entry, size_t event)
{
    rule_event *function = NULL;
    memcpy(&function, (const char *)entry + event, sizeof function);
    return function;
}

engram_code rule_parts_find(const struct model *rule, struct rule_parts *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    out->n = rule->n_parts ? rule->n_parts : 1;
    for (size_t i = 0; i < out->n; i++) {
        const struct rule_entry **entry = &out->entries[i];
        TRY(reference_rule_entry(rule->n_parts ? rule->parts[i].rule : rule, entry, status));
        for (size_t event = EVENT(on_arrival); event < sizeof out->any; event += sizeof(rule_event *))
            if (!event_of(&out->any, event))
                memcpy((char *)&out->any + event, (const char *)*entry + event, sizeof(rule_event *));
    }

cleanup:
    return code;
}

/* The bounds of all parts hold after each. */
static float within(const struct model *rule, float w, const float *values)
{
    bool above_0 = false;
    for (size_t i = 0; i < rule->n_parts; i++) {
        const struct model_part *of = &rule->parts[i];
        int low = of->rule->weight_min_param, high = of->rule->weight_max_param;
        for (size_t k = 0; k < rule->n_values; k++)
            if (high >= 0 && rule->values[k].param == high + (int)of->first_param)
                w = min_(w, values[k]);
        for (size_t k = 0; k < rule->n_values; k++)
            if (low >= 0 && rule->values[k].param == low + (int)of->first_param)
                w = max_(w, values[k]);
        above_0 |= low < 0;
    }
    return above_0 ? max_(w, 0.0f) : w;
}

/* What part i says at an event that it has. */
static float call_part(const struct model *rule, const struct rule_parts *parts, size_t i, size_t event,
                       float weight, float *columns, const float *sees, const float *values)
{
    rule_event *function = event_of(parts->entries[i], event);
    if (!rule->n_parts)
        return function(weight, columns, sees, values);
    const struct model_part *of = &rule->parts[i];
    float own[SEES_N];
    memcpy(own, sees, sizeof own);
    for (size_t k = 0; k < of->rule->n_traces; k++)
        own[k] = sees[of->trace[k]];
    return function(weight, columns + of->first_column, own, values + of->first_value);
}

float rule_parts_call(const struct model *rule, const struct rule_parts *parts, size_t event, float weight,
                      float *columns, const float *sees, const float *values)
{
    for (size_t i = 0; i < parts->n; i++)
        if (event_of(parts->entries[i], event))
            weight = within(rule, call_part(rule, parts, i, event, weight, columns, sees, values), values);
    return weight;
}

static size_t measuring_part(const struct rule_parts *parts)
{
    size_t i = 0;
    while (!parts->entries[i]->on_measure)
        i++;
    return i;
}

float rule_parts_measure(const struct model *rule, const struct rule_parts *parts, float weight,
                         float *columns, const float *sees, const float *values)
{
    return call_part(rule, parts, measuring_part(parts), EVENT(on_measure), weight, columns, sees, values);
}

void rule_parts_neuron_tick(const struct model *rule, const struct rule_parts *parts, float *neuron,
                            float sum, const float *values)
{
    size_t i = measuring_part(parts);
    if (parts->entries[i]->on_neuron_tick)
        parts->entries[i]->on_neuron_tick(neuron, sum,
                                          values + (rule->n_parts ? rule->parts[i].first_value : 0));
}
