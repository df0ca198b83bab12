/*---
rule:    stdp_triplet_nn
summary: Triplet STDP with nearest spikes; only the latest spike of either side counts, and the latest before it
source:  "Pfister & Gerstner 2006, J Neurosci 26:9673 (defaults: visual cortex, nearest spike, full)"
events:  [arrival, post_spike]
params:
  tau_plus:          {unit: ms,     default: 16.8,   above: 0, doc: time constant of the pre trace of pairs}
  tau_plus_triplet:  {unit: ms,     default: 714,    above: 0, doc: "time constant of the pre trace of triplets (tau_x)"}
  tau_minus:         {unit: ms,     default: 33.7,   above: 0, doc: time constant of the post trace of pairs}
  tau_minus_triplet: {unit: ms,     default: 40,     above: 0, doc: "time constant of the post trace of triplets (tau_y)"}
  A_plus:            {unit: 1,      default: 8.8e-11, min: 0,   doc: potentiation by a pair as a fraction of w_0}
  A_plus_triplet:    {unit: 1,      default: 0.053,  min: 0,   doc: "potentiation by post, pre, post as a fraction of w_0"}
  A_minus:           {unit: 1,      default: 0.0066, min: 0,   doc: depression by a pair as a fraction of w_0}
  A_minus_triplet:   {unit: 1,      default: 0.0031, min: 0,   doc: "depression by pre, post, pre as a fraction of w_0"}
  w_0:               {unit: weight, default: 1,      above: 0, doc: weight of which the amplitudes are fractions}
  w_max:             {unit: weight, default: 100,    above: 0, doc: largest weight}
sets:
  visual_cortex_full:
    doc:    "fitted to the frequency dependence of Sjostrom, Turrigiano & Nelson 2001 (visual cortex, nearest spike, full)"
    values: {tau_plus: 16.8, tau_minus: 33.7, A_plus: 8.8e-11, A_plus_triplet: 5.3e-2, A_minus: 6.6e-3, A_minus_triplet: 3.1e-3, tau_plus_triplet: 714, tau_minus_triplet: 40}
  visual_cortex_minimal:
    doc:    "the same with fewer amplitudes to fit (visual cortex, nearest spike, minimal)"
    values: {tau_plus: 16.8, tau_minus: 33.7, A_plus: 0, A_plus_triplet: 5.0e-2, A_minus: 8.0e-3, A_minus_triplet: 0, tau_minus_triplet: 40}
  hippocampal_full:
    doc:    "fitted to the triplets and quadruplets of Wang et al. 2005 (hippocampal culture, nearest spike, full)"
    values: {tau_plus: 16.8, tau_minus: 33.7, A_plus: 4.6e-3, A_plus_triplet: 9.1e-3, A_minus: 3.0e-3, A_minus_triplet: 7.5e-9, tau_plus_triplet: 575, tau_minus_triplet: 47}
  hippocampal_minimal:
    doc:    "the same without triplets of pre, post, pre (hippocampal culture, nearest spike, minimal)"
    values: {tau_plus: 16.8, tau_minus: 33.7, A_plus: 4.6e-3, A_plus_triplet: 9.1e-3, A_minus: 3.0e-3, A_minus_triplet: 0, tau_minus_triplet: 48}
derived:
  pair_up:      {product_of: [A_plus, w_0]}
  triplet_up:   {product_of: [A_plus_triplet, w_0]}
  pair_down:    {product_of: [A_minus, w_0]}
  triplet_down: {product_of: [A_minus_triplet, w_0]}
bounds:    {max: w_max}
traces:
  r1: {side: pre,  tau: tau_plus, nearest: true}
  r2: {side: pre,  tau: tau_plus_triplet, nearest: true}
  o1: {side: post, tau: tau_minus, nearest: true}
  o2: {side: post, tau: tau_minus_triplet, nearest: true}
examples:
  - {weight: 1, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 0.995095, within: 1e-6, why: "1 - 0.0066 exp(-10/33.7)"}
  - {weight: 1, post_ms: [95, 110], pre_ms: [100], read_at_ms: 200, expect: 1.014397, within: 1e-6, why: "1 - 0.0066 exp(-5/33.7) + exp(-10/16.8) 0.053 exp(-15/40): the earlier post spike makes the pair a triplet"}
  - {weight: 1, pre_ms: [90, 110], post_ms: [100], read_at_ms: 200, expect: 0.992854, within: 1e-6, why: "1 - exp(-10/33.7) (0.0066 + 0.0031 exp(-20/714)): a triplet of the other kind"}
  - {weight: 1, post_ms: [90, 105], pre_ms: [110], read_at_ms: 200, expect: 0.994310, within: 1e-6, why: "1 - 0.0066 exp(-5/33.7): the post spike at 90 ms is hidden by the later one"}
---*/
#include "common/triplet.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return triplet_potentiated(w, t.r1, t.o2, p.pair_up, p.triplet_up, p.w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return triplet_depressed(w, t.o1, t.r2, p.pair_down, p.triplet_down, p.w_max);
}
