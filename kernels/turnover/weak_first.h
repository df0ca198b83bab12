/*---
turnover: weak_first
summary: Weak synapses die first; ln w fluctuates around a resting value, so that what was strong may become weak
source:  pruning of development after Chechik, Meilijson & Ruppin 1998, Neural Comput 10:1759; fluctuation of ln w as in Loewenstein, Kuras & Rumpel 2011, J Neurosci 31:9481
params:
  hazard:     {unit: 1/y,    default: 0.25,   min: 0,   doc: "e, rate of loss of a synapse of the weight w_half: 2 e / (1 + (w / w_half)^2)"}
  w_half:     {unit: weight, default: 0.6,    above: 0, doc: weight at which the hazard is half of what it is at weight 0}
  theta:      {unit: 1/y,    default: 0.08,   min: 0,   doc: rate at which ln w returns to that of w_rest; with sigma2 = 0 as well weights do not fluctuate}
  w_rest:     {unit: weight, default: 0.6065, above: 0, doc: weight around which ln w fluctuates}
  sigma2:     {unit: 1/y,    default: 0.0625, min: 0,   doc: variance that noise gives to ln w per time (sigma^2)}
  w_min:      {unit: weight, default: 0,                doc: least weight; for inhibitory weights the strongest}
  w_max:      {unit: weight, default: 100,              doc: largest weight}
derived:
  inv_w_half: {inverse_of: w_half}
  ln_rest:    {log_of: w_rest}
  e_dt:       {times_dt: hazard}
  returned:   {chance_of: theta}
  noise:      {noise_of: [sigma2, theta]}
bounds: {min: w_min, max: w_max}
examples:
  - {weight: 0.6, tick: 0.02 y, draws: [[0.00498, 0.5, 0]], expect: dies, why: "u below 1 - exp(-0.25*0.02) = 0.0049875, the hazard at w_half"}
  - {weight: 0.6, tick: 0.02 y, draws: [[0.00499, 0.5, 0]], expect: 0.60001034, within: 1e-7, why: "u above it; 0.6 (0.6065/0.6)^(1 - exp(-0.0016))"}
  - {weight: -0.6, tick: 0.02 y, draws: [[0.5, 0.5, 0]], expect: -0.60001034, within: 1e-7, params: {w_min: -100}, why: "inhibition: the size counts, the sign stays"}
  - {weight: 2, tick: 0.02 y, draws: [[0.5, 0.5, 1]], expect: 2.0679684, within: 3e-7, why: "2 exp(-0.0015987 ln(2/0.6065) + 0.0353271)"}
  - {weight: 2, tick: 0.02 y, draws: [[0.5, 0.5, 1]], expect: 2, within: 0, params: {theta: 0, sigma2: 0}, why: "without fluctuation the weight is untouched"}
---*/
#include "common/arith.h"
#include "common/chance.h"

#define SMALLEST 1e-30f /* below it the logarithm of a weight is that of this number; a weight of 0 stays 0 */

/* d ln w = -theta (ln w - ln w_rest) dt + sigma dW, exactly over a tick. First the loss, by the weight the synapse has had since the last tick. */
static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_params p)
{
    real size = max_(*w, -*w);
    real ratio = min_(size * p.inv_w_half, (real)(1e15f));
    real expected = 2.0f * p.e_dt * recip_(1.0f + ratio * ratio);
    ireal dies = d.u < chance_(expected);
    real step = p.noise * d.xi - p.returned * (log_(max_(size, (real)(SMALLEST))) - p.ln_rest);
    *w = clamp_(*w * exp_(step), p.w_min, p.w_max);
    return lanes_set(dies);
}
