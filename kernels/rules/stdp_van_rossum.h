/*---
rule:    stdp_van_rossum
summary: Pair STDP with a fixed potentiation step and depression proportional to the weight, without the noise of the paper
source:  van Rossum, Bi & Turrigiano 2000, J Neurosci 20:8812
events:  [arrival, post_spike]
params:
  tau_plus:  {unit: ms,     default: 20,    above: 0, doc: time constant of the pre trace x}
  tau_minus: {unit: ms,     default: 20,    above: 0, doc: time constant of the post trace y}
  c_p:       {unit: weight, default: 1,     min: 0,   doc: "potentiation step, the same for every weight"}
  c_d:       {unit: 1,      default: 0.003, min: 0,   doc: depression step as a fraction of the weight}
  w_max:     {unit: weight, default: 1000,  above: 0, doc: largest weight}
bounds:    {max: w_max}
traces:    {x: {side: pre, tau: tau_plus}, y: {side: post, tau: tau_minus}}
examples:
  - {weight: 200, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 200.606531, within: 2e-5, why: "200 + 1*exp(-10/20)"}
  - {weight: 200, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 199.636082, within: 2e-5, why: "200*(1 - 0.003*exp(-10/20))"}
---*/
#include "common/arith.h"

/* The paper adds a random relative step to every event; without it the weights settle at c_p tau_plus / (c_d tau_minus) instead of spreading around it. */

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w + p.c_p * t.x, 0.0f, p.w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w - p.c_d * w * t.y, 0.0f, p.w_max);
}
