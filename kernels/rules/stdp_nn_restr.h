/*---
rule:    stdp_nn_restr
summary: Pair STDP in which only immediately neighbouring pre and post spikes pair, each spike at most once per side
source:  Morrison, Diesmann & Gerstner 2008, Biol Cybern 98:459, figure 7C
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
  fresh: {unit: 1, initial: 0, signal: true, doc: "1: the latest spike was pre, the next post spike pairs with it; 0: the latest was post"}
examples:
  - {weight: 50, pre_ms: [100, 105], post_ms: [110, 115], read_at_ms: 200, expect: 50.389400, within: 1e-5, why: "50 + 0.5*exp(-5/20): only 105 and 110 ms are neighbours"}
  - {weight: 50, pre_ms: [110, 115], post_ms: [100, 105], read_at_ms: 200, expect: 49.610600, within: 1e-5, why: "50 - 0.5*exp(-5/20): only 105 and 110 ms are neighbours"}
---*/
#include "common/weight_dependence.h"

/* Before the first post spike t.y is 0, so a column that starts at 0 needs no third value. */

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    real x = t.x * s->fresh;
    s->fresh = (real)(0.0f);
    return potentiated(w, x, p.potentiate_step, p.mu_plus, p.w_max, p.inv_w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    real y = t.y * (1.0f - s->fresh);
    s->fresh = (real)(1.0f);
    return depressed(w, y, p.depress_step, p.mu_minus, p.w_max, p.inv_w_max);
}
