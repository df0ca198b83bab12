/*---
neuron:  clopath_euler
summary: "The neuron of Clopath et al. 2010 as their own program computes it, in Euler steps of 1 ms and with spikes of a fixed shape: a user's own model for tests/science/clopath.c"
source:  "Clopath, Busing, Vasilaki & Gerstner 2010, Nat Neurosci 13:344; ModelDB 144566"
params:
  E_L:          {unit: mV, default: -70.6, doc: resting potential}
  theta_plus:   {unit: mV, default: -45.3, doc: potential above which synapses potentiate}
  delay_u_bars: {unit: ms, default: 4, above: 0, doc: how long ago the low-passed potentials were that a rule sees}
states:
  V_m:          {unit: mV, initial: E_L,   doc: membrane potential}
  w:            {unit: pA, initial: 0,     doc: adaptation current}
  z:            {unit: pA, initial: 0,     doc: depolarising current after a spike}
  V_th:         {unit: mV, initial: -50.4, doc: threshold}
  u_bar_plus:   {unit: mV, initial: E_L,   doc: low-passed potential for potentiation}
  u_bar_minus:  {unit: mV, initial: E_L,   doc: the same for depression}
  spiking:      {unit: 1,  initial: 0,     doc: "1, 2: first and second step of a spike"}
  depression:   {unit: mV, initial: 0,     doc: "[u_bar_minus - theta_minus]+; theta_minus is E_L"}
  potentiation: {unit: 1,  initial: 0,     doc: "[V_m - theta_plus]+ [u_bar_plus - theta_minus]+ (mV^2)"}
receptors:
  delta:        {unit: mV, doc: jump of V_m}
  ignored:      {unit: mV, doc: "where plastic synapses end, whose responses the original leaves out"}
past:  {u_bar_plus: delay_u_bars, depression: delay_u_bars}
marks: potentiation
---*/
#include "common/arith.h"

/* A spike is 29.4 mV in its first step and 32.862 mV in the second; in the third it ends at 21.0984 mV above rest, from where the membrane goes on. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    ireal ends = s->spiking > 1.5f, second = (s->spiking > 0.5f) & (s->spiking < 1.5f);
    real V = pick(ends, p.E_L + 21.0984f, s->V_m);
    real w = pick(ends, s->w + 0.0805f, s->w);
    real z = pick(ends, (real)(400.0f), s->z);
    real V_th = pick(ends, (real)(-30.4f), s->V_th);
    real rise = exp_(min_((V - V_th) * 0.5f, (real)(50.0f)));
    real dV = 0.00355871886f * (60.0f * rise - 30.0f * (V - p.E_L) - w + z) + in.delta;
    real dw = 0.00694444444f * (4.0f * (V - p.E_L) - w);
    V = pick(second, (real)(32.862f), V + dV);
    ireal spike = (V > 20.0f) & ((s->spiking < 0.5f) | ends);
    V = pick(spike, (real)(29.4f), V);
    s->V_m = V;
    s->w = pick(second, w, w + dw);
    s->z = z - 0.025f * z;
    s->V_th = V_th + 0.02f * (-50.4f - V_th);
    s->spiking = pick(spike, (real)(1.0f), pick(second, (real)(2.0f), (real)(0.0f)));
    s->u_bar_plus = s->u_bar_plus + 0.142857143f * (V - s->u_bar_plus);
    s->u_bar_minus = s->u_bar_minus + 0.1f * (V - s->u_bar_minus);
    s->depression = max_(s->u_bar_minus - p.E_L, (real)(0.0f));
    s->potentiation = max_(V - p.theta_plus, (real)(0.0f)) * max_(in.u_bar_plus - p.E_L, (real)(0.0f));
    return lanes_set(spike);
}
