/*---
rule:    multiplies
summary: Multiplies the weight at every arrival
source:  invented for tests; every name but that of the rule is also one of adds.h
events:  [arrival]
params:
  tau:   {unit: ms,     default: 30,  above: 0, doc: time constant of the trace}
  step:  {unit: 1,      default: 2,             doc: factor}
  w_max: {unit: weight, default: 50,  above: 0, doc: largest weight}
bounds:  {max: w_max}
traces:  {x: {side: post, tau: tau}}
columns: {seen: {unit: 1, initial: 10, doc: arrivals so far}}
---*/
#include "common/arith.h"
#define HALF 2.0f

enum { FIRST = 1, TWICE };
static inline real changed(real w, rule_state *s, real x, rule_params p)
{
    s->seen = s->seen + (float)FIRST;
    return clamp_(w * p.step + HALF * 0.0f * x, 0.0f, p.w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return changed(w, s, t.x, p);
}
