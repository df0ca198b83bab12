/*---
rule:    boaster
summary: A rule that measures more than it has promised
source:  invented for tests/device/ticks.c
events:  [tick]
tick:    every
measure: w_max
params:
  every: {unit: ms,     default: 1,  above: 0, doc: interval of ticks}
  w_max: {unit: weight, default: 90, above: 0, doc: largest weight}
bounds:  {max: w_max}
---*/
#include "common/arith.h"

static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)
{
    return 4.0f * w;
}

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    return min_(w, t.sum);
}
