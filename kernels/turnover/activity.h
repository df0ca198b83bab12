/*---
turnover: activity
summary: Synapses between neurons that fire together are kept; the hazard falls with the product of the rates of source and target
source:  deletion that correlated activity slows, after Fauth, Woergoetter & Tetzlaff 2015, PLoS Comput Biol 11:e1004684; its form is ours
activity: true
params:
  hazard:   {unit: 1/d, default: 0.5, min: 0,   doc: rate of loss of a synapse both of whose neurons are silent}
  rate:     {unit: Hz,  default: 5,   above: 0, doc: rate of both neurons at which the hazard is half of that}
  tau_rate: {unit: h,   default: 6,   above: 0, doc: time constant of the running rates}
derived:
  expected: {times_dt: hazard}
  inv_rate: {inverse_of: rate}
  renewal:  {loss_of: tau_rate}
states:
  pre:      {unit: Hz, initial: rate, doc: running rate of the source; what is new has time to show itself}
  post:     {unit: Hz, initial: rate, doc: running rate of the target}
examples:
  - {weight: 1, tick: 1 d, pre: 0, post: 0, draws: [[0.39346, 0.5, 0]], states: {pre: 0, post: 0}, expect: dies, why: "silent: u below 1 - exp(-0.5) = 0.393469"}
  - {weight: 1, tick: 1 d, pre: 5, post: 5, draws: [[0.2213, 0.5, 0]], expect: 1, within: 0, why: "u above 1 - exp(-0.25) = 0.221199: at `rate` the hazard is half"}
  - {weight: 1, tick: 1 d, pre: 5, post: 5, draws: [[0.2211, 0.5, 0]], expect: dies, why: "u below it"}
  - {weight: 1, tick: 6 h, pre: 50, post: 0, draws: [[0.9, 0.5, 0], [0.07, 0.5, 0]], states: {pre: 0, post: 5}, expect: 1, within: 0, why: "rates are 50 (1 - exp(-2)) and 5 exp(-2): 1 - exp(-0.125 / 2.17)= 0.0560 after two ticks"}
---*/
#include "common/arith.h"
#include "common/chance.h"

static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_activity a,
                            turnover_params p)
{
    s->pre = s->pre + p.renewal * (a.pre - s->pre);
    s->post = s->post + p.renewal * (a.post - s->post);
    real together = s->pre * p.inv_rate * (s->post * p.inv_rate);
    return lanes_set(d.u < chance_(p.expected * recip_(1.0f + together)));
}
