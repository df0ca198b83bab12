/*---
neuron:  poisson_generator
summary: A spike source; every neuron draws its own Poisson train
source:  none needed
params:
  rate: {unit: Hz, min: 0, doc: mean rate of each neuron}
generator: poisson
---*/

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    return in.generated;
}
