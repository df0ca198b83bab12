/*---
rule:    measures
summary: Measures weights and does nothing about them
source:  invented for tests
events:  [tick]
tick:    T
measure: w_max
params:
  T:     {unit: ms,     default: 1000, above: 0, doc: interval of the ticks}
  w_max: {unit: weight, default: 100,  above: 0, doc: largest weight}
bounds:  {max: w_max}
---*/
#include "common/arith.h"

static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)
{
    return w;
}

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w + 0.0f * t.sum, 0.0f, p.w_max);
}
