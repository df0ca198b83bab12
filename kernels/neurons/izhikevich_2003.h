/*---
neuron:  izhikevich_2003
summary: "Izhikevich neuron with the numerics of the published script: two half steps for V_m, one for U_m; meant for dt = 1 ms"
source:  Izhikevich 2003, IEEE Trans Neural Netw 14:1569
params:
  a:     {unit: 1,  default: 0.02, min: 0, doc: rate of the recovery U_m (1/ms)}
  b:     {unit: 1,  default: 0.2,          doc: sensitivity of U_m to V_m}
  c:     {unit: mV, default: -65,          doc: V_m after a spike}
  d:     {unit: mV, default: 8,            doc: added to U_m at a spike}
  V_th:  {unit: mV, default: 30,           doc: peak; a spike when V_m reaches it}
  I_e:   {unit: 1,  default: 0,            doc: "constant input, in the units of the paper (mV per ms)"}
derived:
  dt:    {dt_itself: []}
states:
  V_m:   {unit: mV, initial: c,   doc: membrane potential}
  U_m:   {unit: mV, initial: -13, doc: "recovery; -13 is b * c at the defaults"}
receptors:
  input: {unit: mV, doc: "added to the input of the step in which the spike arrives, as in the script"}
---*/
#include "common/izhikevich.h"

/* The script tests for a spike at the start of the next step; that is the same moment as here, at the end of this one. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    real input = p.I_e + in.current + in.input;
    real V = izhikevich_half_step(s->V_m, s->U_m, input, p.dt);
    V = izhikevich_half_step(V, s->U_m, input, p.dt);
    real U = s->U_m + p.dt * p.a * (p.b * V - s->U_m);
    ireal spike = V >= p.V_th;
    s->V_m = pick(spike, p.c, V);
    s->U_m = pick(spike, U + p.d, U);
    return lanes_set(spike);
}
