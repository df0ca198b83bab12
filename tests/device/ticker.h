/*---
rule:    ticker
summary: A tick that sees traces of both sides, a column, the weight and the time since the event before
source:  invented for tests/device/ticks.c
events:  [arrival, post_spike, tick]
tick:    every
params:
  tau:   {unit: ms,     default: 10, above: 0, doc: time constant of x and y}
  every: {unit: ms,     default: 3,  above: 0, doc: "interval of ticks, and time constant of z"}
  w_max: {unit: weight, default: 90, above: 0, doc: largest weight}
bounds:  {max: w_max}
traces:  {x: {side: pre, tau: tau}, y: {side: post, tau: tau}, z: {side: post, tau: every}}
elapsed: true
columns: {c: {unit: 1, initial: 0.5, doc: what traces have left}}
---*/
#include "common/arith.h"

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->c += t.x;
    return clamp_(w + 0.3f * t.x, 0.0f, p.w_max);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->c -= 0.1f * t.y;
    return clamp_(w - 0.3f * t.y, 0.0f, p.w_max);
}

static inline real on_tick(real w, rule_state *s, rule_traces t, rule_params p)
{
    s->c = 0.9f * s->c + t.x - t.z + 0.1f * t.elapsed;
    return clamp_(w + 0.7f * t.x - 0.4f * t.y + 0.1f * s->c, 0.0f, p.w_max);
}
