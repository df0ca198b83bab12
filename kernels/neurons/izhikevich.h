/*---
neuron:  izhikevich
summary: "Izhikevich neuron, integrated accurately; izhikevich_2003 has the coarse numerics of the paper, which fires less"
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
  delta: {unit: mV, doc: "jump of V_m; inhibitory weights are negative"}
---*/
#include "common/arith.h"

/* Midpoint steps per dt. Resets come late by half a substep on average, which shifts the fastest neurons most. */
#define SUBSTEPS 16
#define SUBSTEP  0.0625f /* dt */

/* Slopes per ms. V_m counts at most as V_th: its square must not run away within a substep. */
static inline real slope_V(real V, real U, real input, neuron_params p)
{
    V = min_(V, p.V_th);
    return fma_(fma_((real)(0.04f), V, (real)(5.0f)), V, 140.0f - U + input);
}

static inline real slope_U(real V, real U, neuron_params p)
{
    return p.a * (p.b * min_(V, p.V_th) - U);
}

/* A spike resets V_m within the step, and the rest of the step goes on from there. Arriving spikes act at the end of the step. */
static inline ireal on_step(neuron_state *s, neuron_input in, neuron_params p)
{
    real input = p.I_e + in.current;
    real h = p.dt * SUBSTEP;
    real V = s->V_m;
    real U = s->U_m;
    ireal n_spikes = (ireal)(0);
    for (int i = 0; i < SUBSTEPS; i++) {
        real V_mid = V + 0.5f * h * slope_V(V, U, input, p);
        real U_mid = U + 0.5f * h * slope_U(V, U, p);
        V = V + h * slope_V(V_mid, U_mid, input, p);
        U = U + h * slope_U(V_mid, U_mid, p);
        V = V + (i == SUBSTEPS - 1 ? in.delta : (real)(0.0f));
        ireal spike = V >= p.V_th;
        V = pick(spike, p.c, V);
        U = pick(spike, U + p.d, U);
        n_spikes = n_spikes + lanes_set(spike);
    }
    s->V_m = V;
    s->U_m = U;
    return n_spikes;
}
