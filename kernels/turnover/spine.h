/*---
turnover: spine
summary: Life cycle of a dendritic spine; labile ones vanish within days or consolidate, consolidated ones fluctuate in size and are lost when they are small
source:  two kinds of spines, Holtmaat et al. 2005, Neuron 45:279; fluctuation in proportion to size, Yasumatsu et al. 2008, J Neurosci 28:13592 and Loewenstein, Kuras & Rumpel 2011, J Neurosci 31:9481; tag, Frey & Morris 1997, Nature 385:533
params:
  h_l:      {unit: 1/d,    default: 0.45,   min: 0,   doc: rate at which a labile spine vanishes}
  h_c:      {unit: 1/d,    default: 0.006,  min: 0,   doc: rate at which it consolidates}
  m:        {unit: 1,      default: 1,      min: 0,   doc: "factor of h_c for every spine: 20 for a dendrite that learns, 0.5 under stress"}
  m_tag:    {unit: 1,      default: 20,     min: 1,   doc: factor of h_c for a spine that was just tagged; 1 for no tags}
  tag_at:   {unit: 1,      default: 0.1,    above: 0, doc: growth of ln V since the last tick that tags a spine; plasticity makes it}
  tag_tau:  {unit: h,      default: 3,      above: 0, doc: time in which a tag fades}
  theta:    {unit: 1/d,    default: 0.05,   min: 0,   doc: rate at which ln V of a consolidated spine returns to that of V_rest}
  sigma2:   {unit: 1/d,    default: 0.0625, min: 0,   doc: variance that noise gives to ln V per time (sigma^2)}
  V_rest:   {unit: um^3,   default: 0.12,   above: 0, doc: "size of the head around which ln V fluctuates (exp(mu))"}
  spread:   {unit: 1,      default: 0.5,    min: 0,   doc: standard deviation of ln V of a spine that has just consolidated}
  V_min:    {unit: um^3,   default: 0.02,   above: 0, doc: a consolidated spine that shrinks below is lost}
  old:      {unit: 1,      default: 1,      min: 0, max: 1, doc: "1: synapses that exist at the start are consolidated; 0: labile"}
  w_unit:   {unit: weight, default: 1,      above: 0, doc: weight of a spine of 1 um^3; weight and size are in proportion}
  w_min:    {unit: weight, default: 0,      min: 0,   doc: least weight}
  w_max:    {unit: weight, default: 100,    above: 0, doc: largest weight}
derived:
  inv_w_unit: {inverse_of: w_unit}
  vanish:     {times_dt: h_l}
  consolidate: {times_dt: h_c}
  fading:     {decay_of: tag_tau}
  returned:   {chance_of: theta}
  noise:      {noise_of: [sigma2, theta]}
  ln_rest:    {log_of: V_rest}
  ln_min:     {log_of: V_min}
states:
  consolidated: {unit: 1,    initial: old, born: 0, doc: "1: consolidated; 0: labile"}
  tag:          {unit: 1,    initial: 0,            doc: what is left of the tag}
  V:            {unit: um^3, initial: 0,            doc: size after the last tick; 0 before the first}
bounds: {min: w_min, max: w_max}
examples:
  - {weight: 0.04, tick: 6 h, draws: [[0.1063, 0.5, 0]], states: {consolidated: 0}, expect: dies, why: "labile: u below 0.1125/0.114 (1 - exp(-0.114)) = 0.106324"}
  - {weight: 0.04, tick: 6 h, draws: [[0.107, 0.5, 1]], states: {consolidated: 0}, expect: 0.19784655, within: 1e-7, why: "and above it, below 1 - exp(-0.114) = 0.107742: consolidates at 0.12 exp(0.5)"}
  - {weight: 0.04, tick: 6 h, draws: [[0.108, 0.5, 1]], states: {consolidated: 0}, expect: 0.04, within: 2e-9, why: "above that: stays labile, and as it is"}
  - {weight: 0.04, tick: 6 h, draws: [[0.12, 0.5, 1]], states: {consolidated: 0, V: 0.035}, expect: 0.19784655, within: 1e-7, why: "grown by ln(0.04/0.035) = 0.134, so tagged: it consolidates 20 times as fast, below 1 - exp(-0.1425) = 0.132813 in all"}
  - {weight: 0.06, tick: 6 h, draws: [[0.5, 0.5, 1]], expect: 0.06852357, within: 2e-8, why: "consolidated: a step of the fluctuation, 0.06 exp(ln(2) (1 - exp(-0.0125)) + 0.124223)"}
  - {weight: 0.021, tick: 6 h, draws: [[0.5, 0.5, -1]], expect: dies, why: "shrunk below V_min"}
  - {weight: 0, tick: 6 h, draws: [[0.5, 0.5, 1]], expect: dies, why: "depressed to nothing"}
  - {weight: 12, tick: 6 h, draws: [[0.5, 0.5, 0]], expect: 12, within: 1e-5, params: {w_unit: 100}, why: "in another unit of weights; at rest"}
---*/
#include "common/arith.h"
#include "common/chance.h"

#define TINY 1e-30f /* keeps the logarithm and the reciprocal of 0 finite */

/* d ln V = -theta (ln V - ln V_rest) dt + sigma dW, exactly over a tick. */
static inline real fluctuate(real x, real xi, turnover_params p)
{
    return x - p.returned * (x - p.ln_rest) + p.noise * xi;
}

/* What plasticity did to the weight since the last tick is a change of size: it goes on from there, and growth tags. */
static inline ireal on_tick(real *w, turnover_state *s, turnover_draws d, turnover_params p)
{
    real V = *w * p.inv_w_unit;
    real x = log_(max_(V, (real)(TINY)));
    real grown = pick(s->V > 0.0f, x - log_(max_(s->V, (real)(TINY))), (real)(0.0f));
    s->tag = pick(grown >= p.tag_at, (real)(1.0f), s->tag * p.fading);

    real consolidate = p.consolidate * p.m * (1.0f + (p.m_tag - 1.0f) * s->tag);
    real either = p.vanish + consolidate;
    real leaves = chance_(either);
    real vanishes = leaves * p.vanish * recip_(max_(either, (real)(TINY)));

    ireal old = s->consolidated > 0.5f;
    ireal grows_old = (s->consolidated <= 0.5f) & (d.u >= vanishes) & (d.u < leaves);
    real moved = pick(old, fluctuate(x, d.xi, p), p.ln_rest + p.spread * d.xi);
    ireal dies = pick(old, lanes_set(moved < p.ln_min), lanes_set(d.u < vanishes));
    *w = clamp_(pick(old | grows_old, p.w_unit * exp_(moved), *w), p.w_min, p.w_max);
    s->consolidated = pick(old | grows_old, (real)(1.0f), (real)(0.0f));
    s->V = *w * p.inv_w_unit;
    return dies;
}
