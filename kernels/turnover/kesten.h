/*---
turnover: kesten
summary: Size fluctuates as a Kesten process, V' = a V + b with random a and b; its distribution has a power-law tail; small synapses are lost
source:  Statman et al. 2014, PLoS Comput Biol 10:e1003846; Kesten 1973, Acta Math 131:207
params:
  theta:      {unit: 1/d,    default: 0.05,   min: 0,   doc: "loss: the mean of a is exp(-theta dt)"}
  sigma2:     {unit: 1/d,    default: 0.0625, min: 0,   doc: variance of a per time}
  V_rest:     {unit: um^3,   default: 0.12,   above: 0, doc: mean size; b is uniform with the mean that keeps it}
  V_min:      {unit: um^3,   default: 0.02,   min: 0,   doc: what shrinks below is lost}
  w_unit:     {unit: weight, default: 1,      above: 0, doc: weight of a size of 1 um^3}
  w_min:      {unit: weight, default: 0,      min: 0,   doc: least weight}
  w_max:      {unit: weight, default: 100,    above: 0, doc: largest weight}
derived:
  inv_w_unit: {inverse_of: w_unit}
  returned:   {chance_of: theta}
  noise:      {noise_of: [sigma2, theta]}
bounds: {min: w_min, max: w_max}
examples:
  - {weight: 0.2, tick: 6 h, draws: [[0.5, 0.5, 1]], expect: 0.2238508, within: 1e-7, why: "0.2 (exp(-0.0125) + 0.124223) + 0.0124222*0.12"}
  - {weight: 0.2, tick: 6 h, draws: [[0.5, 0, -20]], expect: dies, why: "a is never below 0, but the size is below V_min"}
  - {weight: 0.2, tick: 6 h, draws: [[0.5, 0.75, -20]], expect: 0.00223600, within: 1e-8, params: {V_min: 0}, why: "a = 0: what is left is b = 2*0.75*0.0124222*0.12"}
---*/
#include "common/arith.h"

static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_params p)
{
    real a = max_(1.0f - p.returned + p.noise * d.xi, (real)(0.0f));
    real b = 2.0f * d.v * p.returned * p.V_rest;
    real V = a * max_(*w, (real)(0.0f)) * p.inv_w_unit + b;
    *w = clamp_(p.w_unit * V, p.w_min, p.w_max);
    return lanes_set(V < p.V_min);
}
