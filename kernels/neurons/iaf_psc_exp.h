/*---
neuron:  iaf_psc_exp
summary: Leaky integrate-and-fire with exponential synaptic currents, integrated exactly
source:  Rotter & Diesmann 1999, Biol Cybern 81:381; parameters and order of operations as in NEST
params:
  E_L:        {unit: mV, default: -70,          doc: resting potential}
  C_m:        {unit: pF, default: 250, above: 0, doc: capacitance of the membrane}
  tau_m:      {unit: ms, default: 10,  above: 0, doc: time constant of the membrane}
  t_ref:      {unit: ms, default: 2,   min: 0,   doc: refractory time}
  V_th:       {unit: mV, default: -55,          doc: threshold; a spike when V_m reaches it}
  V_reset:    {unit: mV, default: -70,          doc: potential after a spike}
  tau_syn_ex: {unit: ms, default: 2,   above: 0, doc: time constant of the current of receptor exc}
  tau_syn_in: {unit: ms, default: 2,   above: 0, doc: time constant of the current of receptor inh}
  I_e:        {unit: pA, default: 0,            doc: constant input current}
derived:
  decay_ex:   {decay_of: tau_syn_ex}
  decay_in:   {decay_of: tau_syn_in}
  from_ex:    {psc_propagator_of: [tau_m, tau_syn_ex, C_m]}
  from_in:    {psc_propagator_of: [tau_m, tau_syn_in, C_m]}
  from_I:     {membrane_gain_of: [tau_m, C_m]}
  leak:       {loss_of: tau_m}
  ref_steps:  {steps_of: t_ref}
states:
  V_m:        {unit: mV, initial: E_L, doc: membrane potential}
  I_syn_ex:   {unit: pA, initial: 0,   doc: current of receptor exc}
  I_syn_in:   {unit: pA, initial: 0,   doc: current of receptor inh}
  refractory: {unit: 1,  initial: 0,   doc: steps for which V_m still stays at V_reset}
receptors:
  exc:        {unit: pA, doc: "excitatory: weights are positive"}
  inh:        {unit: pA, doc: "inhibitory: weights are negative"}
refractory: t_ref
---*/
#include "common/arith.h"

/* The currents of the step before move V_m; what arrives now moves it from the next step on. Currents decay also while V_m is held. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    ireal held = s->refractory > 0.0f;
    real push = fma_(p.from_ex, s->I_syn_ex, fma_(p.from_in, s->I_syn_in, p.from_I * (p.I_e + in.current)));
    real V_m = s->V_m + fma_(p.leak, p.E_L - s->V_m, push);
    s->V_m = pick(held, s->V_m, V_m);
    s->I_syn_ex = fma_(p.decay_ex, s->I_syn_ex, in.exc);
    s->I_syn_in = fma_(p.decay_in, s->I_syn_in, in.inh);
    ireal spike = s->V_m >= p.V_th;
    s->refractory = pick(spike, p.ref_steps, max_(s->refractory - 1.0f, (real)(0.0f)));
    s->V_m = pick(spike, p.V_reset, s->V_m);
    return lanes_set(spike);
}
