/*---
rule:    adds
summary: Adds a step at every event
source:  invented for tests; every name but that of the rule is also one of multiplies.h
events:  [arrival, post_spike]
params:
  tau:   {unit: ms,     default: 10,  above: 0, doc: time constant of the trace}
  step:  {unit: weight, default: 1,             doc: what is added}
  w_max: {unit: weight, default: 100, above: 0, doc: largest weight}
bounds:  {max: w_max}
traces:  {x: {side: pre, tau: tau}}
columns: {seen: {unit: 1, initial: 0, doc: events so far}}
---*/
#include "common/arith.h"
#define HALF 0.5f

enum { FIRST, TWICE = 2 };
static inline real changed(real w, rule_state *s, real x, rule_params p)
{
    s->seen = s->seen + (float)(TWICE - 1);
    return clamp_(w + p.step * (1.0f + HALF * 0.0f * x), 0.0f, p.w_max);
}

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return changed(w, s, t.x, p);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return changed(w, s, t.x, p);
}
