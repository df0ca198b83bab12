/*---
rule:    vogels_sprekeler
summary: Inhibitory STDP; near-coincident spikes of either order strengthen, every presynaptic spike alone weakens, so that targets come to fire at a set rate
source:  "Vogels, Sprekeler, Zenke, Clopath & Gerstner 2011, Science 334:1569 (NEST: vogels_sprekeler_synapse)"
events:  [arrival, post_spike]
params:
  tau:   {unit: ms,     default: 20,    above: 0, doc: time constant of both traces}
  eta:   {unit: weight, default: 0.001, min: 0,   doc: learning rate}
  alpha: {unit: 1,      default: 0.12,  min: 0,   doc: "depression by a presynaptic spike, in units of eta; 2 rho_0 tau for targets that are to fire at rho_0: 3 Hz here"}
  w_min: {unit: weight, default: 0,               doc: smallest weight}
  w_max: {unit: weight, default: 100,             doc: "largest weight; if it is not above 0, weights are negative and strengthen towards w_min"}
sets:
  rate_5_Hz:
    doc:    "the target rate of the paper's figures"
    values: {tau: 20, alpha: 0.2}
  network_3_Hz:
    doc:    "the network of the paper, eta in nS"
    source: ModelDB 143751
    values: {tau: 20, alpha: 0.12, eta: 0.01}
  single_cell:
    doc:    "the single cell of the published script, eta in nS; 6.25 Hz"
    source: ModelDB 143751
    values: {tau: 20, alpha: 0.25, eta: 0.001}
bounds:  {min: w_min, max: w_max}
traces:  {x: {side: pre, tau: tau}, y: {side: post, tau: tau}}
examples:
  - {weight: 0.5, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 0.50048653, within: 1e-7, why: "0.5 - 0.001*0.12 + 0.001 exp(-10/20)"}
  - {weight: 0.5, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 0.50048653, within: 1e-7, why: "0.5 + 0.001 (exp(-10/20) - 0.12): the other order does the same"}
  - {weight: 0.5, pre_ms: [100], read_at_ms: 200, expect: 0.49988, within: 1e-7, why: "0.5 - 0.001*0.12"}
  - {weight: 0.5, pre_ms: [100], post_ms: [100], read_at_ms: 200, expect: 0.49988, within: 1e-7, why: spikes at the same time do not see each other}
  - {weight: -2, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: -2.4865307, within: 1e-6, params: {eta: 1, w_min: -10, w_max: 0}, why: "-2 + 0.12 - exp(-10/20): of negative weights, strengthening is downwards"}
  - {weight: 0.0001, pre_ms: [100], read_at_ms: 200, expect: 0, within: 0, why: "0.0001 - 0.001*0.12 is below w_min"}
---*/
#include "common/arith.h"

static inline real strengthened(real w, real by, rule_params p)
{
    float eta = p.w_max > 0.0f ? p.eta : -p.eta;
    return clamp_(w + eta * by, p.w_min, p.w_max);
}

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return strengthened(w, t.x, p);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return strengthened(w, t.y - p.alpha, p);
}
