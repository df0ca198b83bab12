/*---
rule:    r_max
summary: "Policy gradient: what a target fires more or less than expected, times the trace of arrivals, leaves an eligibility e that fades; a reward changes the weight by e times the success"
source:  "Fremaux, Sprekeler & Gerstner 2010, J Neurosci 30:13326 (R-max); Xie & Seung 2004, Phys Rev E 69:041909"
events:  [mark, reward]
elapsed: true
params:
  lambda: {unit: 1,      default: 0.01, min: 0,   doc: change of the weight per eligibility and reward}
  tau_m:  {unit: ms,     default: 20,   above: 0, doc: "time constant of the PSP; give it that of the target's membrane: each arrival adds exp(-t / tau_m) to the trace x"}
  tau_e:  {unit: ms,     default: 500,  above: 0, doc: time constant of the eligibility e}
  Wmin:   {unit: weight, default: 0,              doc: smallest weight}
  Wmax:   {unit: weight, default: 200,            doc: largest weight}
derived:
  over_tau_e: {inverse_of: tau_e}
bounds:  {min: Wmin, max: Wmax}
traces:  {x: {side: pre, tau: tau_m}}
columns:
  e: {unit: 1, initial: 0, signal: true, doc: "eligibility just after the synapse's latest event"}
examples:
  - {weight: 1, pre_ms: [10], mark_ms: [20], mark: 0.8, reward_ms: [40], reward: 1, read_at_ms: 50, expect: 1.466199, within: 2e-6, params: {lambda: 1}, why: "1 + 0.8 exp(-10/20) exp(-20/500): a surprising spike 10 ms after an arrival"}
  - {weight: 1, pre_ms: [10, 25], mark_ms: [20, 30], mark: -0.2, reward_ms: [50], reward: 0.5, read_at_ms: 60, expect: 0.832707, within: 2e-6, params: {lambda: 1}, why: "1 - 0.5 0.2 (exp(-10/20) exp(-30/500) + (exp(-20/20) + exp(-5/20)) exp(-20/500)): silence where a spike was likely"}
  - {weight: 1, mark_ms: [9], mark: 1, pre_ms: [10], reward_ms: [40], reward: 1, read_at_ms: 50, expect: 1, within: 0, params: {lambda: 1}, why: nothing had arrived before the spike}
---*/
#include "common/faded.h"

/* A mark is 1 for a spike less the chance of one in that step: S_post - rho over a step. Its mean is 0 whatever arrived before, and so is that of e. A mark meets x when it
 * reaches the synapse, a dendritic delay later: what arrived meanwhile could not act yet, and counts only if the spike itself brings it about, in loops that are as fast. */
static inline real on_mark(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->e = faded_(s->e, t.elapsed * p.over_tau_e) + t.mark * t.x;
    return w;
}

static inline real on_reward(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->e = faded_(s->e, t.elapsed * p.over_tau_e);
    return clamp_(w + p.lambda * t.reward * s->e, p.Wmin, p.Wmax);
}
