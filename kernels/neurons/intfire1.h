/*---
neuron:  intfire1
summary: "NEURON's IntFire1: a variable that decays to 0, jumps by the weight of each spike, and fires above 1"
source:  Hines & Carnevale 2004, J Neurosci Methods 137:91; the IntFire1 cell of NEURON
params:
  tau:    {unit: ms, default: 10, above: 0, doc: time constant of m}
  refrac: {unit: ms, default: 5,  min: 0,   doc: refractory time; spikes that arrive in it are lost}
derived:
  decay:     {decay_of: tau}
  ref_steps: {steps_of: refrac}
states:
  m:          {unit: 1, initial: 0, doc: "0 at rest; a spike when m exceeds 1"}
  refractory: {unit: 1, initial: 0, doc: steps for which m still stays at 0}
receptors:
  input:      {unit: 1, doc: "jump of m; inhibitory weights are negative"}
refractory: refrac
---*/
#include "common/arith.h"

/* A spike at step s opens the gate for what arrives at s + refrac: the last closed step is s + refrac - 1. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    s->refractory = max_(s->refractory - 1.0f, (real)(0.0f));
    real m = fma_(p.decay, s->m, in.input);
    s->m = pick(s->refractory > 0.0f, (real)(0.0f), m);
    ireal spike = s->m > 1.0f;
    s->refractory = pick(spike, p.ref_steps, s->refractory);
    s->m = pick(spike, (real)(0.0f), s->m);
    return lanes_set(spike);
}
