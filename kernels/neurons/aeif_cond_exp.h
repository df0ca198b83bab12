/*---
neuron:  aeif_cond_exp
summary: Adaptive exponential integrate-and-fire with exponential synaptic conductances
source:  Brette & Gerstner 2005, J Neurophysiol 94:3637; parameters as in NEST
params:
  E_L:        {unit: mV, default: -70.6,           doc: leak reversal potential}
  C_m:        {unit: pF, default: 281,   above: 0, doc: capacitance of the membrane}
  g_L:        {unit: nS, default: 30,    above: 0, doc: leak conductance}
  t_ref:      {unit: ms, default: 0,     min: 0,   doc: refractory time}
  V_th:       {unit: mV, default: -50.4,           doc: potential at which the spike takes off}
  Delta_T:    {unit: mV, default: 2,     above: 0, doc: sharpness of the take-off}
  V_peak:     {unit: mV, default: 0,               doc: peak; a spike when V_m reaches it}
  V_reset:    {unit: mV, default: -60,             doc: potential after a spike}
  a:          {unit: nS, default: 4,               doc: subthreshold adaptation}
  b:          {unit: pA, default: 80.5,            doc: added to w at a spike}
  tau_w:      {unit: ms, default: 144,   above: 0, doc: time constant of the adaptation w}
  E_ex:       {unit: mV, default: 0,               doc: reversal potential of receptor exc}
  E_in:       {unit: mV, default: -85,             doc: reversal potential of receptor inh}
  tau_syn_ex: {unit: ms, default: 0.2,   above: 0, doc: time constant of the conductance of receptor exc}
  tau_syn_in: {unit: ms, default: 2,     above: 0, doc: time constant of the conductance of receptor inh}
  I_e:        {unit: pA, default: 0,               doc: constant input current}
derived:
  decay_ex:      {decay_of: tau_syn_ex}
  decay_in:      {decay_of: tau_syn_in}
  mean_ex:       {mean_decay_of: tau_syn_ex}
  mean_in:       {mean_decay_of: tau_syn_in}
  dt_over_C:     {dt_over: C_m}
  dt_over_tau_w: {dt_over: tau_w}
  inv_Delta_T:   {inverse_of: Delta_T}
  take_off:      {product_of: [g_L, Delta_T]}
  ref_steps:     {steps_of: t_ref}
states:
  V_m:        {unit: mV, initial: E_L, doc: membrane potential}
  w:          {unit: pA, initial: 0,   doc: adaptation current}
  g_ex:       {unit: nS, initial: 0,   doc: conductance of receptor exc}
  g_in:       {unit: nS, initial: 0,   doc: conductance of receptor inh}
  refractory: {unit: 1,  initial: 0,   doc: steps for which V_m still stays at V_reset}
receptors:
  exc:        {unit: nS, doc: "excitatory: weights are positive"}
  inh:        {unit: nS, doc: "inhibitory: weights are positive too, E_in makes the sign"}
refractory: t_ref
---*/
#include "common/arith.h"

/* Runge-Kutta steps per dt: at dt = 0.1 ms the first spike comes within 0.03 ms of the exact time. */
#define SUBSTEPS 4
#define SUBSTEP  0.25f /* dt */

/* Change of V_m and w per substep, at potential V (at most V_peak, NEST's rule) and adaptation w. `drive` and `g` gather what is linear in V. The
 * exponent is bounded so that even an absurd V_peak stays finite. */
static inline void slope(real V, real w, real drive, real g, ireal held, neuron_params p, real *dV, real *dw)
{
    V = pick(held, p.V_reset, min_(V, p.V_peak));
    real spike = p.take_off * exp_(min_((V - p.V_th) * p.inv_Delta_T, (real)(50.0f)));
    *dV = pick(held, (real)(0.0f), SUBSTEP * p.dt_over_C * (drive - g * V + spike - w));
    *dw = SUBSTEP * p.dt_over_tau_w * (p.a * (V - p.E_L) - w);
}

/* Each conductance is held at its mean over the step, so that none of its charge is lost; V_m and w follow by the classical Runge-Kutta method. A spike
 * resets them within the step, and the rest of the step goes on from there: with t_ref = 0 there can be several. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    real g_ex = s->g_ex * p.mean_ex;
    real g_in = s->g_in * p.mean_in;
    real g = p.g_L + g_ex + g_in;
    real drive = p.I_e + in.current + p.g_L * p.E_L + g_ex * p.E_ex + g_in * p.E_in;
    real V = s->V_m;
    real w = s->w;
    ireal held = s->refractory > 0.0f;
    ireal n_spikes = (ireal)(0);
    for (int i = 0; i < SUBSTEPS; i++) {
        real V1, V2, V3, V4, w1, w2, w3, w4;
        slope(V, w, drive, g, held, p, &V1, &w1);
        slope(V + 0.5f * V1, w + 0.5f * w1, drive, g, held, p, &V2, &w2);
        slope(V + 0.5f * V2, w + 0.5f * w2, drive, g, held, p, &V3, &w3);
        slope(V + V3, w + w3, drive, g, held, p, &V4, &w4);
        V = V + 0.166666667f * (V1 + 2.0f * (V2 + V3) + V4);
        w = w + 0.166666667f * (w1 + 2.0f * (w2 + w3) + w4);
        ireal spike = V >= p.V_peak;
        V = pick(spike, p.V_reset, V);
        w = pick(spike, w + p.b, w);
        held = held | (spike & (p.ref_steps > 0.0f));
        n_spikes = n_spikes + lanes_set(spike);
    }
    s->V_m = V;
    s->w = w;
    s->g_ex = fma_(p.decay_ex, s->g_ex, in.exc);
    s->g_in = fma_(p.decay_in, s->g_in, in.inh);
    s->refractory = pick(n_spikes > 0, p.ref_steps, max_(s->refractory - 1.0f, (real)(0.0f)));
    return n_spikes;
}
