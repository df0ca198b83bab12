/*---
rule:    normalization
summary: Hard normalisation; at intervals the weights onto each neuron are scaled to one sum
source:  "von der Malsburg 1973, Kybernetik 14:85 (weights of a cell sum up to a constant); here every T_norm"
events:  [tick]
tick:    T_norm
measure: w_max
params:
  W:      {unit: weight,                  above: 0, doc: sum of the weights of this projection onto a neuron}
  T_norm: {unit: ms,     default: 1000,   above: 0, doc: interval of the normalisation}
  w_max:  {unit: weight, default: 100,    above: 0, doc: "largest weight; where it clips, the sum stays below W"}
bounds:    {max: w_max}
examples:
  - {weight: 30, read_at_ms: 99, expect: 30, within: 0, params: {W: 40, T_norm: 100}, why: nothing happens before the first tick}
  - {weight: 30, read_at_ms: 100, expect: 40, within: 1e-5, params: {W: 40, T_norm: 100}, why: a synapse that is alone is the whole sum}
  - {weight: 0, read_at_ms: 100, expect: 0, within: 0, params: {W: 40, T_norm: 100}, why: nothing to be scaled}
  - {weight: 30, read_at_ms: 100, expect: 50, within: 0, params: {W: 80, T_norm: 100, w_max: 50}, why: w_max clips}
---*/
#include "common/normalize.h"

static inline real on_measure(real w, rule_state *s, rule_traces t, rule_params p)
{
    return w;
}

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    return clamp_(normalized(w, t.sum, p.W), 0.0f, p.w_max);
}
