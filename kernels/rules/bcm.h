/*---
rule:    bcm
summary: The rule of Bienenstock, Cooper & Munro in rates; synapses that are active depress or potentiate with their target, below or above a threshold that follows its squared rate
source:  "Bienenstock, Cooper & Munro 1982, J Neurosci 2:32; threshold of Intrator & Cooper 1992, Neural Netw 5:3"
events:  [tick]
tick:    T
params:
  tau_x:       {unit: ms,     default: 100,   above: 0, doc: "time constant of rho_x, the rate of the source"}
  tau_y:       {unit: ms,     default: 100,   above: 0, doc: "time constant of rho_y, the rate of the target"}
  tau_theta:   {unit: ms,     default: 10000, above: 0, doc: "time over which the threshold is a mean"}
  kappa:       {unit: Hz,     default: 10,    above: 0, doc: "threshold = mean of rho_y^2 / kappa; a rate at which a target would stay"}
  eta:         {unit: weight, default: 1e-7,  min: 0,   doc: "dw/dt (per s) over rho_x rho_y (rho_y - threshold), in 1/Hz^3"}
  theta_start: {unit: Hz,     default: 10,    min: 0,   doc: threshold at the start}
  w_max:       {unit: weight, default: 100,   above: 0, doc: largest weight}
  T:           {unit: ms,     default: 10,    above: 0, doc: interval at which rates are looked at}
derived:
  per_tau_x: {inverse_of: tau_x}
  per_tau_y: {inverse_of: tau_y}
  per_kappa: {inverse_of: kappa}
  step:      {product_of: [eta, T]}
  share:     {loss_over: [T, tau_theta]}
bounds:    {max: w_max}
traces:
  x: {side: pre,  tau: tau_x}
  y: {side: post, tau: tau_y}
columns:
  theta: {unit: Hz, initial: theta_start, signal: true, doc: threshold}
examples:
  - {weight: 1, pre_ms: [15], post_ms: [15], read_at_ms: 25, expect: 0.999957, within: 2e-6, params: {eta: 1e-4}, why: "1 + 1e-4 0.01 s rho^2 (rho - threshold) at 20 ms, rho = 10 exp(-5/100) Hz, threshold = 10 exp(-10/10000) Hz: below it, depression"}
  - {weight: 1, pre_ms: [15], post_ms: [15], read_at_ms: 25, expect: 1.000409, within: 2e-6, params: {eta: 1e-4, theta_start: 5}, why: "the same, above the threshold"}
  - {weight: 1, pre_ms: [15], post_ms: [15], read_at_ms: 35, expect: 1.000139, within: 2e-6, params: {eta: 1e-4, tau_theta: 50}, why: "at 20 ms the threshold is 10 exp(-10/50), at 30 ms it has gone a share 1 - exp(-10/50) of its way to rho^2 / 10"}
---*/
#include "common/arith.h"

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    real x_per_ms = p.per_tau_x * t.x;
    real rho_y = 1000.0f * p.per_tau_y * t.y;
    real change = p.step * x_per_ms * rho_y * (rho_y - s->theta);
    s->theta += p.share * (p.per_kappa * (rho_y * rho_y) - s->theta);
    return clamp_(w + change, 0.0f, p.w_max);
}
