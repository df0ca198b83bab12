/*---
rule:    calcium
summary: Calcium-based plasticity; the time that postsynaptic calcium spends above two thresholds moves a bistable efficacy up or down
source:  "Graupner & Brunel 2012, PNAS 109:3991 (sets as in the authors' code, mgraupe/CalciumBasedPlasticityModel; defaults: set DP)"
events:  [arrival, post_spike, late_arrival, tick]
late:    D
tick:    T
elapsed: true
draws:   sigma
params:
  tau_Ca:   {unit: ms,     default: 20,      above: 0, doc: time constant of calcium}
  C_pre:    {unit: 1,      default: 1,       min: 0,   doc: "calcium of an arriving spike, D after it"}
  C_post:   {unit: 1,      default: 2,       min: 0,   doc: calcium of a post spike}
  theta_d:  {unit: 1,      default: 1,       above: 0, doc: calcium above which the efficacy falls}
  theta_p:  {unit: 1,      default: 1.3,     above: 0, doc: "calcium above which it also rises; below theta_d it counts as theta_d"}
  gamma_d:  {unit: 1,      default: 200,     min: 1e-6, doc: speed at which the efficacy falls}
  gamma_p:  {unit: 1,      default: 321.808, min: 0,   doc: speed at which it rises}
  sigma:    {unit: 1,      default: 2.8284,  min: 0, max: 1e6, doc: "noise of the efficacy above the thresholds; 0: deterministic"}
  tau:      {unit: ms,     default: 150e3,   above: 0, doc: time constant of the efficacy}
  D:        {unit: ms,     default: 13.7,    min: 0, max: 1000, doc: "from an arrival to its calcium, as NMDA receptors are slow to open; the response does not wait"}
  b:        {unit: 1,      default: 5,       min: 1.001, doc: "weight of an UP synapse over that of a DOWN synapse"}
  bistable: {unit: 1,      default: 1,       min: 0,   doc: "how strongly the efficacy is held at 0 or 1; 0: not at all"}
  w_0:      {unit: weight, default: 1,       above: 0, doc: "weight of a DOWN synapse (efficacy 0); an UP synapse (1) has b w_0"}
  w_max:    {unit: weight, default: 100,     above: 0, doc: "largest weight; with noise the efficacy may exceed 1, and it may while the weight does not"}
  T:        {unit: ms,     default: 1e3,     above: 0, doc: "interval at which the weight is brought up to date, noise is drawn, and the efficacy drifts towards 0 or 1, which takes minutes"}
sets:
  DP:
    doc:    "depression before, potentiation after; half of the synapses DOWN before a protocol (beta 0.5)"
    values: {tau_Ca: 20, C_pre: 1, C_post: 2, theta_d: 1, theta_p: 1.3, gamma_d: 200, gamma_p: 321.808, sigma: 2.8284, tau: 150e3, D: 13.7, b: 5}
  DPD:
    doc:    "depression, potentiation, depression (beta 0.5)"
    values: {tau_Ca: 20, C_pre: 0.9, C_post: 0.9, theta_d: 1, theta_p: 1.3, gamma_d: 250, gamma_p: 550, sigma: 2.8284, tau: 150e3, D: 4.6, b: 5}
  DPD_prime:
    doc:    "the same by another route (beta 0.5)"
    values: {tau_Ca: 20, C_pre: 1, C_post: 2, theta_d: 1, theta_p: 2.5, gamma_d: 50, gamma_p: 600, sigma: 2.8284, tau: 150e3, D: 2.2, b: 5}
  P:
    doc:    "potentiation at any order (beta 0.5)"
    values: {tau_Ca: 20, C_pre: 2, C_post: 2, theta_d: 1, theta_p: 1.3, gamma_d: 160, gamma_p: 257.447, sigma: 2.8284, tau: 150e3, D: 0, b: 5}
  D:
    doc:    "depression at coincidence (beta 0.5)"
    values: {tau_Ca: 20, C_pre: 0.6, C_post: 0.6, theta_d: 1, theta_p: 1.3, gamma_d: 500, gamma_p: 550, sigma: 5.6568, tau: 150e3, D: 0, b: 5}
  D_prime:
    doc:    "the same by another route (beta 0.5)"
    values: {tau_Ca: 20, C_pre: 1, C_post: 2, theta_d: 1, theta_p: 3.5, gamma_d: 60, gamma_p: 600, sigma: 2.8284, tau: 150e3, D: 0, b: 5}
  hippocampal_slices:
    doc:    "fitted to Wittenberg & Wang 2006 (beta 0.7)"
    values: {tau_Ca: 48.8373, C_pre: 1, C_post: 0.275865, theta_d: 1, theta_p: 1.3, gamma_d: 313.0965, gamma_p: 1645.59, sigma: 9.1844, tau: 688.355e3, D: 18.8008, b: 5.28145}
  hippocampal_cultures:
    doc:    "fitted to Wang et al. 2005 (beta 0.5)"
    values: {tau_Ca: 11.9536, C_pre: 0.58156, C_post: 1.76444, theta_d: 1, theta_p: 1.3, gamma_d: 61.141, gamma_p: 113.6545, sigma: 2.5654, tau: 33.7596e3, D: 10, b: 36.0263}
  cortical_slices:
    doc:    "fitted to Sjostrom, Turrigiano & Nelson 2001 (beta 0.5)"
    values: {tau_Ca: 22.6936, C_pre: 0.5617539, C_post: 1.23964, theta_d: 1, theta_p: 1.3, gamma_d: 331.909, gamma_p: 725.085, sigma: 3.3501, tau: 346.3615e3, D: 4.6098, b: 5.40988}
  dudek_bear:
    doc:    "made for this program: 900 pulses depress below 10 Hz and potentiate above, as in Dudek & Bear 1992, PNAS 89:4363; begin at 3 w_0"
    source: invented for this program
    values: {tau_Ca: 80, C_pre: 1.3, C_post: 0, theta_d: 1, theta_p: 1.5, gamma_d: 2, gamma_p: 6, sigma: 0, tau: 150e3, D: 0, b: 5, bistable: 0}
derived:
  per_tau_Ca:  {inverse_of: tau_Ca}
  log_theta_d: {log_of: theta_d}
  log_theta_p: {log_of: theta_p}
  jump_pre:    {ratio_of: [C_pre, theta_d]}
  jump_post:   {ratio_of: [C_post, theta_d]}
  down:        {ratio_of: [gamma_d, tau]}
  up:          {ratio_of: [gamma_p, tau]}
  share_up:    {share_of: [gamma_p, gamma_d]}
  tau_d:       {ratio_of: [tau, gamma_d]}
  per_tau:     {inverse_of: tau}
bounds:  {max: w_max}
columns:
  c:      {unit: 1,      initial: 0, signal: true, doc: "calcium just after the latest event, over theta_d"}
  beyond: {unit: weight, initial: 0, doc: "what the efficacy would add to the weight if that had no bounds"}
  spread: {unit: ms,     initial: 0, doc: "variance of the efficacy, over sigma^2 / tau, that the next tick will draw"}
examples:
  - {weight: 3, pre_ms: [100], read_at_ms: 1000, expect: 2.999836, within: 2e-6, params: {set: P, sigma: 0, bistable: 0}, why: "20 ln(2/1.3) ms above theta_p, then 20 ln 1.3 ms above theta_d"}
  - {weight: 3, pre_ms: [100, 600], read_at_ms: 1000, expect: 3, within: 0, params: {set: hippocampal_slices, sigma: 0, bistable: 0, tau_Ca: 20}, why: "calcium of 1 reaches theta_d and does not exceed it"}
---*/
#include "common/calcium.h"
#include "common/chance.h"

