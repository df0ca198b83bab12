/*---
rule:    watching
summary: Reads two states of the target at arrivals and learns of its marks; with a column that decays, and draws
source:  invented for tests
events:  [arrival, mark]
reads:   [depression, u_bar_plus]
elapsed: true
draws:   true
params:
  tau:    {unit: ms,     default: 15,  above: 0, doc: time constant of the column and the trace}
  step:   {unit: weight, default: 1,   min: 0,   doc: largest change of the weight at an event}
  w_max:  {unit: weight, default: 100, above: 0, doc: largest weight}
derived:
  rate:   {inverse_of: tau}
bounds:   {max: w_max}
traces:   {x: {side: pre, tau: tau}}
columns:
  c:      {unit: 1, initial: 0, doc: raised by every event}
---*/
#include "common/arith.h"

static inline real advance(real w, rule_state *s, rule_traces t, real jump, rule_params p)
{
    s->c = s->c * exp_(-p.rate * t.elapsed) + jump;
    return clamp_(w + p.step * clamp_(jump - 0.1f * s->c + 0.1f * t.xi, -1.0f, 1.0f), 0.0f, p.w_max);
}

static inline real on_mark(real w, rule_state *s, rule_traces t, rule_params p)
{
    return advance(w, s, t, 1e-4f * t.mark * t.x, p);
}

static inline real on_arrival(real w, rule_state *s, rule_traces t, rule_params p)
{
    return advance(w, s, t, -0.02f * t.depression - 0.001f * t.u_bar_plus, p);
}
