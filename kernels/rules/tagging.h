/*---
rule:    tagging
summary: Synaptic tagging and capture; calcium drives an early phase that fades in hours, and tagged synapses turn it into a late one with the proteins of their neuron
source:  "Luboeinski & Tetzlaff 2021, Commun Biol 4:275, after Li, Kulvicius & Tetzlaff 2016, PLoS ONE 11:e0161679 (constants as in the authors' code, jlubo/memory-consolidation-stc)"
events:  [arrival, post_spike, tick]
tick:    T
elapsed: true
measure: w_max
alone:   "its weight follows from its columns h and z, so what another rule changes would be lost at its next event"
params:
  tau_Ca:    {unit: ms,     default: 48.8,    above: 0, doc: time constant of calcium}
  C_pre:     {unit: 1,      default: 1,       min: 0,   doc: "calcium of an arriving spike (1 for single synapses, 0.6 in networks); it rises 18.8 ms later in the paper, which an axonal delay can stand for"}
  C_post:    {unit: 1,      default: 0.2758,  min: 0,   doc: "calcium of a post spike (0.2758 for single synapses, 0.1655 in networks)"}
  theta_p:   {unit: 1,      default: 3,       above: 0, doc: "calcium above which h grows; below theta_d it counts as theta_d"}
  theta_d:   {unit: 1,      default: 1.2,     above: 0, doc: calcium above which h shrinks}
  gamma_p:   {unit: 1,      default: 1645.6,  min: 0,   doc: speed at which h grows}
  gamma_d:   {unit: 1,      default: 313.1,   min: 0,   doc: speed at which h shrinks}
  tau_h:     {unit: ms,     default: 688.4e3, above: 0, doc: time constant of the early phase; it fades with 10 times that}
  h_0:       {unit: weight, default: 4.20075, above: 0, doc: "early phase at rest; give it as the weight of the projection"}
  h_max:     {unit: weight, default: 10,      above: 0, doc: early phase that potentiation leads to}
  theta_tag: {unit: weight, default: 0.840149, above: 0, doc: "change of h at which a synapse is tagged, 0.2 h_0"}
  theta_pro: {unit: weight, default: 2.10037, above: 0, doc: "sum of the changes of h over the synapses of a neuron at which it makes proteins, 0.5 h_0"}
  alpha:     {unit: 1,      default: 1,       min: 0,   doc: amount of proteins that synthesis leads to; 0 blocks it}
  tau_p:     {unit: ms,     default: 3.6e6,   above: 0, doc: time constant of the proteins}
  tau_z:     {unit: ms,     default: 3.6e6,   above: 0, doc: time constant of the late phase with an amount of proteins of 1}
  T:         {unit: ms,     default: 10e3,    above: 0, doc: "interval at which tags, proteins and late phases are brought up to date: exact where nothing is stimulated, else to within it"}
  w_max:     {unit: weight, default: 20,      above: 0, doc: "largest weight: more than h_max + h_0"}
derived:
  per_tau_Ca:  {inverse_of: tau_Ca}
  per_theta_p: {inverse_of: theta_p}
  per_theta_d: {inverse_of: theta_d}
  per_tau_h:   {inverse_of: tau_h}
  per_tau_p:   {inverse_of: tau_p}
  per_tau_z:   {inverse_of: tau_z}
bounds:    {max: w_max}
columns:
  dh: {unit: weight, initial: 0, doc: "early phase h less h_0"}
  z:  {unit: 1,      initial: 0, doc: "late phase, -0.5 to 1; the weight is h + z h_0"}
  c:  {unit: 1,      initial: 0, doc: calcium just after the latest event}
neurons:
  protein:   {unit: 1,  initial: 0, doc: proteins of the neuron}
  before:    {unit: 1,  initial: 0, doc: the same one tick earlier}
  synthesis: {unit: ms, initial: 0, doc: for how long of the interval before the tick proteins were made}
examples:
  - {weight: 4.20075, pre_ms: [10], read_at_ms: 100, expect: 4.20075, within: 1e-5, why: "calcium of one pulse, 1, is below theta_d"}
  - {weight: 4.20075, pre_ms: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200], read_at_ms: 300, expect: 5.59771, within: 1e-4, why: "the equations in double precision up to the last pulse, which delivers this weight"}
---*/
#include "common/arith.h"

