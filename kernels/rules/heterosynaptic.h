/*---
rule:    heterosynaptic
summary: Heterosynaptic plasticity; when its target fires in a burst, a weight returns towards a reference
source:  "Chen, Lonjers, Lee, Chistiakova, Volgushev & Bazhenov 2013, J Neurosci 33:15915; form and constants of Zenke, Agnes & Gerstner 2015, Nat Commun 6:6922"
events:  [post_spike]
params:
  beta:    {unit: 1,      default: 0.05, min: 0, max: 1, doc: strength of the return}
  n:       {unit: 1,      default: 3,    above: 0,       doc: "exponent of the post trace: 1 as Oja's rule, 3 only in bursts"}
  tau:     {unit: ms,     default: 20,   above: 0,       doc: time constant of the post trace}
  w_tilde: {unit: weight, default: 0,    min: 0,         doc: reference weight}
  w_max:   {unit: weight, default: 100,  above: 0,       doc: largest weight}
bounds:    {max: w_max}
traces:    {y: {side: post, tau: tau}}
examples:
  - {weight: 50, post_ms: [100], read_at_ms: 200, expect: 50, within: 0, why: the first spike finds no trace of one before}
  - {weight: 50, post_ms: [100, 110], read_at_ms: 200, expect: 49.4421746, within: 2e-5, why: "50 - 0.05 exp(-3 10/20) 50"}
  - {weight: 50, pre_ms: [90, 105], post_ms: [100, 110], read_at_ms: 200, expect: 49.8786939, within: 2e-5, params: {n: 1, w_tilde: 46}, why: "50 - 0.05 exp(-10/20) (50 - 46), whatever the source does"}
---*/
#include "common/arith.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w - p.beta * pow_(t.y, p.n) * (w - p.w_tilde), 0.0f, p.w_max);
}
