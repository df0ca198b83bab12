/*---
turnover: random
summary: Every synapse dies with the same hazard, whatever its weight and history; the null model of turnover
source:  Fauth, Woergoetter & Tetzlaff 2015, PLoS Comput Biol 11:e1004684 (constant rates as the case without plasticity)
params:
  hazard: {unit: 1/d, default: 0.1, min: 0, doc: rate of loss}
derived:
  chance: {chance_of: hazard}
examples:
  - {weight: 1, tick: 1 d, draws: [[0.0952, 0.5, 0]],     expect: 1,    within: 0, why: "u above 1 - exp(-0.1) = 0.09516: it lives, and keeps its weight"}
  - {weight: 1, tick: 1 d, draws: [[0.5, 0, 0], [0.0951, 0.5, 0]], expect: dies,   why: "u below it on the second tick"}
  - {weight: 1, tick: 1 d, draws: [[1e-9, 0.5, 0]],       expect: 1,    within: 0, params: {hazard: 0}, why: "no hazard, no loss"}
---*/
#include "common/arith.h"

static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_params p)
{
    return lanes_set(d.u < p.chance);
}
