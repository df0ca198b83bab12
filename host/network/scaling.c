#include "network/scaling.h"

#include "network/elementary.h"

static const double UNITS = 1099511627776.0; /* 2^SCALING_BITS */

scaling_constants scaling_plan(const struct scaling *s, double dt_ms)
{
    double T = (double)s->tick * dt_ms / 1000, tau = s->tau_a_ms / 1000;
    double loss = 1 - elementary_exp(-T / tau), lag = tau * loss, lag_2 = tau * (T - lag);
    return (scaling_constants){.goal = (float)s->target_rate,
                               .per_tick = (float)(1 / T),
                               .loss = (float)loss,
                               .by_rate = (float)((s->beta * T + s->gamma * T * T / 2) * UNITS),
                               .by_lag = (float)((s->beta * lag + s->gamma * lag_2) * UNITS),
                               .pace_by_rate = (float)(s->gamma * T * T * UNITS),
                               .pace_by_lag = (float)(s->gamma * T * lag * UNITS),
                               .low = (float)(elementary_log(s->least) * UNITS),
                               .high = (float)(elementary_log(s->most) * UNITS)};
}

scaling_state scaling_initial(const struct scaling *s)
{
    return (scaling_state){.activity = (float)s->target_rate, .factor = 1};
}

uint64_t scaling_next_tick(const struct population *p, uint64_t step)
{
    uint64_t next = UINT64_MAX;
    for (size_t k = 0; k < p->n_scalings; k++) {
        uint64_t tick = p->scalings[k].tick, due = (step / tick + 1) * tick;
        next = due < next ? due : next;
    }
    return next;
}
