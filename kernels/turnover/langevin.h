/*---
turnover: langevin
summary: Size follows a linear Langevin equation, with noise of a part in proportion to the size and a part that is not; small synapses are lost
source:  Yasumatsu et al. 2008, J Neurosci 28:13592 (standard deviation of a day's change 0.2 V + 0.01 um^3)
params:
  theta:      {unit: 1/d,    default: 0.02,  min: 0,   doc: rate at which V returns to V_rest}
  sigma2:     {unit: 1/d,    default: 0.04,  min: 0,   doc: "variance of the noise per time: sigma^2 (V + V_floor)^2"}
  V_floor:    {unit: um^3,   default: 0.05,  min: 0,   doc: size at which both parts of the noise are equal}
  V_rest:     {unit: um^3,   default: 0.12,  min: 0,   doc: mean size}
  V_min:      {unit: um^3,   default: 0.005, min: 0,   doc: what shrinks below is lost}
  w_unit:     {unit: weight, default: 1,     above: 0, doc: weight of a size of 1 um^3}
  w_min:      {unit: weight, default: 0,     min: 0,   doc: least weight}
  w_max:      {unit: weight, default: 100,   above: 0, doc: largest weight}
derived:
  inv_w_unit: {inverse_of: w_unit}
  returned:   {chance_of: theta}
  noise:      {noise_of: [sigma2, theta]}
bounds: {min: w_min, max: w_max}
examples:
  - {weight: 0.2, tick: 1 d, draws: [[0.5, 0.5, 1]], expect: 0.2479200, within: 1e-7, why: "0.2 - 0.0198013*0.08 + 0.198017*0.25"}
  - {weight: 0.2, tick: 1 d, draws: [[0.5, 0.5, -4]], expect: 0.0003993, within: 1e-7, params: {V_min: 0}, why: "0.2 - 0.0015841 - 4*0.0495041"}
  - {weight: 0.2, tick: 1 d, draws: [[0.5, 0.5, -4]], expect: dies, why: "the same is below V_min"}
---*/
#include "common/arith.h"

/* dV = -theta (V - V_rest) dt + sigma (V + V_floor) dW, the noise with the size at the beginning of the tick. */
static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_params p)
{
    real V = max_(*w, (real)(0.0f)) * p.inv_w_unit;
    V = V - p.returned * (V - p.V_rest) + p.noise * (V + p.V_floor) * d.xi;
    *w = clamp_(p.w_unit * V, p.w_min, p.w_max);
    return lanes_set(V < p.V_min);
}
