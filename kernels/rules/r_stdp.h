/*---
rule:    r_stdp
summary: "Reward-modulated STDP: pairings leave an eligibility e that fades; a reward changes the weight at once, by e times the success R - mean of R"
source:  Fremaux, Sprekeler & Gerstner 2010, J Neurosci 30:13326 (R-STDP)
events:  [arrival, post_spike, reward]
elapsed: true
params:
  lambda:    {unit: 1,      default: 0.01, min: 0,   doc: change of the weight per eligibility and reward}
  A_plus:    {unit: 1,      default: 1,              doc: "eligibility that a post spike adds, times the pre trace"}
  A_minus:   {unit: 1,      default: 1,              doc: "eligibility that a pre spike takes away, times the post trace"}
  tau_plus:  {unit: ms,     default: 20,   above: 0, doc: time constant of the pre trace x}
  tau_minus: {unit: ms,     default: 20,   above: 0, doc: time constant of the post trace y}
  tau_e:     {unit: ms,     default: 500,  above: 0, doc: time constant of the eligibility e}
  Wmin:      {unit: weight, default: 0,              doc: smallest weight}
  Wmax:      {unit: weight, default: 200,            doc: largest weight}
derived:
  over_tau_e: {inverse_of: tau_e}
bounds:    {min: Wmin, max: Wmax}
traces:    {x: {side: pre, tau: tau_plus}, y: {side: post, tau: tau_minus}}
columns:
  e: {unit: 1, initial: 0, signal: true, doc: "eligibility just after the synapse's latest event"}
examples:
  - {weight: 50, pre_ms: [100], post_ms: [110], reward_ms: [610], reward: 2, read_at_ms: 700, expect: 50.446260, within: 1e-5, params: {lambda: 1}, why: "50 + 2 exp(-10/20) exp(-500/500)"}
  - {weight: 50, post_ms: [100], pre_ms: [110], reward_ms: [610], reward: -1, read_at_ms: 700, expect: 50.223130, within: 1e-5, params: {lambda: 1}, why: "less reward than on average undoes what came before: 50 + exp(-10/20) exp(-500/500)"}
  - {weight: 50, pre_ms: [100], post_ms: [110], read_at_ms: 700, expect: 50, within: 0, why: without a reward nothing changes}
---*/
#include "common/faded.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->e = faded_(s->e, t.elapsed * p.over_tau_e) + p.A_plus * t.x;
    return w;
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->e = faded_(s->e, t.elapsed * p.over_tau_e) - p.A_minus * t.y;
    return w;
}

static inline real on_reward(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->e = faded_(s->e, t.elapsed * p.over_tau_e);
    return clamp_(w + p.lambda * t.reward * s->e, p.Wmin, p.Wmax);
}
