/*---
rule:    stdp_dopamine
summary: "Dopamine-modulated STDP: pairings leave an eligibility c that fades, and the weight follows c times the concentration of dopamine"
source:  Izhikevich 2007, Cereb Cortex 17:2443; names and defaults as in NEST's stdp_dopamine_synapse
events:  [arrival, post_spike, tick]
tick:    T_flush
elapsed: true
params:
  A_plus:    {unit: 1,      default: 1,                doc: "eligibility that a post spike adds, times the pre trace"}
  A_minus:   {unit: 1,      default: 1.5,              doc: "eligibility that a pre spike takes away, times the post trace"}
  tau_plus:  {unit: ms,     default: 20,   above: 0,   doc: time constant of the pre trace x}
  tau_minus: {unit: ms,     default: 20,   above: 0,   doc: time constant of the post trace y}
  tau_c:     {unit: ms,     default: 1000, above: 0,   doc: time constant of the eligibility c}
  tau_n:     {unit: ms,     default: 200,  above: 0,   doc: time constant of the concentration of dopamine n}
  b:         {unit: 1,      default: 0,                doc: "concentration at which an eligible synapse does not change: dw/dt = c (n - b)"}
  Wmin:      {unit: weight, default: 0,                doc: smallest weight}
  Wmax:      {unit: weight, default: 200,              doc: largest weight}
  T_flush:   {unit: ms,     default: 1000, above: 0,   doc: "all weights are brought up to date at its multiples, so that those that are read there are exact"}
derived:
  over_tau_c: {inverse_of: tau_c}
  over_tau_n: {inverse_of: tau_n}
  tau_s:      {joint_tau_of: [tau_c, tau_n]}
  b_tau_c:    {product_of: [b, tau_c]}
bounds:    {min: Wmin, max: Wmax}
modulator: {tau: tau_n}
traces:    {x: {side: pre, tau: tau_plus}, y: {side: post, tau: tau_minus}}
columns:
  c: {unit: weight, initial: 0, signal: true, doc: "eligibility just after the synapse's latest event"}
examples:
  - {weight: 2, pre_ms: [100], post_ms: [110], reward_ms: [1110], reward: 0.005, read_at_ms: 6000, expect: 2.1859418, within: 1e-6, why: "exp(-10/20) exp(-1000/1000) (1/200) (1000*200/1200): c when dopamine comes, and both fading away"}
  - {weight: 50, pre_ms: [100], post_ms: [110], read_at_ms: 4000, expect: 50, within: 0, why: without dopamine nothing changes}
  - {weight: 50, pre_ms: [100], post_ms: [110], reward_ms: [50], reward: 0.005, read_at_ms: 6000, expect: 50.374441, within: 1e-5, why: "dopamine before the pairing acts by what is left of it: 0.005 exp(-60/200) exp(-10/20) (1000*200/1200)"}
  - {weight: 50, pre_ms: [100], post_ms: [110], read_at_ms: 2000, expect: 49.485099, within: 1e-5, params: {b: 0.001}, why: "50 - 0.001 exp(-10/20) 1000 (1 - exp(-1890/1000)): less dopamine than b turns the sign"}
---*/
#include "common/chance.h"

/* Between two events c and n fade, and dw = c (n - b) dt has a closed form; n jumps only where all synapses have an event. */
static inline real followed(real w, rule_state *s, rule_traces t, rule_params p)
{
    real faded = chance_(t.elapsed * p.over_tau_c), gain = (real)(0.0f);
    if (any_(t.modulator != 0.0f)) /* before the first reward, and long after the last, there is none */
        gain = t.modulator * p.tau_s * chance_(t.elapsed * (p.over_tau_c + p.over_tau_n));
    gain = gain - p.b_tau_c * faded;
    w = clamp_(w + s->c * gain, p.Wmin, p.Wmax);
    s->c = s->c - s->c * faded;
    return w;
}

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    w = followed(w, s, t, p);
    s->c = s->c + p.A_plus * t.x;
    return w;
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    w = followed(w, s, t, p);
    s->c = s->c - p.A_minus * t.y;
    return w;
}

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    return followed(w, s, t, p);
}
