/*---
myelin:  oligodendrocyte
summary: Cells that wrap several axons line up their spikes; a spike that comes late in a volley gets myelin, all segments slowly lose it
source:  Pajevic, Plenz, Basser & Fields 2023, eLife 12:e81982
params:
  tick:          {unit: ms, default: 100,   above: 0,         doc: interval of updates}
  n_axons:       {unit: 1,  default: 10,    min: 1, max: 64,  doc: axons that a cell wraps}
  n_cells:       {unit: 1,  default: 5,     min: 1, max: 8,   doc: cells in series along an axon}
  tau_g:         {unit: ms, default: 20,    above: 0,         doc: time in which the factor that spikes release fades; 10 to 40 lines them up}
  lambda_M:      {unit: 1,  default: 0.1,   min: 0,           doc: promyelin (ms) that a spike leaves per unit of the factor (1/ms)}
  tau_A:         {unit: ms, default: 10,    above: 0,         doc: time in which promyelin turns into myelin (1/lambda_A)}
  lambda_H:      {unit: 1,  default: 1e-6,  min: 0,           doc: "1/ms^2: how fast the loss of myelin adapts to keep the mean delay nominal"}
  tau_s:         {unit: ms, default: 100,   above: 0,         doc: interval between spikes at which the loss balances the gain at the start}
  delay_nominal: {unit: ms, default: 50,    above: 0,         doc: delay of the whole axon at the start and on the mean}
  delay_min:     {unit: ms, default: 3,     above: 0,         doc: delay of the whole axon in full myelin}
  delay_max:     {unit: ms, default: 100,   above: 0,         doc: delay of the whole axon without myelin}
  path_length:   {unit: um, default: 50000, above: 0,         doc: length of axon that all cells together wrap}
derived:
  share:         {ratio_of: [lambda_M, tau_g]}
  turnover:      {loss_over: [tick, tau_A]}
  nominal:       {ratio_of: [delay_nominal, n_cells]}
  shortest:      {ratio_of: [delay_min, n_cells]}
  longest:       {ratio_of: [delay_max, n_cells]}
  loss_at_start: {product_over_square_of: [lambda_M, n_axons, tau_s]}
states:
  M:             {unit: ms, initial: 0,             doc: promyelin of the segment}
  tau:           {unit: ms, initial: nominal,       doc: delay of the segment}
cells:
  A:             {unit: 1,  initial: 0,             doc: "spikes, fading with tau_g"}
  B:             {unit: 1,  initial: 0,             doc: "spikes, fading with tau_g / 2"}
  rho:           {unit: 1,  initial: loss_at_start, doc: loss of myelin; ms of delay per ms}
group:    n_axons
segments: n_cells
tick:     tick
delay:    tau
bounds:   {min: delay_min, max: delay_max}
path:     path_length
decay:    tau_g
examples:
  - {arrivals_ms: [[10], [30]], axon: 1, ticks: 1, expect: 9.998873, within: 2e-6, params: {tau_s: 1e6}, why: "10 - 0.1 (2/20) (exp(-1) - exp(-2)) (10 - 0.6) / 19.4 (1 - exp(-10)): the later spike gets myelin"}
---*/
#include "common/arith.h"

/* The factor G = 2/tau_g (A - B) rises after a spike and fades: its impulse response is 2/tau_g (exp(-t/tau_g) - exp(-2t/tau_g)). */
static inline void on_elapsed(cell_state *c, real factor, myelin_params p)
{
    c->A = c->A * factor;
    c->B = c->B * (factor * factor);
}

static inline void on_arrival(axon_segment *s, cell_state c, myelin_params p)
{
    s->M = s->M + 2.0f * p.share * (c.A - c.B);
}

static inline void on_arrived(cell_state *c, real n, myelin_params p)
{
    c->A = c->A + n;
    c->B = c->B + n;
}

/* Loss of myelin weighs on what is fast, gain on what is slow, so that delays stay within their bounds. */
static inline void on_tick(axon_segment *s, cell_state c, myelin_params p)
{
    real inv_span = recip_(p.longest - p.shortest);
    real gained = s->M * p.turnover;
    s->M = s->M - gained;
    real step = c.rho * p.tick * (p.longest - s->tau) - gained * (s->tau - p.shortest);
    s->tau = clamp_(s->tau + step * inv_span, p.shortest, p.longest);
}

static inline void on_cell_tick(cell_state *c, real mean, myelin_params p)
{
    c->rho = c->rho * exp_(p.lambda_H * p.tick * (p.nominal - mean));
}
