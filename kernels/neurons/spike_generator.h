/*---
neuron:  spike_generator
summary: A spike source that emits given spikes, from a list or a SONATA file
source:  none needed
generator: list
---*/

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    return in.generated;
}
