/*---
rule:    orchestrated_sliding
summary: Orchestrated plasticity whose depression grows with the square of the target's mean rate, as the threshold of BCM does
source:  "Zenke, Agnes & Gerstner 2015, Nat Commun 6:6922 (constants as in P11Connection of the authors' code, fzenke/pub2015orchestrated)"
events:  [arrival, post_spike, tick]
tick:    T_ref
params:
  tau_plus:  {unit: ms,     default: 20,    above: 0, doc: time constant of the pre trace z_plus}
  tau_minus: {unit: ms,     default: 20,    above: 0, doc: time constant of the post trace z_minus}
  tau_slow:  {unit: ms,     default: 100,   above: 0, doc: time constant of the slow post trace z_slow}
  A:         {unit: 1,      default: 1e-3,  min: 0,   doc: potentiation by a triplet as a fraction of w_0}
  B:         {unit: 1,      default: 1e-3,  min: 0,   doc: "depression by a pair as a fraction of w_0, of a target that fires at kappa"}
  kappa:     {unit: Hz,     default: 4,     above: 0, doc: "rate at which depression is B; it goes with (nu_bar / kappa)^2"}
  tau_hom:   {unit: ms,     default: 1.2e6, above: 0, doc: "time constant of nu_bar, the mean rate of the target"}
  nu_start:  {unit: Hz,     default: 4,     min: 0,   doc: nu_bar at the start}
  beta:      {unit: 1,      default: 0.05,  min: 0,   doc: "heterosynaptic return to the reference weight at a post spike, times z_minus^3"}
  delta:     {unit: 1,      default: 2e-5,  min: 0,   doc: growth by an arriving spike as a fraction of w_0}
  tau_cons:  {unit: ms,     default: 1.2e6, above: 0, doc: time constant of the reference weight}
  P:         {unit: 1,      default: 20,    min: 0,   doc: "strength of the reference weight's own two stable points, 0 and w_P"}
  w_P:       {unit: 1,      default: 0.5,   above: 0, doc: upper stable point of the reference weight as a fraction of w_0}
  w_ref:     {unit: weight, default: 0,     min: 0,   doc: reference weight at the start}
  w_0:       {unit: weight, default: 1,     above: 0, doc: weight of which the amplitudes are fractions}
  w_max:     {unit: weight, default: 5,     above: 0, doc: largest weight}
  T_ref:     {unit: ms,     default: 1200,  above: 0, doc: interval at which the reference weight changes}
derived:
  up:       {product_of: [A, w_0]}
  down:     {product_of: [B, w_0]}
  grow:     {product_of: [delta, w_0]}
  per_w_0:  {inverse_of: w_0}
  per_kappa:   {inverse_of: kappa}
  per_tau_hom: {inverse_of: tau_hom}
  share:    {ratio_of: [T_ref, tau_cons]}
bounds:    {max: w_max}
traces:
  z_plus:  {side: pre,  tau: tau_plus}
  z_minus: {side: post, tau: tau_minus}
  z_slow:  {side: post, tau: tau_slow}
  nu:      {side: post, tau: tau_hom, initial_rate: nu_start}
columns:
  w_tilde: {unit: weight, initial: w_ref, doc: reference weight}
examples:
  - {weight: 0.3, pre_ms: [100], post_ms: [90, 110], read_at_ms: 200, expect: 0.29745821, within: 1e-7, params: {w_ref: 0.1, tau_hom: 1000, nu_start: 8}, why: "w' = 0.3 - 1e-3 (nu/4)^2 exp(-10/20) + 2e-5, nu = 8 exp(-0.1) + exp(-0.01); then w' + 1e-3 exp(-10/20) exp(-20/100) - 0.05 exp(-3 20/20) (w' - 0.1)"}
  - {weight: 0.3, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 0.29941333, within: 1e-7, why: "0.3 - 1e-3 exp(-10/20) (nu/4)^2 + 2e-5: after 4 Hz for 1200 s, 110 ms and a spike hardly matter, nu = 4.0005"}
---*/
#include "common/orchestrated.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return orchestrated_potentiated(w, s->w_tilde, t.z_plus, t.z_minus, t.z_slow, p.up, p.beta, p.w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    real nu_bar_over_kappa = 1000.0f * p.per_tau_hom * p.per_kappa * t.nu;
    return orchestrated_depressed(w, t.z_minus, p.down * (nu_bar_over_kappa * nu_bar_over_kappa), p.grow,
                                  p.w_max);
}

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->w_tilde += orchestrated_consolidated(w, s->w_tilde, p.share, p.P, p.w_P, p.w_0, p.per_w_0);
    return w;
}
