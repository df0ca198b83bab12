/*---
neuron:  dice
summary: A neuron that remembers its draw of the latest step, and the one before
source:  for tests of what neurons draw
states:
  u:      {unit: 1, initial: 0, doc: of the latest step}
  before: {unit: 1, initial: 0, doc: of the step before}
draws:   true
---*/
#include "common/arith.h"

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    s->before = s->u;
    s->u = in.u;
    return lanes_set(in.u < 0.0f);
}
