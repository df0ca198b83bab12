/*---
rule:    clopath_stepwise
summary: "The rule clopath with an event of each step in which the target is depolarised, as its equations say it"
source:  "Clopath, Busing, Vasilaki & Gerstner 2010, Nat Neurosci 13:344"
events:  [arrival, mark]
reads:   [depression]
params:
  tau_x: {unit: ms,     default: 15,    above: 0, doc: time constant of the trace of arrivals}
  A_LTD: {unit: weight, default: 14e-5, min: 0,   doc: depression by an arrival per mV by which u_bar_minus of the target is above theta_minus}
  A_LTP: {unit: weight, default: 8e-5,  min: 0,   doc: "potentiation per mV^2 (of V_m above theta_plus, times u_bar_plus above theta_minus) and ms, while the trace of arrivals is 1"}
  w_max: {unit: weight, default: 100,   above: 0, doc: largest weight}
derived:
  per_step: {dt_over: tau_x}
bounds:  {max: w_max}
traces:  {x: {side: pre, tau: tau_x}}
---*/
#include "common/arith.h"

/* x_bar of the paper is x / tau_x: each arrival has the area 1. */
static inline real on_mark(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w + p.A_LTP * t.mark * (p.per_step * t.x), 0.0f, p.w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(w - p.A_LTD * t.depression, 0.0f, p.w_max);
}
