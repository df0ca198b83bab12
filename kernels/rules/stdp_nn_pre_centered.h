/*---
rule:    stdp_nn_pre_centered
summary: Pair STDP in which a post spike pairs with every pre spike since the previous post spike, a pre spike with the latest post spike
source:  Morrison, Diesmann & Gerstner 2008, Biol Cybern 98:459, figure 7B
events:  [arrival, post_spike]
params:
  tau_plus:  {unit: ms,     default: 20,   above: 0,       doc: time constant of the pre trace x}
  tau_minus: {unit: ms,     default: 20,   above: 0,       doc: time constant of the post trace y}
  lambda:    {unit: 1,      default: 0.01, min: 0,         doc: potentiation step as a fraction of w_max}
  alpha:     {unit: 1,      default: 1,    min: 0,         doc: depression relative to potentiation}
  mu_plus:   {unit: 1,      default: 1,    min: 0, max: 1, doc: weight dependence of potentiation}
  mu_minus:  {unit: 1,      default: 1,    min: 0, max: 1, doc: weight dependence of depression}
  w_max:     {unit: weight, default: 100,  above: 0,       doc: largest weight}
derived:
  inv_w_max:       {inverse_of: w_max}
  potentiate_step: {product_of: [lambda, w_max]}
  depress_step:    {product_of: [alpha, lambda, w_max]}
bounds:    {max: w_max}
traces:    {x: {side: pre, tau: tau_plus, nearest: true}, y: {side: post, tau: tau_minus, nearest: true}}
columns:
  open: {unit: 1, initial: 0, signal: true, doc: "pre spikes since the latest post spike, decayed with tau_plus to the latest of them"}
examples:
  - {weight: 50, pre_ms: [100, 105], post_ms: [110, 115], read_at_ms: 200, expect: 50.692665, within: 1e-5, why: "50 + 0.5*(exp(-10/20) + exp(-5/20)); the post spike at 115 ms finds no new pre spike"}
  - {weight: 50, pre_ms: [110, 115], post_ms: [100, 105], read_at_ms: 200, expect: 49.309696, within: 1e-5, why: "w = 50 (1 - 0.01*exp(-5/20)) (1 - 0.01*exp(-10/20)): each pre spike pairs with 105 ms"}
---*/
#include "common/weight_dependence.h"

/* `open` counts the pre spikes that no post spike has paired with yet, each decayed to the latest arrival; t.x, the nearest trace, carries the sum on from
 * there. Several spikes of one axon in one step (generators only) decay it once each. */

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    real open = s->open * t.x;
    s->open = (real)(0.0f);
    return potentiated(w, open, p.potentiate_step, p.mu_plus, p.w_max, p.inv_w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->open = s->open * t.x + 1.0f;
    return depressed(w, t.y, p.depress_step, p.mu_minus, p.w_max, p.inv_w_max);
}
