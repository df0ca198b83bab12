/*---
turnover: threshold
summary: A synapse dies when its weight has stayed below a threshold for some time; plasticity decides which
source:  Deger, Seeholzer & Gerstner 2018, Cereb Cortex 28:1396 (contacts are deleted where their weight falls below a bound; the waiting time is ours)
params:
  theta:    {unit: weight, default: 0.01, above: 0, doc: size of the weight below which a synapse is in danger}
  patience: {unit: d,      default: 1,    min: 0,   doc: "time for which it may stay there, rounded to ticks; with 0 it dies on the first tick that finds it there"}
derived:
  ticks:    {steps_of: patience}
states:
  below:    {unit: 1, initial: 0, doc: ticks that have found the weight below theta since it last was above}
examples:
  - {weight: 0.009, tick: 6 h, draws: [[0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0.5, 0]], expect: 0.009, within: 1e-9, why: "three ticks of four"}
  - {weight: -0.009, tick: 6 h, draws: [[0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0.5, 0]], expect: dies, why: "the fourth; of an inhibitory weight the size counts"}
  - {weight: 0.01, tick: 6 h, draws: [[0.5, 0.5, 0]], states: {below: 3}, expect: 0.01, within: 1e-9, why: "not below, so the count begins anew"}
  - {weight: 0, tick: 6 h, draws: [[0.5, 0.5, 0]], expect: dies, params: {patience: 0}, why: "no patience"}
---*/
#include "common/arith.h"

static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_params p)
{
    s->below = pick(max_(*w, -*w) < p.theta, s->below + 1.0f, (real)(0.0f));
    return lanes_set((s->below >= p.ticks) & (s->below > 0.0f));
}
