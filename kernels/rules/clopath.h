/*---
rule:    clopath
summary: Voltage-based STDP; the low-passed potential of the target decides about depression, its depolarisation about potentiation
source:  "Clopath, Busing, Vasilaki & Gerstner 2010, Nat Neurosci 13:344"
events:  [arrival, mark]
reads:   [depression]
gathers: x
params:
  tau_x: {unit: ms,     default: 15,    above: 0, doc: time constant of the trace of arrivals}
  A_LTD: {unit: weight, default: 14e-5, min: 0,   doc: depression by an arrival per mV by which u_bar_minus of the target is above theta_minus}
  A_LTP: {unit: weight, default: 8e-5,  min: 0,   doc: "potentiation per mV^2 (of V_m above theta_plus, times u_bar_plus above theta_minus) and ms, while the trace of arrivals is 1"}
  w_max: {unit: weight, default: 100,   above: 0, doc: largest weight}
derived:
  per_step: {dt_over: tau_x}
bounds:  {max: w_max}
traces:  {x: {side: pre, tau: tau_x}}
columns:
  counted: {unit: 1, initial: 0, signal: true, doc: "of x times what the target has gathered and not left yet (mV^2), as much as is in the weight already"}
examples:
  - {weight: 1, pre_ms: [10], reads: {depression: 5}, read_at_ms: 50, expect: 0.9993, within: 1e-7, why: "1 - 14e-5 5: the target is depolarised by 5 mV when a spike arrives"}
  - {weight: 1, pre_ms: [10], mark_ms: [20], mark: 1e5, read_at_ms: 50, expect: 1.027382, within: 1e-6, why: "1 + 8e-5 1e5 (0.1/15) exp(-10/15): depolarised for a step, 10 ms later"}
  - {weight: 1, pre_ms: [10, 18], mark_ms: [17], mark: 1e5, read_at_ms: 50, expect: 1.033445, within: 1e-6, why: "1 + 8e-5 1e5 (0.1/15) exp(-7/15): what has been gathered when another spike arrives is not of that one"}
---*/
#include "common/arith.h"

/* Between two arrivals a weight grows by the sum of m x over the steps, m being the potentiation that the target tells of. x only fades there, so the sum is x at the end
 * times G, the sum of each m grown by as much as x has faded since: what the target gathers. An arrival raises x by 1 and thereby x G by G, though nothing has happened yet:
 * all of x G after it is `counted`. x_bar of the paper is x / tau_x: each arrival has the area 1. */
static inline real potentiated(real w, real sum, rule_params p)
{
    return min_(w + p.A_LTP * (p.per_step * max_(sum, (real)(0.0f))), (real)(p.w_max));
}

static inline real on_mark(real w, rule_state *s, rule_traces t, rule_params p)
{
    w = potentiated(w, t.mark * t.x - s->counted, p);
    s->counted = (real)(0.0f);
    return w;
}

/* Of spikes that arrive at once only the first finds something new. */
static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    real grown = max_(s->counted, t.pending * t.x);
    w = potentiated(w, grown - s->counted, p);
    s->counted = grown + t.pending;
    return clamp_(w - p.A_LTD * t.depression, 0.0f, p.w_max);
}
