/*---
rule:    stdp_pl
summary: Power-law STDP; potentiation grows with w^mu, depression with w, no upper bound
source:  Morrison, Aertsen & Diesmann 2007, Neural Comput 19:1437
events:  [arrival, post_spike]
params:
  tau_plus:  {unit: ms,     default: 20,  above: 0,           doc: time constant of the pre trace x}
  tau_minus: {unit: ms,     default: 20,  above: 0,           doc: time constant of the post trace y}
  lambda:    {unit: 1,      default: 0.1, min: 0,             doc: potentiation step relative to w_0}
  alpha:     {unit: 1,      default: 1,   min: 0,             doc: depression relative to potentiation}
  mu:        {unit: 1,      default: 0.4, min: 0, max: 1,     doc: exponent of potentiation}
  w_0:       {unit: weight, default: 1,   above: 0,           doc: weight at which the potentiation step is lambda * w_0}
sets:
  morrison_2007:
    doc:    "as in the paper, w_0 in pA"
    values: {tau_plus: 20, tau_minus: 20, lambda: 0.1, alpha: 0.11, mu: 0.4, w_0: 1}
  hpc_benchmark:
    doc:    "NEST's benchmark network; weights settle at 44.47 pA"
    source: "NEST, hpc_benchmark.py"
    values: {tau_plus: 15, tau_minus: 30, lambda: 0.1, alpha: 0.0513, mu: 0.4, w_0: 1}
derived:
  potentiate_step: {power_law_step_of: [lambda, w_0, mu]}
  depress_step:    {product_of: [alpha, lambda]}
traces:    {x: {side: pre, tau: tau_plus}, y: {side: post, tau: tau_minus}}
examples:
  - {weight: 45, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 45.278060, within: 1e-5, why: "45 + 0.1 * 45^0.4 * exp(-10/20)"}
  - {weight: 45, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 42.270612, within: 1e-5, why: "45*(1 - 0.1*exp(-10/20))"}
---*/
#include "common/arith.h"

/* potentiate_step is lambda w_0^(1-mu). Potentiation has no bound of its own: give the projection a weight_limit. */

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return w + p.potentiate_step * pow_(w, p.mu) * t.x;
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return max_(w - p.depress_step * w * t.y, (real)(0.0f));
}
