/*---
turnover: exact_rates
summary: A synapse dies unless source and target fire exactly as often as the parameters say
source:  invented for tests
activity: true
params:
  pre:  {unit: Hz, default: 10, min: 0, doc: rate of a source that keeps its synapses}
  post: {unit: Hz, default: 10, min: 0, doc: rate of a target that keeps its synapses}
---*/
#include "common/arith.h"

static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_activity a,
                            turnover_params p)
{
    return lanes_set(a.pre != p.pre) | lanes_set(a.post != p.post);
}
