/*---
rule:    stdp_nn_symm
summary: Pair STDP in which every spike pairs with the latest spike of the other side only
source:  Morrison, Diesmann & Gerstner 2008, Biol Cybern 98:459, figure 7A
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
examples:
  - {weight: 50, pre_ms: [100, 105], post_ms: [110], read_at_ms: 200, expect: 50.389400, within: 1e-5, why: "50 + 0.5*exp(-5/20): the pre spike at 100 ms is hidden by the later one"}
  - {weight: 50, pre_ms: [110], post_ms: [100, 105], read_at_ms: 200, expect: 49.610600, within: 1e-5, why: "50 - 0.5*exp(-5/20): the post spike at 100 ms is hidden by the later one"}
---*/
#include "common/weight_dependence.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return potentiated(w, t.x, p.potentiate_step, p.mu_plus, p.w_max, p.inv_w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return depressed(w, t.y, p.depress_step, p.mu_minus, p.w_max, p.inv_w_max);
}
