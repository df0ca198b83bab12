/*---
neuron:  lif_moving_threshold
summary: Leaky integrate-and-fire neuron whose threshold jumps at every spike and relaxes
source:  invented for docs/rules.md; the moving threshold is that of Chacron, Longtin & Maler 2001, J Neurosci 21:5328
params:
  E_L:     {unit: mV, default: -65,           doc: resting potential}
  V_reset: {unit: mV, default: -65,           doc: potential after a spike}
  V_th:    {unit: mV, default: -50,           doc: threshold of a neuron that has been silent}
  tau_m:   {unit: ms, default: 10,  above: 0, doc: time constant of the membrane}
  tau_th:  {unit: ms, default: 100, above: 0, doc: time constant of the threshold}
  jump:    {unit: mV, default: 2,   min: 0,   doc: rise of the threshold at a spike}
  C_m:     {unit: pF, default: 250, above: 0, doc: capacitance of the membrane}
derived:
  leak:    {loss_of: tau_m}
  relax:   {decay_of: tau_th}
  from_I:  {membrane_gain_of: [tau_m, C_m]}
states:
  V_m:     {unit: mV, initial: E_L, doc: membrane potential}
  raised:  {unit: mV, initial: 0,   doc: threshold above V_th}
receptors:
  input:   {unit: mV, doc: "a spike moves V_m by its weight, of either sign"}
---*/
#include "common/arith.h"

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    real V_m = s->V_m + fma_(p.leak, p.E_L - s->V_m, p.from_I * in.current) + in.input;
    real raised = s->raised * p.relax;
    ireal spike = V_m >= p.V_th + raised;
    s->V_m = pick(spike, p.V_reset, V_m);
    s->raised = pick(spike, raised + p.jump, raised);
    return lanes_set(spike);
}
