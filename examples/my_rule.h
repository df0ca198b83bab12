/*---
rule:    stdp_patient
summary: Pair STDP that waits; pairings add up in the synapse, and only what exceeds a threshold moves the weight
source:  invented for docs/rules.md; pairings drive a hidden state first as in Elliott & Lagogiannis 2009, Neural Comput 21:3363
events:  [arrival, post_spike]
params:
  tau_plus:  {unit: ms,     default: 20,   above: 0, doc: time constant of the pre trace x}
  tau_minus: {unit: ms,     default: 20,   above: 0, doc: time constant of the post trace y}
  lambda:    {unit: 1,      default: 0.01, min: 0,   doc: change of the weight per unit of evidence as a fraction of w_max}
  alpha:     {unit: 1,      default: 1,    min: 0,   doc: evidence for depression relative to potentiation}
  theta:     {unit: 1,      default: 1.5,  min: 0,   doc: "evidence that a synapse holds back; 1 is a pair of spikes at no distance"}
  w_max:     {unit: weight, default: 100,  above: 0, doc: largest weight}
derived:
  step:      {product_of: [lambda, w_max]}
bounds:    {max: w_max}
traces:    {x: {side: pre, tau: tau_plus}, y: {side: post, tau: tau_minus}}
columns:
  evidence:  {unit: 1, initial: 0, doc: "sum of pairings so far, kept between -theta and theta"}
examples:
  - {weight: 50, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 50, within: 0, why: "exp(-10/20) is below theta"}
  - {weight: 50, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 50.106531, within: 1e-5, params: {theta: 0.5}, why: "50 + exp(-10/20) - 0.5"}
  - {weight: 50, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 49.893469, within: 1e-5, params: {theta: 0.5}, why: "50 - exp(-10/20) + 0.5"}
  - {weight: 50, pre_ms: [100, 120], post_ms: [110], read_at_ms: 200, expect: 50, within: 0, why: "exp(-10/20) - exp(-10/20): evidence for and against cancels"}
  - {weight: 50, pre_ms: [100, 101, 102], post_ms: [110], read_at_ms: 200, expect: 50.414479, within: 1e-5, why: "50 + exp(-10/20) + exp(-9/20) + exp(-8/20) - 1.5"}
  - {weight: 50, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 50.606531, within: 1e-5, params: {theta: 0}, why: "no threshold: 50 + exp(-10/20), additive STDP"}
---*/
#include "common/arith.h"

/* New evidence goes into the synapse; what no longer fits between -theta and theta moves the weight. */
static inline real weigh(real w, rule_state *s, real news, rule_params p)
{
    real sum = s->evidence + news;
    s->evidence = clamp_(sum, -p.theta, p.theta);
    return clamp_(w + p.step * (sum - s->evidence), 0.0f, p.w_max);
}

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return weigh(w, s, t.x, p);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return weigh(w, s, -p.alpha * t.y, p);
}
