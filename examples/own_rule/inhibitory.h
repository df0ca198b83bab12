/*---
rule:    inhibitory
summary: Inhibitory STDP that holds its target at a rate; every near pair strengthens, every lonely pre spike weakens
source:  Vogels et al. 2011, Science 334:1569
events:  [arrival, post_spike]
params:
  tau:    {unit: ms,     default: 20,  above: 0, doc: time constant of both traces}
  eta:    {unit: weight, default: 0.1, min: 0,   doc: change of the weight by one coincidence}
  alpha:  {unit: 1,      default: 0.2, min: 0,   doc: "what every pre spike costs; 2 * tau * (rate to hold)"}
  w_max:  {unit: weight, default: 100, above: 0, doc: largest weight}
bounds:    {max: w_max}
traces:    {x: {side: pre, tau: tau}, y: {side: post, tau: tau}}
examples:
  - {weight: 10, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 10.040653, within: 1e-5, why: "10 + 0.1*(exp(-10/20) - 0.2)"}
  - {weight: 10, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 10.040653, within: 1e-5, why: the order of a pair does not matter}
  - {weight: 10, pre_ms: [100], post_ms: [], read_at_ms: 200, expect: 9.98, within: 1e-5, why: "10 - 0.1*0.2: a pre spike alone"}
---*/
#include "common/arith.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w + p.eta * t.x, (real)(0.0f), (real)(p.w_max));
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w + p.eta * (t.y - p.alpha), (real)(0.0f), (real)(p.w_max));
}
