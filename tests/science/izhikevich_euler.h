/*---
neuron:  izhikevich_euler
summary: "Izhikevich neuron by the forward Euler method, a user's own model: tests/science/neurons.c compares its counts with the published ones"
source:  Izhikevich 2003, IEEE Trans Neural Netw 14:1569
params:
  a:     {unit: 1,  default: 0.02, min: 0, doc: rate of the recovery U_m (1/ms)}
  b:     {unit: 1,  default: 0.2,          doc: sensitivity of U_m to V_m}
  c:     {unit: mV, default: -65,          doc: V_m after a spike}
  d:     {unit: mV, default: 8,            doc: added to U_m at a spike}
  V_th:  {unit: mV, default: 30,           doc: peak; a spike when V_m reaches it}
  I_e:   {unit: 1,  default: 0,            doc: "constant input (mV per ms)"}
derived:
  dt:    {dt_itself: []}
states:
  V_m:   {unit: mV, initial: c,   doc: membrane potential}
  U_m:   {unit: mV, initial: -13, doc: recovery}
receptors:
  delta: {unit: mV, doc: jump of V_m}
---*/
#include "common/arith.h"

static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    real V = s->V_m +
             p.dt * (0.04f * s->V_m * s->V_m + 5.0f * s->V_m + 140.0f - s->U_m + p.I_e + in.current) +
             in.delta;
    real U = s->U_m + p.dt * p.a * (p.b * s->V_m - s->U_m);
    ireal spike = V >= p.V_th;
    s->V_m = pick(spike, p.c, V);
    s->U_m = pick(spike, U + p.d, U);
    return lanes_set(spike);
}
