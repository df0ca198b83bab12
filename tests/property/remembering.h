/*---
rule:    remembering
summary: Two columns that decay with the time since the event before and move the weight; uses everything that an event can see
source:  invented for tests
events:  [arrival, post_spike, late_arrival]
late:    D
elapsed: true
draws:   true
params:
  tau:    {unit: ms,     default: 15,  above: 0, doc: time constant of the columns}
  D:      {unit: ms,     default: 5,   min: 0, max: 100, doc: time from an arrival to its late action}
  tau_x:  {unit: ms,     default: 10,  above: 0, doc: time constant of the traces}
  step:   {unit: weight, default: 1,   min: 0,   doc: largest change of the weight at an event}
  w_max:  {unit: weight, default: 100, above: 0, doc: largest weight}
derived:
  rate:   {inverse_of: tau}
bounds:   {max: w_max}
traces:   {x: {side: pre, tau: tau_x}, y: {side: post, tau: tau_x}}
columns:
  c:      {unit: 1, initial: 0,   doc: raised by every event}
  rest:   {unit: 1, initial: 0.5, doc: mean of the time that passed between events}
---*/
#include "common/arith.h"

static inline real advance(real w, rule_state *s, rule_traces t, real jump, rule_params p)
{
    real kept = exp_(-p.rate * t.elapsed);
    s->c = s->c * kept + jump;
    s->rest = s->rest + 0.1f * (min_(t.elapsed, (real)(50.0f)) * p.rate - s->rest);
    return clamp_(w + p.step * clamp_(s->rest - s->c * 0.3f + 0.2f * t.xi, -1.0f, 1.0f), 0.0f, p.w_max);
}

static inline real on_post_spike(real w, rule_state *s, rule_traces t, rule_params p)
{
    return advance(w, s, t, 1.0f + 0.2f * t.x, p);
}

static inline real on_late_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return advance(w, s, t, 0.7f + 0.1f * t.x - 0.2f * t.y, p);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return advance(w, s, t, 0.5f - 0.3f * t.y, p);
}
