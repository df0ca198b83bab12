/*---
rule:    stdp_triplet
summary: Triplet STDP, all to all; pairs, and pairs with one more spike of the same side before
source:  "Pfister & Gerstner 2006, J Neurosci 26:9673 (defaults: visual cortex, all to all, full)"
events:  [arrival, post_spike]
params:
  tau_plus:          {unit: ms,     default: 16.8,   above: 0, doc: time constant of the pre trace of pairs}
  tau_plus_triplet:  {unit: ms,     default: 101,    above: 0, doc: "time constant of the pre trace of triplets (tau_x)"}
  tau_minus:         {unit: ms,     default: 33.7,   above: 0, doc: time constant of the post trace of pairs}
  tau_minus_triplet: {unit: ms,     default: 125,    above: 0, doc: "time constant of the post trace of triplets (tau_y)"}
  A_plus:            {unit: 1,      default: 5e-10,  min: 0,   doc: potentiation by a pair as a fraction of w_0}
  A_plus_triplet:    {unit: 1,      default: 0.0062, min: 0,   doc: "potentiation by post, pre, post as a fraction of w_0"}
  A_minus:           {unit: 1,      default: 0.007,  min: 0,   doc: depression by a pair as a fraction of w_0}
  A_minus_triplet:   {unit: 1,      default: 2.3e-4, min: 0,   doc: "depression by pre, post, pre as a fraction of w_0"}
  w_0:               {unit: weight, default: 1,      above: 0, doc: weight of which the amplitudes are fractions}
  w_max:             {unit: weight, default: 100,    above: 0, doc: largest weight}
sets:
  visual_cortex_full:
    doc:    "fitted to the frequency dependence of Sjostrom, Turrigiano & Nelson 2001 (visual cortex, all to all, full)"
    values: {tau_plus: 16.8, tau_minus: 33.7, A_plus: 5e-10, A_plus_triplet: 6.2e-3, A_minus: 7.0e-3, A_minus_triplet: 2.3e-4, tau_plus_triplet: 101, tau_minus_triplet: 125}
  visual_cortex_minimal:
    doc:    "the same with three amplitudes fewer to fit (visual cortex, all to all, minimal)"
    values: {tau_plus: 16.8, tau_minus: 33.7, A_plus: 0, A_plus_triplet: 6.5e-3, A_minus: 7.1e-3, A_minus_triplet: 0, tau_minus_triplet: 114}
  hippocampal_full:
    doc:    "fitted to the triplets and quadruplets of Wang et al. 2005 (hippocampal culture, all to all, full)"
    values: {tau_plus: 16.8, tau_minus: 33.7, A_plus: 6.1e-3, A_plus_triplet: 6.7e-3, A_minus: 1.6e-3, A_minus_triplet: 1.4e-3, tau_plus_triplet: 946, tau_minus_triplet: 27}
  hippocampal_minimal:
    doc:    "the same without triplets of pre, post, pre (hippocampal culture, all to all, minimal)"
    values: {tau_plus: 16.8, tau_minus: 33.7, A_plus: 5.3e-3, A_plus_triplet: 8.0e-3, A_minus: 3.5e-3, A_minus_triplet: 0, tau_minus_triplet: 40}
derived:
  pair_up:      {product_of: [A_plus, w_0]}
  triplet_up:   {product_of: [A_plus_triplet, w_0]}
  pair_down:    {product_of: [A_minus, w_0]}
  triplet_down: {product_of: [A_minus_triplet, w_0]}
bounds:    {max: w_max}
traces:
  r1: {side: pre,  tau: tau_plus}
  r2: {side: pre,  tau: tau_plus_triplet}
  o1: {side: post, tau: tau_minus}
  o2: {side: post, tau: tau_minus_triplet}
examples:
  - {weight: 1, pre_ms: [100], post_ms: [110], read_at_ms: 200, expect: 1, within: 1e-7, why: "1 + 5e-10 exp(-10/16.8): a pair alone hardly potentiates"}
  - {weight: 1, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 0.994797, within: 1e-6, why: "1 - 0.007 exp(-10/33.7)"}
  - {weight: 1, post_ms: [95, 110], pre_ms: [100], read_at_ms: 200, expect: 0.996997, within: 1e-6, why: "1 - 0.007 exp(-5/33.7) + exp(-10/16.8) 0.0062 exp(-15/125): the earlier post spike makes the pair a triplet"}
  - {weight: 1, pre_ms: [90, 110], post_ms: [100], read_at_ms: 200, expect: 0.994657, within: 1e-6, why: "1 - exp(-10/33.7) (0.007 + 2.3e-4 exp(-20/101)): a triplet of the other kind"}
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
