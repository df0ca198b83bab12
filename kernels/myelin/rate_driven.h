/*---
myelin:  rate_driven
summary: Velocity follows how often the axon fires; every spike takes it towards v_max, time takes it back to v_min
source:  Talidou et al. 2022, Nat Comput Sci 2:665 (the kind of rule, not its constants)
params:
  tick:     {unit: ms,  default: 100,   above: 0, doc: interval of updates}
  tau_rate: {unit: ms,  default: 1000,  above: 0, doc: time constant of the running rate}
  a_up:     {unit: 1,   default: 0.001, min: 0,   doc: part of the way to v_max that a spike takes the velocity}
  a_down:   {unit: Hz,  default: 0.01,  min: 0,   doc: rate of return to v_min}
  v_min:    {unit: m/s, default: 0.5,   above: 0, doc: velocity of an axon that is silent for long}
  v_max:    {unit: m/s, default: 10,    above: 0, doc: velocity towards which spikes take it}
derived:
  renewal:  {loss_over: [tick, tau_rate]}
states:
  v:        {unit: m/s, initial: velocity, doc: velocity of the axon}
  rate:     {unit: Hz,  initial: 0,        doc: running rate of the axon}
tick:     tick
velocity: v
bounds:   {min: v_min, max: v_max}
examples:
  - {velocity: 2, spikes_per_tick: 1, ticks: 500, expect: 4.053145, within: 1e-4, params: {tau_rate: 1}, why: "5.25 + (2 - 5.25) / 1.002^500: 10 Hz, halfway between the bounds"}
  - {velocity: 2, spikes_per_tick: 3, ticks: 5000, expect: 7.625, within: 0.01, why: "(0.001*30*10 + 0.01*0.5) / (0.001*30 + 0.01): at rest at 30 Hz"}
  - {velocity: 2, spikes_per_tick: 0, ticks: 1000, expect: 1.052130, within: 1e-4, why: "0.5 + 1.5 / 1.001^1000: silent for 100 s"}
  - {velocity: 2, spikes_per_tick: 1, ticks: 1, expect: 1.999262, within: 1e-6, why: "2 + 0.1 (0.001 r 8 - 0.01*1.5) / (1 + 0.1 (0.001 r + 0.01)), r = 10 (1 - exp(-0.1))"}
---*/
#include "common/arith.h"

/* dv/dt = a_up rate (v_max - v) - a_down (v - v_min), by the implicit Euler method: it rests where the equation does and never oversteps. */
static inline void on_tick(axon_segment *s, real n_spikes, myelin_params p)
{
    real h = p.tick * 0.001f; /* seconds */
    s->rate = s->rate + p.renewal * (n_spikes * recip_(h) - s->rate);
    real up = h * p.a_up * s->rate, down = h * p.a_down;
    real step = up * (p.v_max - s->v) - down * (s->v - p.v_min);
    s->v = clamp_(s->v + step * recip_(1.0f + up + down), p.v_min, p.v_max);
}
