/*---
neuron:  iaf_cond_exp
summary: Leaky integrate-and-fire with exponential synaptic conductances
source:  Meffin, Burkitt & Grayden 2004, J Comput Neurosci 16:159; parameters as in NEST
params:
  E_L:        {unit: mV, default: -70,              doc: resting potential}
  C_m:        {unit: pF, default: 250,     above: 0, doc: capacitance of the membrane}
  g_L:        {unit: nS, default: 16.6667, above: 0, doc: leak conductance}
  t_ref:      {unit: ms, default: 2,       min: 0,   doc: refractory time}
  V_th:       {unit: mV, default: -55,              doc: threshold; a spike when V_m reaches it}
  V_reset:    {unit: mV, default: -60,              doc: potential after a spike}
  E_ex:       {unit: mV, default: 0,                doc: reversal potential of receptor exc}
  E_in:       {unit: mV, default: -85,              doc: reversal potential of receptor inh}
  tau_syn_ex: {unit: ms, default: 0.2,     above: 0, doc: time constant of the conductance of receptor exc}
  tau_syn_in: {unit: ms, default: 2,       above: 0, doc: time constant of the conductance of receptor inh}
  I_e:        {unit: pA, default: 0,                doc: constant input current}
derived:
  decay_ex:   {decay_of: tau_syn_ex}
  decay_in:   {decay_of: tau_syn_in}
  mean_ex:    {mean_decay_of: tau_syn_ex}
  mean_in:    {mean_decay_of: tau_syn_in}
  dt_over_C:  {dt_over: C_m}
  ref_steps:  {steps_of: t_ref}
states:
  V_m:        {unit: mV, initial: E_L, doc: membrane potential}
  g_ex:       {unit: nS, initial: 0,   doc: conductance of receptor exc}
  g_in:       {unit: nS, initial: 0,   doc: conductance of receptor inh}
  refractory: {unit: 1,  initial: 0,   doc: steps for which V_m still stays at V_reset}
receptors:
  exc:        {unit: nS, doc: "excitatory: weights are positive"}
  inh:        {unit: nS, doc: "inhibitory: weights are positive too, E_in makes the sign"}
refractory: t_ref
---*/
#include "common/arith.h"

/* Exponential Euler: within a step each conductance is held at its mean over the step, so that none of its charge is lost even when
 * it decays within a few steps; V_m then relaxes exactly towards V_inf. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    ireal held = s->refractory > 0.0f;
    real g_ex = s->g_ex * p.mean_ex;
    real g_in = s->g_in * p.mean_in;
    real g = p.g_L + g_ex + g_in;
    real drive = p.I_e + in.current + p.g_L * p.E_L + g_ex * p.E_ex + g_in * p.E_in;
    real V_inf = drive * recip_(g);
    real V_m = V_inf + (s->V_m - V_inf) * exp_(-p.dt_over_C * g);
    s->V_m = pick(held, s->V_m, V_m);
    s->g_ex = fma_(p.decay_ex, s->g_ex, in.exc);
    s->g_in = fma_(p.decay_in, s->g_in, in.inh);
    ireal spike = s->V_m >= p.V_th;
    s->refractory = pick(spike, p.ref_steps, max_(s->refractory - 1.0f, (real)(0.0f)));
    s->V_m = pick(spike, p.V_reset, s->V_m);
    return lanes_set(spike);
}
