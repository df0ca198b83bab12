/*---
rule:    stdp_triplet_sliding
summary: Triplet STDP, minimal, with a sliding threshold; the more the target has fired of late, the more its synapses depress
source:  "Zenke, Hennequin & Gerstner 2013, PLoS Comput Biol 9:e1003330 (Auryn: TripletConnection)"
events:  [arrival, post_spike]
params:
  tau_plus:          {unit: ms,     default: 16.8,   above: 0, doc: time constant of the pre trace}
  tau_minus:         {unit: ms,     default: 33.7,   above: 0, doc: time constant of the post trace of pairs}
  tau_minus_triplet: {unit: ms,     default: 114,    above: 0, doc: "time constant of the post trace of triplets (tau_y)"}
  A_plus_triplet:    {unit: 1,      default: 0.0065, min: 0,   doc: "potentiation by post, pre, post as a fraction of w_0"}
  kappa:             {unit: Hz,     default: 3,      above: 0, doc: "rate at which a target that keeps it has its threshold: threshold = nu_bar^2 / kappa"}
  tau_hom:           {unit: ms,     default: 10000,  above: 0, doc: "time constant of nu_bar, the mean rate of the target"}
  nu_start:          {unit: Hz,     default: 3,      min: 0,   doc: nu_bar at the start}
  nu_fixed:          {unit: Hz,     default: 0,      min: 0,   doc: "above 0: nu_bar for good, whatever the target does"}
  w_0:               {unit: weight, default: 1,      above: 0, doc: weight of which the amplitude is a fraction}
  w_max:             {unit: weight, default: 100,    above: 0, doc: largest weight}
derived:
  triplet_up:    {product_of: [A_plus_triplet, w_0]}
  area:          {product_of: [A_plus_triplet, w_0, tau_plus, tau_minus_triplet]}
  per_tau_minus: {inverse_of: tau_minus}
  per_kappa:     {inverse_of: kappa}
  per_tau_hom:   {inverse_of: tau_hom}
  fixed:         {per_ms_of: nu_fixed}
bounds:    {max: w_max}
traces:
  r1: {side: pre,  tau: tau_plus}
  o1: {side: post, tau: tau_minus}
  o2: {side: post, tau: tau_minus_triplet}
  nu: {side: post, tau: tau_hom, initial_rate: nu_start}
examples:
  - {weight: 1, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 0.992587, within: 1e-6, params: {nu_fixed: 9}, why: "1 - exp(-10/33.7) A_minus, A_minus = 0.0065*16.8*0.114/33.7*9^2/3 = 0.009974"}
  - {weight: 1, post_ms: [100], pre_ms: [110], read_at_ms: 200, expect: 0.992500, within: 1e-6, params: {nu_start: 9, tau_hom: 1000}, why: "the same with nu_bar = 9 exp(-0.11) + 1 exp(-0.01): it fades, and the post spike is in it"}
  - {weight: 1, post_ms: [100, 1990], pre_ms: [2000], read_at_ms: 2100, expect: 0.943964, within: 1e-6, params: {nu_start: 30}, why: "1 - (exp(-10/33.7) + exp(-1900/33.7)) A_minus, nu_bar = 30 exp(-0.2) + 0.1 (exp(-0.19) + exp(-0.001))"}
  - {weight: 1, post_ms: [100], pre_ms: [1100], read_at_ms: 1200, expect: 0.995575, within: 1e-6, params: {nu_start: 60, tau_minus: 1000}, why: "1 - exp(-1) A_minus, nu_bar = 60 exp(-0.11) + 0.1 exp(-0.1): read a second after the spike"}
  - {weight: 1, post_ms: [95, 110], pre_ms: [100], read_at_ms: 200, expect: 1.003141, within: 1e-6, params: {nu_start: 0}, why: "1 + exp(-10/16.8) 0.0065 exp(-15/114): a rate of 0.1 Hz hardly depresses"}
---*/
#include "common/triplet.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return triplet_potentiated(w, t.r1, t.o2, 0.0f, p.triplet_up, p.w_max);
}

/* With this A_minus, independent trains balance where the target fires at the threshold. Rates per ms, like the time constants. */
static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    real nu_bar = p.per_tau_hom * t.nu;
    if (p.fixed > 0.0f)
        nu_bar = (real)(p.fixed);
    real threshold = 1000.0f * p.per_kappa * (nu_bar * nu_bar);
    real A_minus = p.area * p.per_tau_minus * threshold;
    return clamp_(w - t.o1 * A_minus, 0.0f, p.w_max);
}
