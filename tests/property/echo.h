/*---
neuron:  echo
summary: Fires as often as weights of 1 arrive in a step, up to 16 times; unlike a parrot it may have plastic synapses
source:  invented for tests
receptors:
  input: {unit: 1, doc: spikes}
---*/
#include "common/arith.h"

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    return to_int_(clamp_(in.input, 0.0f, 16.0f));
}
