/*---
rule:    normalized_ltp
summary: Potentiation by pairs, and hard normalisation at intervals
source:  "invented for tests/science/normalization.c"
events:  [post_spike, tick]
tick:    T_norm
measure: w_max
params:
  A:      {unit: weight, default: 0.1, min: 0,   doc: potentiation by a pair}
  tau:    {unit: ms,     default: 20,  above: 0, doc: time constant of the pre trace}
  W:      {unit: weight, default: 1,   above: 0, doc: sum of the weights onto a neuron}
  T_norm: {unit: ms,     default: 100, above: 0, doc: interval of the normalisation}
  w_max:  {unit: weight, default: 10,  above: 0, doc: largest weight}
bounds:    {max: w_max}
traces:    {x: {side: pre, tau: tau}}
---*/
#include "common/normalize.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w + p.A * t.x, 0.0f, p.w_max);
}

static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)
{
    return w;
}

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(normalized(w, t.sum, p.W), 0.0f, p.w_max);
}
