/*---
neuron:  tagtric_euler
summary: "The neuron of Clopath et al. 2008 as their own program computes it, in Euler steps of 1 ms and with spikes of 1 ms: a user's own model for tests/science/tagtric.c"
source:  "Clopath, Ziegler, Vasilaki, Busing & Gerstner 2008, PLoS Comput Biol 4:e1000248; ModelDB 118199"
params:
  E_L:          {unit: mV, default: -70.6, doc: resting potential}
  theta_plus:   {unit: mV, default: -50,   doc: potential above which synapses potentiate}
  step:         {unit: ms, default: 1, above: 0, doc: a step ago a rule sees the low-passed potentials}
states:
  V_m:          {unit: mV, initial: E_L,   doc: membrane potential}
  w:            {unit: pA, initial: 0,     doc: adaptation current}
  u_bar_plus:   {unit: mV, initial: E_L,   doc: "potential low-passed with 100 ms, for potentiation"}
  u_bar_minus:  {unit: mV, initial: E_L,   doc: "the same with 1000 ms, for depression"}
  depression:   {unit: mV, initial: 0,     doc: "[u_bar_minus - theta_minus]+; theta_minus is E_L"}
  potentiation: {unit: 1,  initial: 0,     doc: "[V_m - theta_plus]+ [u_bar_plus - theta_minus]+ (mV^2)"}
receptors:
  delta:        {unit: mV, doc: jump of V_m}
  ignored:      {unit: mV, doc: where plastic synapses end; each of their volleys makes the neuron fire in the original}
past:  {u_bar_plus: step, depression: step}
marks: potentiation
---*/
#include "common/arith.h"

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    ireal ends = s->V_m > 15.0f;
    real V = pick(ends, p.E_L, s->V_m), w = pick(ends, s->w + 0.0805f, s->w);
    real rise = exp_((V + 50.4f) * 0.5f);
    V = V + 0.00355871886f * (60.0f * rise - 30.0f * (V - p.E_L) - w) + in.delta;
    ireal spike = V > 10.0f;
    V = pick(spike, (real)(20.0f), V);
    s->V_m = V;
    s->w = w + 0.00694444444f * (4.0f * (V - p.E_L) - w);
    s->u_bar_plus = s->u_bar_plus + 0.01f * (V - s->u_bar_plus);
    s->u_bar_minus = s->u_bar_minus + 0.001f * (V - s->u_bar_minus);
    s->depression = max_(s->u_bar_minus - p.E_L, (real)(0.0f));
    s->potentiation = max_(V - p.theta_plus, (real)(0.0f)) * max_(in.u_bar_plus - p.E_L, (real)(0.0f));
    return lanes_set(spike);
}
