/*---
rule:    draws
summary: Moves the weight by chance at every arrival
source:  invented for tests
events:  [arrival]
draws:   true
params:
  w_max: {unit: weight, default: 9, above: 0, doc: largest weight}
bounds: {max: w_max}
---*/
#include "common/arith.h"

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w + t.xi, 0.0f, p.w_max);
}