/* 1 - exp(-x), to the last digits for the smallest x, too: what fades in hours would else not fade at all from one event to the next. */
static inline real loss_(real x)
{
    return pick(x < 0.02f, x * (1.0f - x * (0.5f - x * (1.0f / 6.0f))), 1.0f - exp_(-x));
}

/* For how long of `most` ms something that fades with tau_h / 0.1 to `now` at their end was above a threshold. */
static inline real time_above(real now, float threshold, float most, rule_params p)
{
    real least = (real)(1e-9f * threshold);
    real ratio = max_(threshold * recip_(max_(now, least)), (real)(1.0f));
    return most - min_(10.0f * p.tau_h * log_(ratio), (real)(most));
}

/* t ms in which h relaxes; up, down: 1 where calcium drives it. */
static inline void relax(real *dh, real t, float up, float down, rule_params p)
{
    real rate = (real)(0.1f + up * p.gamma_p + down * p.gamma_d);
    real target = (up * p.gamma_p * (p.h_max - p.h_0) - down * p.gamma_d * p.h_0) * recip_(rate);
    *dh += (target - *dh) * loss_(rate * p.per_tau_h * t);
}

/* From the event before to now: calcium falls below one threshold after the other. */
static inline void advance(rule_state *s, rule_traces t, rule_params p)
{
    real one = (real)(1.0f);
    real to_d = min_(p.tau_Ca * log_(max_(s->c * p.per_theta_d, one)), t.elapsed);
    real to_p = min_(p.tau_Ca * log_(max_(s->c * p.per_theta_p, one)), to_d);
    relax(&s->dh, to_p, 1.0f, 1.0f, p);
    relax(&s->dh, to_d - to_p, 0.0f, 1.0f, p);
    relax(&s->dh, t.elapsed - to_d, 0.0f, 0.0f, p);
    s->c *= exp_(-p.per_tau_Ca * t.elapsed);
}

static inline real weight_of(const rule_state *s, rule_params p)
{
    return clamp_(p.h_0 + s->dh + s->z * p.h_0, (real)(0.0f), (real)(p.w_max));
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, p);
    s->c += p.C_pre;
    return weight_of(s, p);
}

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, p);
    s->c += p.C_post;
    return weight_of(s, p);
}

/* What the synapse contributes to the sum that decides on proteins. */
static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, p);
    return max_(s->dh, -s->dh);
}

/* tau_p dp/dt = alpha - p while proteins are made, else -p. The interval is taken as if all of it had led to its end undisturbed. */
static inline void on_neuron_tick(rule_neuron *n, real sum, rule_params p)
{
    n->before = n->protein;
    n->synthesis = time_above(sum, p.theta_pro, p.T, p);
    n->protein += (p.alpha - n->protein) * loss_(p.per_tau_p * n->synthesis);
    n->protein -= n->protein * loss_(p.per_tau_p * (p.T - n->synthesis));
}

/* tau_z dz/dt = p (1 - z) with a tag for potentiation, -p (z + 0.5) with one for depression; so what counts is the integral of p while there is a tag. */
static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    advance(s, t, p);
    real tagged = time_above(max_(s->dh, -s->dh), p.theta_tag, p.T, p);
    real made = min_(tagged, t.synthesis), rest = tagged - made;
    real lost = loss_(p.per_tau_p * made), left = t.before + (p.alpha - t.before) * lost;
    real integral =
        p.alpha * made + p.tau_p * ((t.before - p.alpha) * lost + left * loss_(p.per_tau_p * rest));
    real bound = pick(s->dh > 0.0f, (real)(1.0f), (real)(-0.5f));
    s->z += (bound - s->z) * loss_(p.per_tau_z * integral);
    return weight_of(s, p);
}
