/*---
rule:    gathers
summary: Counts arrivals, and at a tick adds to each weight what its target has gathered of them
source:  invented for tests; it measures, and its names are also those of adds.h
events:  [arrival, tick]
tick:    step
measure: most
params:
  step:  {unit: ms,     default: 5,   above: 0, doc: interval of the ticks}
  most:  {unit: 1,      default: 10,  above: 0, doc: "most arrivals of a synapse, and by how much each counts for its target"}
  first: {unit: 1,      default: 2,             doc: what a target has gathered at the start}
  w_max: {unit: weight, default: 100, above: 0, doc: largest weight}
bounds:  {max: w_max}
columns: {seen: {unit: 1, initial: 0, doc: arrivals so far}}
neurons: {TWICE: {unit: 1, initial: first, doc: gathered so far}}
---*/
#include "common/arith.h"

static inline real changed(real w, real by, rule_params p)
{
    return clamp_(w + by, 0.0f, p.w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->seen = s->seen + 1.0f;
    return w;
}

static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)
{
    return s->seen;
}

static inline void on_neuron_tick(rule_neuron *n, real sum, rule_params p)
{
    n->TWICE = n->TWICE + p.most * sum;
}

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    return changed(w, t.TWICE + t.sum, p);
}
