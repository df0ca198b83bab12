/*---
rule:    tagging
summary: Synaptic tagging and capture; calcium drives an early phase that fades in hours, and tagged synapses turn it into a late one with the proteins of their neuron
source:  "Luboeinski & Tetzlaff 2021, Commun Biol 4:275, after Li, Kulvicius & Tetzlaff 2016, PLoS ONE 11:e0161679 (constants as in the authors' code, jlubo/memory-consolidation-stc)"
events:  [arrival, post_spike, late_arrival, tick]
late:    t_Ca_delay
tick:    T
elapsed: true
draws:   sigma_pl
measure: w_max
alone:   "its weight follows from its columns h and z, so what another rule changes would be lost at its next event"
params:
  tau_Ca:    {unit: ms,     default: 48.8,    above: 0, doc: time constant of calcium}
  t_Ca_delay: {unit: ms,    default: 18.8,    min: 0, max: 1000, doc: "from an arrival to its calcium; the response does not wait"}
  C_pre:     {unit: 1,      default: 1,       min: 0,   doc: "calcium of an arriving spike, t_Ca_delay after it"}
  C_post:    {unit: 1,      default: 0.2758,  min: 0,   doc: calcium of a post spike}
  theta_p:   {unit: 1,      default: 3,       above: 0, doc: "calcium above which h grows; below theta_d it counts as theta_d"}
  theta_d:   {unit: 1,      default: 1.2,     above: 0, doc: calcium above which h shrinks}
  gamma_p:   {unit: 1,      default: 1645.6,  min: 0,   doc: speed at which h grows}
  gamma_d:   {unit: 1,      default: 313.1,   min: 0,   doc: speed at which h shrinks}
  tau_h:     {unit: ms,     default: 688.4e3, above: 0, doc: time constant of the early phase; it fades with 10 times that}
  sigma_pl:  {unit: weight, default: 0,       min: 0,   doc: "noise of h while calcium drives it; 0: deterministic; published: the sets"}
  h_0:       {unit: weight, default: 4.20075, above: 0, doc: "early phase at rest; give it as the weight of the projection"}
  h_max:     {unit: weight, default: 10,      above: 0, doc: early phase that potentiation leads to}
  theta_tag: {unit: weight, default: 0.840149, above: 0, doc: "change of h at which a synapse is tagged, 0.2 h_0"}
  theta_pro: {unit: weight, default: 2.10037, above: 0, doc: "sum of the changes of h over the synapses of a neuron at which it makes proteins, 0.5 h_0"}
  alpha:     {unit: 1,      default: 1,       min: 0,   doc: amount of proteins that synthesis leads to; 0 blocks it}
  tau_p:     {unit: ms,     default: 3.6e6,   above: 0, doc: time constant of the proteins}
  tau_z:     {unit: ms,     default: 3.6e6,   above: 0, doc: time constant of the late phase with an amount of proteins of 1}
  T:         {unit: ms,     default: 10e3,    above: 0, doc: "interval at which noise is drawn, and tags, proteins and late phases are brought up to date: exact where nothing is stimulated, else to within it"}
  w_max:     {unit: weight, default: 20,      above: 0, doc: "largest weight: more than h_max + h_0"}
sets:
  single_synapse:
    doc:    "as published for a synapse of its own, with noise; weights in mV"
    values: {C_pre: 1, C_post: 0.2758, sigma_pl: 2.90436, h_0: 4.20075, h_max: 10, theta_tag: 0.840149, theta_pro: 2.10037, w_max: 20}
  network:
    doc:    "as published for networks, with noise; weights are currents in pA, the mV over a membrane of 10 MOhm"
    values: {C_pre: 0.6, C_post: 0.1655, sigma_pl: 290.436, h_0: 420.075, h_max: 1000, theta_tag: 84.0149, theta_pro: 210.037, w_max: 2000}
derived:
  per_tau_Ca:  {inverse_of: tau_Ca}
  log_theta_p: {log_of: theta_p}
  log_theta_d: {log_of: theta_d}
  per_tau_h:   {inverse_of: tau_h}
  per_tau_p:   {inverse_of: tau_p}
  per_tau_z:   {inverse_of: tau_z}
bounds:    {max: w_max}
columns:
  dh:     {unit: weight, initial: 0, doc: "early phase h less h_0; its noise since the latest tick is still to be drawn"}
  z:      {unit: 1,      initial: 0, doc: "late phase, -0.5 to 1; the weight is h + z h_0"}
  c:      {unit: 1,      initial: 0, signal: true, doc: calcium just after the latest event}
  spread: {unit: 1,      initial: 0, doc: "variance of h, over sigma_pl^2, that the next tick will draw"}
neurons:
  protein:   {unit: 1,  initial: 0, doc: proteins of the neuron}
  before:    {unit: 1,  initial: 0, doc: the same one tick earlier}
  synthesis: {unit: ms, initial: 0, doc: for how long of the interval before the tick proteins were made}
examples:
  - {weight: 4.20075, pre_ms: [10], read_at_ms: 100, expect: 4.20075, within: 1e-5, why: "calcium of one pulse, 1, is below theta_d"}
  - {weight: 4.20075, pre_ms: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200], read_at_ms: 300, expect: 5.59771, within: 1e-4, why: "the equations in double precision up to the last rise of calcium"}
  - {weight: 4.20075, pre_ms: [10, 200], post_ms: [29], read_at_ms: 300, expect: 4.195342, within: 2e-6, why: "calcium of the first comes at 28.8 ms, so that with the post spike it is above theta_d for 2.8 ms"}
---*/
#include "common/calcium.h"

