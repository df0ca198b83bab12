/*---
neuron:  parrot
summary: "Repeats each arriving spike in the step in which it arrives; one Poisson train can so reach many targets"
source:  parrot_neuron of NEST
receptors:
  spikes: {unit: 1, counts: true, doc: "number of spikes; weights must be 1"}
---*/

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    return to_int_(in.spikes);
}
