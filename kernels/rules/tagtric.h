/*---
rule:    tagtric
summary: Synaptic tagging and capture of stochastic synapses (TagTriC); a depolarised target tags them, for potentiation or depression; tags fade in hours, and with the proteins of the neuron they move a bistable late phase
source:  "Clopath, Ziegler, Vasilaki, Busing & Gerstner 2008, PLoS Comput Biol 4:e1000248 (constants as in the authors' code, ModelDB 118199)"
events:  [arrival, mark, tick]
reads:   [depression]
tick:    T
draws:   uniform
measure: theta_p
alone:   "its late phase is what its weight has beyond the tag, so what another rule changes would be consolidated or forgotten"
params:
  tau_x:     {unit: ms,     default: 100,   above: 0, doc: time constant of the trace of arrivals}
  A_LTD:     {unit: 1,      default: 1e-2,  min: 0,   doc: "chance that an arrival tags for depression, per mV by which u_bar_minus of the target is above theta_minus"}
  A_LTP:     {unit: 1,      default: 1e-3,  min: 0,   doc: "rate of tags for potentiation per ms and mV^2 (of V_m above theta_plus, times u_bar_plus above theta_minus), times x / tau_x in 1/ms"}
  tau_h:     {unit: ms,     default: 3.6e6, above: 0, doc: "how long a tag for potentiation lasts on average, 1/k_h"}
  tau_l:     {unit: ms,     default: 5.4e6, above: 0, doc: "how long a tag for depression lasts on average, 1/k_l"}
  theta_p:   {unit: 1,      default: 60,    min: 1,   doc: "number of tagged synapses above which their neuron makes proteins; published for 200 synapses"}
  synthesis: {unit: 1,      default: 1,     min: 0, max: 1, doc: part of the synthesis of proteins that is not blocked}
  tau_pm:    {unit: ms,     default: 360e3, above: 0, doc: time constant with which proteins are made}
  tau_pd:    {unit: ms,     default: 3.6e6, above: 0, doc: time constant with which they decay}
  kappa:     {unit: 1,      default: 0.5,   min: 0, max: 1, doc: unstable late phase between the stable ones at 0 and 1}
  gamma:     {unit: 1,      default: 0.1,   min: 0,   doc: pull of a tag on the late phase while the amount of proteins is 1}
  tau_z:     {unit: ms,     default: 360e3, above: 0, doc: time constant of the late phase}
  T:         {unit: ms,     default: 10e3,  above: 0, doc: "interval at which tags fade, and proteins and late phases are brought up to date; short against tau_z and tau_pm. A new tag counts from its begin"}
  w_o:       {unit: weight, default: 1,     min: 0,   doc: weight of a synapse without tag and late phase}
  g_z:       {unit: weight, default: 2,     above: 0, doc: weight that a late phase of 1 adds}
  g_h:       {unit: weight, default: 1,     min: 0,   doc: weight that a tag for potentiation adds}
  g_l:       {unit: weight, default: 0.5,   min: 0,   doc: weight that a tag for depression takes away}
  w_max:     {unit: weight, default: 5,     above: 0, doc: "largest weight: at least w_o + 1.2 g_z + g_h"}
sets:
  published:
    doc:    "weights in mV: those of the paper, 0.5 to 4, move the potential by 3 mV each"
    values: {w_o: 3, g_z: 6, g_h: 3, g_l: 1.5, w_max: 15}
derived:
  per_step:   {dt_over: tau_x}
  lost_h:     {loss_over: [T, tau_h]}
  lost_l:     {loss_over: [T, tau_l]}
  per_tau_pm: {inverse_of: tau_pm}
  per_tau_pd: {inverse_of: tau_pd}
  per_tau_z:  {inverse_of: tau_z}
  per_g_z:    {inverse_of: g_z}
bounds:    {max: w_max}
traces:    {x: {side: pre, tau: tau_x}}
columns:
  tag:     {unit: 1, initial: 0, doc: "1: tagged for potentiation (h = 1), -1: for depression (l = -1), 0: not; the weight is w_o + g_z z, and g_h more or g_l less with a tag"}
neurons:
  protein: {unit: 1, initial: 0, doc: proteins of the neuron}
  before:  {unit: 1, initial: 0, doc: the same one tick earlier}
  amid:    {unit: 1, initial: 0, doc: the same amid these two ticks}
---*/
#include "common/arith.h"
#include "common/chance.h"

/* Free choices. The authors' steps take 1 ms, and a coin decides in each whether potentiation or depression is drawn first; here the order of events decides, so a mark comes before an
 * arrival of its time. There an arrival is not yet part of x when the spike that it causes is seen; here it is, unless the mark comes first. */

static inline real weight_of(real tag, rule_params p)
{
    return tag * pick(tag > 0.0f, (real)(p.g_h), (real)(p.g_l));
}

static inline real set_tag(real w, rule_state *s, real tag, rule_params p)
{
    real before = weight_of(s->tag, p);
    s->tag = tag;
    return clamp_(w + (weight_of(tag, p) - before), (real)(0.0f), (real)(p.w_max));
}

/* A synapse that has no tag gets this one by some chance. A gate may have let through a part of an earlier one. */
static inline real try_tag(real w, rule_state *s, real tag, real chance, real u, rule_params p)
{
    real size = max_(s->tag, -s->tag);
    return set_tag(w, s, pick(size < 0.5f, pick(u < chance, tag, s->tag), s->tag), p);
}

static inline real on_mark(real w, rule_state *s, rule_traces t, rule_params p)
{
    return try_tag(w, s, (real)(1.0f), p.A_LTP * t.mark * (p.per_step * t.x), t.u, p);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return try_tag(w, s, (real)(-1.0f), p.A_LTD * t.depression, t.u, p);
}

static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)
{
    return max_(s->tag, -s->tag);
}

/* dp/dt = (1 - p) / tau_pm while enough synapses are tagged, and -p / tau_pd always. Tags fade at ticks only, so the sum holds for the interval before. */
static inline void on_neuron_tick(rule_neuron *n, real sum, rule_params p)
{
    real made = pick(sum > p.theta_p, (real)(p.synthesis * p.per_tau_pm), (real)(0.0f));
    real rate = made + p.per_tau_pd, to_go = made * recip_(rate) - n->protein;
    n->before = n->protein;
    n->amid = fma_(to_go, chance_(0.5f * p.T * rate), n->before);
    real now = fma_(to_go, chance_(p.T * rate), n->before);
    n->protein = pick(now > 1e-9f, now, (real)(0.0f)); /* never denormal */
}

/* Change of the late phase in an interval of its slope. */
static inline real slope(real z, real pull, rule_params p)
{
    return p.T * p.per_tau_z * (z * (1.0f - z) * (z - p.kappa) + pull);
}

/* By one step of the classical Runge-Kutta method; then the tag may fade. */
static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    real z = (w - p.w_o - weight_of(s->tag, p)) * p.per_g_z, pull = p.gamma * s->tag;
    real first = slope(z, pull * t.before, p);
    real second = slope(fma_((real)(0.5f), first, z), pull * t.amid, p);
    real third = slope(fma_((real)(0.5f), second, z), pull * t.amid, p);
    real fourth = slope(z + third, pull * t.protein, p);
    w += p.g_z * recip_((real)(6.0f)) * (first + 2.0f * (second + third) + fourth);
    real lost = pick(s->tag > 0.0f, (real)(p.lost_h), (real)(p.lost_l));
    return set_tag(w, s, pick(t.u < lost, (real)(0.0f), s->tag), p);
}
