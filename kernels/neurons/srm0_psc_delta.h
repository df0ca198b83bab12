/*---
neuron:  srm0_psc_delta
summary: "Spike response model with escape noise: the closer V_m is to the threshold, the more likely is a spike; tells policy-gradient rules of each surprise"
source:  "Gerstner & Kistler 2002, Spiking Neuron Models, ch. 5; Fremaux, Sprekeler & Gerstner 2010, J Neurosci 30:13326; V_m and its order of operations as in iaf_psc_delta"
params:
  E_L:     {unit: mV, default: -70,           doc: resting potential}
  C_m:     {unit: pF, default: 250, above: 0, doc: capacitance of the membrane}
  tau_m:   {unit: ms, default: 20,  above: 0, doc: time constant of the membrane}
  rho_0:   {unit: Hz, default: 60,  min: 0,   doc: rate of spikes at the threshold}
  V_th:    {unit: mV, default: -54,           doc: "threshold, where rho is rho_0"}
  Delta_V: {unit: mV, default: 1,   above: 0, doc: "width of the escape noise: rho = rho_0 exp((V_m - V_th) / Delta_V)"}
  kappa_0: {unit: mV, default: -5,            doc: "added to V_m by a spike, instead of a reset; it fades with tau_m"}
  t_ref:   {unit: ms, default: 0,   min: 0,   doc: "time after a spike in which rho is 0; V_m goes on"}
  I_e:     {unit: pA, default: 0,             doc: constant input current}
derived:
  leak:      {loss_of: tau_m}
  from_I:    {membrane_gain_of: [tau_m, C_m]}
  per_width: {inverse_of: Delta_V}
  expected:  {times_dt: rho_0}
  ref_steps: {steps_of: t_ref}
states:
  V_m:        {unit: mV, initial: E_L, doc: membrane potential}
  refractory: {unit: 1,  initial: 0,   doc: steps for which rho is still 0}
  surprise:   {unit: 1,  initial: 0,   doc: "1 for a spike in this step, less the chance of one, 1 - exp(-rho dt)"}
draws: true
receptors:
  delta:      {unit: mV, doc: "jump of V_m; inhibitory weights are negative"}
refractory: t_ref
marks: surprise
---*/
#include "common/chance.h"

/* V_m is the sum of what each arrival and each spike has left, whose effect a later spike does not erase: so the derivative of V_m by a weight is the trace of its
 * arrivals that fades with tau_m, and that of the log-likelihood of a train of spikes is the sum of surprises times the trace, over Delta_V, for rho dt << 1.
 * Whether there is a spike is drawn with what has arrived in this step. More than 100 spikes expected in a step are as certain as 100. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    real V_m = s->V_m + fma_(p.leak, p.E_L - s->V_m, p.from_I * (p.I_e + in.current)) + in.delta;
    real expected = min_(p.expected * exp_((V_m - p.V_th) * p.per_width), (real)(100.0f));
    real chance = pick(s->refractory > 0.0f, (real)(0.0f), chance_(expected));
    ireal spike = in.u < chance;
    s->V_m = pick(spike, V_m + p.kappa_0, V_m);
    s->refractory = pick(spike, p.ref_steps, max_(s->refractory - 1.0f, (real)(0.0f)));
    s->surprise = pick(spike, 1.0f - chance, -chance);
    return lanes_set(spike);
}
