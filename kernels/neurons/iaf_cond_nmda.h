/*---
neuron:  iaf_cond_nmda
summary: Leaky integrate-and-fire with fast and slow excitatory conductances and a threshold that jumps at a spike
source:  "Zenke, Hennequin & Gerstner 2013, PLoS Comput Biol 9:e1003330 (Auryn: IFGroup)"
params:
  E_L:        {unit: mV, default: -70,              doc: resting potential}
  tau_m:      {unit: ms, default: 20,     above: 0, doc: time constant of the membrane}
  V_th:       {unit: mV, default: -50,              doc: threshold long after a spike; a spike when V_m exceeds it}
  dV_th:      {unit: mV, default: 100,    min: 0,   doc: threshold just after a spike above V_th}
  tau_th:     {unit: ms, default: 5,      above: 0, doc: time constant with which it returns}
  E_ex:       {unit: mV, default: 0,                doc: reversal potential of receptor exc}
  E_in:       {unit: mV, default: -80,              doc: reversal potential of receptor inh}
  tau_ampa:   {unit: ms, default: 5,      above: 0, doc: time constant of the fast conductance of receptor exc}
  tau_nmda:   {unit: ms, default: 100,    above: 0, doc: time constant with which the slow one follows it}
  tau_gaba:   {unit: ms, default: 10,     above: 0, doc: time constant of the conductance of receptor inh}
derived:
  decay_ampa: {decay_of: tau_ampa}
  decay_gaba: {decay_of: tau_gaba}
  decay_th:   {decay_of: tau_th}
  follow:     {loss_of: tau_nmda}
  step:       {dt_over: tau_m}
states:
  V_m:        {unit: mV, initial: E_L, doc: membrane potential}
  g_ampa:     {unit: 1,  initial: 0,   doc: "fast excitatory conductance, in units of the leak"}
  g_nmda:     {unit: 1,  initial: 0,   doc: "slow excitatory conductance, in units of the leak"}
  g_gaba:     {unit: 1,  initial: 0,   doc: "inhibitory conductance, in units of the leak"}
  raised:     {unit: mV, initial: 0,   doc: threshold above V_th}
receptors:
  exc:        {unit: 1, doc: "excitatory, in units of the leak"}
  inh:        {unit: 1, doc: "inhibitory, in units of the leak: weights are positive, E_in makes the sign"}
---*/
#include "common/arith.h"

/* Euler steps in the order of the authors' simulator: what arrives is seen by the membrane of the next step. Half of the excitation is fast, half is slow; V_m stays between the
 * reversal potentials. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    real excitation = 0.5f * (s->g_ampa + s->g_nmda) * (p.E_ex - s->V_m);
    real inhibition = s->g_gaba * (p.E_in - s->V_m);
    real V_m = clamp_(s->V_m + p.step * ((p.E_L - s->V_m) + excitation + inhibition), p.E_in, p.E_ex);
    s->g_nmda += p.follow * (s->g_ampa - s->g_nmda);
    s->g_ampa = s->g_ampa * p.decay_ampa + in.exc;
    s->g_gaba = s->g_gaba * p.decay_gaba + in.inh;
    real raised = s->raised * p.decay_th;
    s->V_m = pick(V_m > p.V_th + raised, p.E_L, V_m);
    s->raised = pick(V_m > p.V_th + raised, p.dV_th, raised);
    return lanes_set(V_m > p.V_th + raised);
}