/* What has lost a part of itself; never denormal. */
static inline real faded(real x, real lost)
{
    real left = fma_(-x, lost, x);
    return pick(max_(left, -left) > 1e-9f, left, (real)(0.0f));
}

/* Above both thresholds h - h_0 goes to gamma_p h_max / (gamma_p + gamma_d) - h_0, between them to -h_0 (but for the leak). Noise is as strong as there are thresholds below
 * calcium. */
INSIDE void driven(rule_state *s, real t_p, real t_d, rule_params p)
{
    float rate_p = 0.1f + p.gamma_p + p.gamma_d, rate_d = 0.1f + p.gamma_d;
    real per_rate_p = recip_((real)(rate_p)), per_rate_d = recip_((real)(rate_d));
    if (any_(t_p > 0.0f)) {
        real up = (p.gamma_p * (p.h_max - p.h_0) - p.gamma_d * p.h_0) * per_rate_p;
        relaxed(&s->dh, &s->spread, chance_(rate_p * p.per_tau_h * t_p), up, per_rate_p, p.sigma_pl > 0.0f);
    }
    relaxed(&s->dh, &s->spread, chance_(rate_d * p.per_tau_h * t_d), -p.gamma_d * p.h_0 * per_rate_d,
            0.5f * per_rate_d, p.sigma_pl > 0.0f);
}

/* From the event before to now, when calcium jumps: it falls below one threshold after the other, and h fades when it is below both. */
INSIDE void advance(rule_state *s, rule_traces t, float jump, rule_params p)
{
    real c = s->c, faint = t.elapsed;
    if (any_(c > p.theta_d)) {
        float between = p.tau_Ca * (p.log_theta_p - p.log_theta_d);
        real t_p, t_d;
        times_above(c, p.theta_d, p.log_theta_d, between, p.tau_Ca, t.elapsed, &t_p, &t_d);
        driven(s, t_p, t_d, p);
        faint = t.elapsed - (t_p + t_d);
    }
    real lost = chance_(0.1f * p.per_tau_h * faint);
    s->dh = faded(s->dh, lost);
    if (p.sigma_pl > 0.0f)
        s->spread = fma_(-lost * (2.0f - lost), s->spread, s->spread);
    s->c = calcium_after(c, (real)(p.per_tau_Ca), t.elapsed) + jump;
}

static inline real weight_of(const rule_state *s, rule_params p)
{
    return clamp_(p.h_0 + s->dh + s->z * p.h_0, (real)(0.0f), (real)(p.w_max));
}

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, p.C_post, p);
    return weight_of(s, p);
}

static inline real on_late_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, p.C_pre, p);
    return weight_of(s, p);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, 0.0f, p);
    return weight_of(s, p);
}

/* What the synapse contributes to the sum that decides on proteins: without the noise of the interval, which on_tick draws, so that the next sum has it. */
static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, 0.0f, p);
    return max_(s->dh, -s->dh);
}

/* For how long of the interval something that has faded as h does to `now` at its end was above a threshold: but for the time in which the threshold itself would fade to that. */
static inline real was_above(float threshold, real now, rule_params p)
{
    real low = max_(now, (real)(1e-9f * threshold)), T = (real)(p.T);
    real below = clamp_(10.0f * p.tau_h * (log_((real)(threshold)) - log_(low)), (real)(0.0f), T);
    return pick(now > 1e-9f * threshold, T - below, (real)(0.0f));
}

/* tau_p dp/dt = alpha - p while proteins are made, else -p. The interval is taken as if all of it had led to its end undisturbed. */
static inline void on_neuron_tick(rule_neuron *n, real sum, rule_params p)
{
    n->before = n->protein;
    n->synthesis = was_above(p.theta_pro, sum, p);
    n->protein += (p.alpha - n->protein) * chance_(p.per_tau_p * n->synthesis);
    n->protein = faded(n->protein, chance_(p.per_tau_p * (p.T - n->synthesis)));
}

/* tau_z dz/dt = p (1 - z) with a tag for potentiation, -p (z + 0.5) with one for depression; so what counts is the integral of p while there is a tag. */
static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, 0.0f, p);
    if (p.sigma_pl > 0.0f)
        s->dh = fma_(p.sigma_pl * sqrt_(s->spread), t.xi, s->dh);
    s->spread = (real)(0.0f);
    real tagged = was_above(p.theta_tag, max_(s->dh, -s->dh), p);
    real made = min_(tagged, t.synthesis), rest = tagged - made;
    real lost = chance_(p.per_tau_p * made), left = t.before + (p.alpha - t.before) * lost;
    real integral =
        p.alpha * made + p.tau_p * ((t.before - p.alpha) * lost + left * chance_(p.per_tau_p * rest));
    real bound = pick(s->dh > 0.0f, (real)(1.0f), (real)(-0.5f));
    s->z += (bound - s->z) * chance_(p.per_tau_z * integral);
    return weight_of(s, p);
}
