/*---
myelin:  jumping
summary: The velocity jumps at every tick to where the logistic map takes it, whatever the axon does
source:  invented for tests
params:
  tick:  {unit: ms,  default: 1,   above: 0, doc: interval of updates}
  v_min: {unit: m/s, default: 0.2, above: 0, doc: lowest velocity}
  v_max: {unit: m/s, default: 9,   above: 0, doc: highest velocity}
states:
  v:     {unit: m/s, initial: velocity, doc: velocity of the axon}
tick:     tick
velocity: v
bounds:   {min: v_min, max: v_max}
---*/
#include "common/arith.h"

static inline void on_tick(axon_segment *s, real n_spikes, myelin_params p)
{
    real span = p.v_max - p.v_min, x = (s->v - p.v_min) * recip_(span);
    s->v = clamp_(p.v_min + 3.99f * x * (1.0f - x) * span, p.v_min, p.v_max);
}
