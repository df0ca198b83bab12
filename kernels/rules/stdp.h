/*---
rule:    stdp
summary: Pair STDP with weight dependence; additive at mu = 0, multiplicative at mu = 1
source:  Guetig et al. 2003, J Neurosci 23:3697
events:  [arrival, post_spike]
params:
  tau_plus:  {unit: ms,     default: 20,   above: 0,       doc: time constant of the pre trace x}
  tau_minus: {unit: ms,     default: 20,   above: 0,       doc: time constant of the post trace y}
  lambda:    {unit: 1,      default: 0.01, min: 0,         doc: potentiation step as a fraction of w_max}
  alpha:     {unit: 1,      default: 1,    min: 0,         doc: depression relative to potentiation}
  mu_plus:   {unit: 1,      default: 1,    min: 0, max: 1, doc: weight dependence of potentiation}
  mu_minus:  {unit: 1,      default: 1,    min: 0, max: 1, doc: weight dependence of depression}
  w_max:     {unit: weight, default: 100,  above: 0,       doc: largest weight}
sets:
  guetig_2003:
    doc:    "nearly additive, as in the paper's main figures"
    values: {tau_plus: 20, tau_minus: 20, lambda: 0.005, alpha: 1.05, mu_plus: 0.02, mu_minus: 0.02}
  song_2000:
    doc:    "additive; competition of inputs (w_max is theirs as a conductance: 0.015 of the leak)"
    source: "Song, Miller & Abbott 2000, Nat Neurosci 3:919"
    values: {tau_plus: 20, tau_minus: 20, lambda: 0.005, alpha: 1.05, mu_plus: 0, mu_minus: 0}
  brunel_plastic:
    doc:    "multiplicative; the plastic random network that simulators are timed with (w_max there: 3 times the weight)"
    source: "Zenke & Gerstner 2014, Front Neuroinform 8:76 (sim_brunel2k_pl of Auryn)"
    values: {tau_plus: 20, tau_minus: 20, lambda: 0.01, alpha: 2.02, mu_plus: 1, mu_minus: 1}
derived:
  inv_w_max:       {inverse_of: w_max}
  potentiate_step: {product_of: [lambda, w_max]}
  depress_step:    {product_of: [alpha, lambda, w_max]}
bounds:    {max: w_max}
traces:    {x: {side: pre, tau: tau_plus}, y: {side: post, tau: tau_minus}}
examples:
  - {weight: 50, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 50.303265, within: 1e-5, why: "50 + 0.01*100*0.5*exp(-10/20)"}
  - {weight: 50, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 49.696735, within: 1e-5, why: "50 - 0.01*100*0.5*exp(-10/20)"}
  - {weight: 50, pre_ms: [100, 105], post_ms: [110], read_at_ms: 200, expect: 50.692665, within: 1e-5, why: "50 + 0.5*(exp(-10/20) + exp(-5/20)): the trace adds up"}
  - {weight: 50, pre_ms: [110], post_ms: [110], read_at_ms: 200, expect: 50, within: 0, why: spikes at the same time do not see each other}
  - {weight: 99.9, pre_ms: [100], post_ms: [101], read_at_ms: 200, expect: 100, within: 0, params: {mu_plus: 0}, why: "99.9 + exp(-1/20) is above w_max"}
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
