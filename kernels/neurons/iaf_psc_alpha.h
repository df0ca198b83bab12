/*---
neuron:  iaf_psc_alpha
summary: Leaky integrate-and-fire with alpha-shaped synaptic currents, integrated exactly
source:  Rotter & Diesmann 1999, Biol Cybern 81:381; parameters and order of operations as in NEST
params:
  E_L:        {unit: mV, default: -70,          doc: resting potential}
  C_m:        {unit: pF, default: 250, above: 0, doc: capacitance of the membrane}
  tau_m:      {unit: ms, default: 10,  above: 0, doc: time constant of the membrane}
  t_ref:      {unit: ms, default: 2,   min: 0,   doc: refractory time}
  V_th:       {unit: mV, default: -55,          doc: threshold; a spike when V_m reaches it}
  V_reset:    {unit: mV, default: -70,          doc: potential after a spike}
  tau_syn_ex: {unit: ms, default: 2,   above: 0, doc: rise time of the current of receptor exc}
  tau_syn_in: {unit: ms, default: 2,   above: 0, doc: rise time of the current of receptor inh}
  I_e:        {unit: pA, default: 0,            doc: constant input current}
derived:
  slope_ex:   {alpha_slope_of: tau_syn_ex}
  slope_in:   {alpha_slope_of: tau_syn_in}
  decay_ex:   {decay_of: tau_syn_ex}
  decay_in:   {decay_of: tau_syn_in}
  rise_ex:    {alpha_rise_of: tau_syn_ex}
  rise_in:    {alpha_rise_of: tau_syn_in}
  from_ex:    {psc_propagator_of: [tau_m, tau_syn_ex, C_m]}
  from_in:    {psc_propagator_of: [tau_m, tau_syn_in, C_m]}
  from_dI_ex: {alpha_propagator_of: [tau_m, tau_syn_ex, C_m]}
  from_dI_in: {alpha_propagator_of: [tau_m, tau_syn_in, C_m]}
  from_I:     {membrane_gain_of: [tau_m, C_m]}
  leak:       {loss_of: tau_m}
  ref_steps:  {steps_of: t_ref}
states:
  V_m:        {unit: mV, initial: E_L, doc: membrane potential}
  I_syn_ex:   {unit: pA, initial: 0,   doc: current of receptor exc}
  dI_syn_ex:  {unit: 1,  initial: 0,   doc: "what makes I_syn_ex rise, in pA/ms"}
  I_syn_in:   {unit: pA, initial: 0,   doc: current of receptor inh}
  dI_syn_in:  {unit: 1,  initial: 0,   doc: "what makes I_syn_in rise, in pA/ms"}
  refractory: {unit: 1,  initial: 0,   doc: steps for which V_m still stays at V_reset}
receptors:
  exc:        {unit: pA, doc: "excitatory: weights are positive; the peak of the current"}
  inh:        {unit: pA, doc: "inhibitory: weights are negative; the peak of the current"}
refractory: t_ref
---*/
#include "common/arith.h"

/* A weight w makes the current w (t / tau_syn) e^(1 - t / tau_syn). The currents of the step before move V_m; what arrives now moves it from the next step on.
 * Currents go on also while V_m is held. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    ireal held = s->refractory > 0.0f;
    real push = fma_(p.from_ex, s->I_syn_ex, fma_(p.from_in, s->I_syn_in, p.from_I * (p.I_e + in.current)));
    push = fma_(p.from_dI_ex, s->dI_syn_ex, fma_(p.from_dI_in, s->dI_syn_in, push));
    real V_m = s->V_m + fma_(p.leak, p.E_L - s->V_m, push);
    s->V_m = pick(held, s->V_m, V_m);
    s->I_syn_ex = fma_(p.decay_ex, s->I_syn_ex, p.rise_ex * s->dI_syn_ex);
    s->I_syn_in = fma_(p.decay_in, s->I_syn_in, p.rise_in * s->dI_syn_in);
    s->dI_syn_ex = fma_(p.decay_ex, s->dI_syn_ex, p.slope_ex * in.exc);
    s->dI_syn_in = fma_(p.decay_in, s->dI_syn_in, p.slope_in * in.inh);
    ireal spike = s->V_m >= p.V_th;
    s->refractory = pick(spike, p.ref_steps, max_(s->refractory - 1.0f, (real)(0.0f)));
    s->V_m = pick(spike, p.V_reset, s->V_m);
    return lanes_set(spike);
}
