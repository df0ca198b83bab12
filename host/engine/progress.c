#include "core/timer.h"
#include "engine/simulation.h"

static const double REPORT_S = 0.25;

void progress_begin(struct engram_simulation *sim, const char *phase)
{
    sim->meter.phase = phase;
    sim->meter.begin = sim->meter.reported = timer_now();
    sim->meter.step = sim->clock.step;
}

/* Wall s to the end, at the pace of late; hours of rest may take less time than a second of life. */
static double time_left(struct progress_meter *m, const struct network *net, uint64_t step, uint64_t awake,
                        double elapsed)
{
    uint64_t awake_left = rest_awake_steps(net, step, net->n_steps),
             resting_left = net->n_steps - step - awake_left;
    if (awake > 0)
        m->awake_s = elapsed / (double)awake;
    else if (step > m->step)
        m->resting_s = elapsed / (double)(step - m->step);
    if (awake_left > 0 && m->awake_s <= 0)
        return -1;
    return m->awake_s * (double)awake_left + m->resting_s * (double)resting_left;
}

/* Counters cost a few small copies from the device, so they are read once per report, not once per batch. */
bool progress_report(struct engram_simulation *sim, uint64_t step, bool now)
{
    struct progress_meter *m = &sim->meter;
    double wall = timer_now(), dt_s = sim->net->dt_ms * 1e-3;
    engram_progress p = {.phase = m->phase, .wall_s = wall - m->begin, .eta_s = -1};
    if (!sim->options.on_progress || (!now && wall - m->reported < REPORT_S))
        return true;
    p.simulated_ms = (double)step * sim->net->dt_ms;
    p.duration_ms = (double)sim->net->n_steps * sim->net->dt_ms;
    if (sim->store) {
        store_n_spikes(sim->store, &p.n_spikes, NULL);
        store_n_events(sim->store, false, &p.n_events, NULL);
    }
    uint64_t awake = rest_awake_steps(sim->net, m->step, step);
    double simulated = (double)awake * dt_s, elapsed = wall - m->reported;
    if (elapsed > 0)
        p.eta_s = time_left(m, sim->net, step, awake, elapsed);
    if (simulated > 0 && elapsed > 0) {
        p.real_time_factor = elapsed / simulated;
        p.rate_hz = (double)(p.n_spikes - m->n_spikes) / simulated /
                    (double)(sim->n_neurons_driven ? sim->n_neurons_driven : 1);
        p.events_per_s = (double)(p.n_events - m->n_events) / elapsed;
    }
    m->reported = wall;
    m->step = step;
    m->n_spikes = p.n_spikes;
    m->n_events = p.n_events;
    return sim->options.on_progress(sim->options.context, &p);
}
