/*---
neuron:  iaf_psc_delta
summary: Leaky integrate-and-fire whose potential jumps by the weight of each arriving spike, integrated exactly
source:  Brunel 2000, J Comput Neurosci 8:183; parameters and order of operations as in NEST
params:
  E_L:     {unit: mV, default: -70,          doc: resting potential}
  C_m:     {unit: pF, default: 250, above: 0, doc: capacitance of the membrane}
  tau_m:   {unit: ms, default: 10,  above: 0, doc: time constant of the membrane}
  t_ref:   {unit: ms, default: 2,   min: 0,   doc: refractory time; spikes that arrive in it are lost}
  V_th:    {unit: mV, default: -55,          doc: threshold; a spike when V_m reaches it}
  V_reset: {unit: mV, default: -70,          doc: potential after a spike}
  I_e:     {unit: pA, default: 0,            doc: constant input current}
  V_min:   {unit: mV, default: -1e9,         doc: "lowest potential; default: as good as none"}
derived:
  leak:      {loss_of: tau_m}
  from_I:    {membrane_gain_of: [tau_m, C_m]}
  ref_steps: {steps_of: t_ref}
states:
  V_m:        {unit: mV, initial: E_L, doc: membrane potential}
  refractory: {unit: 1,  initial: 0,   doc: steps for which V_m still stays at V_reset}
receptors:
  delta:      {unit: mV, doc: "jump of V_m; inhibitory weights are negative"}
refractory: t_ref
---*/
#include "common/arith.h"

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    ireal held = s->refractory > 0.0f;
    real V_m = s->V_m + fma_(p.leak, p.E_L - s->V_m, p.from_I * (p.I_e + in.current)) + in.delta;
    s->V_m = pick(held, s->V_m, max_(V_m, p.V_min));
    ireal spike = s->V_m >= p.V_th;
    s->refractory = pick(spike, p.ref_steps, max_(s->refractory - 1.0f, (real)(0.0f)));
    s->V_m = pick(spike, p.V_reset, s->V_m);
    return lanes_set(spike);
}