/* Above theta_p the efficacy relaxes to share_up, between the thresholds to 0, below them it rests. It is what the weight would be without bounds, w + beyond.
 * Noise is as strong as there are thresholds below c. */

/* After `elapsed` ms that began with calcium c. */
INSIDE real driven(real w, real c, rule_state *s, real elapsed, rule_params p)
{
    float between = p.tau_Ca * (p.log_theta_p - p.log_theta_d), tau_p = p.tau_d * (1.0f - p.share_up);
    real t_p, t_d;
    times_above(c, 1.0f, 0.0f, between, p.tau_Ca, elapsed, &t_p, &t_d);
    real rise = chance_((p.up + p.down) * t_p), fall = chance_(p.down * t_d);
    real step = (real)(p.w_0 * (p.b - 1.0f)), up = fma_(step, (real)(p.share_up), (real)(p.w_0));
    real wanted = w + s->beyond;
    relaxed(&wanted, &s->spread, rise, up, (real)(tau_p), p.sigma > 0.0f);
    relaxed(&wanted, &s->spread, fall, (real)(p.w_0), (real)(0.5f * p.tau_d), p.sigma > 0.0f);
    real bounded = clamp_(wanted, (real)(0.0f), (real)(p.w_max));
    s->beyond = pick(c > 1.0f, wanted - bounded, s->beyond);
    return pick(c > 1.0f, bounded, w);
}

/* From the event before to now, when calcium jumps. */
INSIDE real advance(real w, rule_state *s, real elapsed, float jump, rule_params p)
{
    real c = s->c;
    s->c = calcium_after(c, (real)(p.per_tau_Ca), elapsed) + jump;
    if (any_(c > 1.0f))
        w = driven(w, c, s, elapsed, p);
    return w;
}

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return advance(w, s, t.elapsed, p.jump_post, p);
}

static inline real on_late_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return advance(w, s, t.elapsed, p.jump_pre, p);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return advance(w, s, t.elapsed, 0.0f, p);
}

/* d rho / dt = rho (1 - rho) (rho - 1/2) / tau, for T: with u = rho - 1/2 it is u (1/4 - u^2), and u^2 is logistic. */
static inline real drifted(real u, rule_params p)
{
    real q = fma_(fma_(4.0f * u, u, (real)(-1.0f)), chance_((real)(0.5f * p.bistable * p.T * p.per_tau)),
                  (real)(1.0f));
    return u * recip_(sqrt_(q));
}

/* What calcium drives is a thousand times faster than the drift, so that it does not matter that the drift of an interval comes at its end. */
static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    w = advance(w, s, t.elapsed, 0.0f, p);
    real step = (real)(p.w_0 * (p.b - 1.0f)), u = (w + s->beyond - p.w_0) * recip_(step) - 0.5f;
    if (p.sigma > 0.0f)
        u = fma_(sqrt_(p.sigma * p.sigma * p.per_tau * s->spread), t.xi, u);
    s->spread = (real)(0.0f);
    if (p.bistable > 0.0f)
        u = drifted(u, p);
    real wanted = fma_(u + 0.5f, step, (real)(p.w_0));
    w = clamp_(wanted, (real)(0.0f), (real)(p.w_max));
    s->beyond = wanted - w;
    return w;
}
