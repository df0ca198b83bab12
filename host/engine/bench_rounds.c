#include "engine/bench.h"

#include <stdlib.h>
#include <string.h>

void bench_add(struct bench_samples *samples, double value)
{
    if (samples->n < BENCH_MOST_ROUNDS)
        samples->value[samples->n++] = value;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

engram_spread bench_spread(const struct bench_samples *samples)
{
    struct bench_samples sorted = *samples;
    if (sorted.n == 0)
        return (engram_spread){0};
    qsort(sorted.value, sorted.n, sizeof *sorted.value, ascending);
    double median = 0.5 * (sorted.value[(sorted.n - 1) / 2] + sorted.value[sorted.n / 2]);
    return (engram_spread){median, sorted.value[0], sorted.value[sorted.n - 1]};
}

engram_code bench_stage(struct bench_rounds *rounds, const char *stage, engram_status *status)
{
    const engram_bench_options *o = rounds->options;
    if (o->on_stage && !o->on_stage(o->context, stage, rounds->stage, rounds->n_stages))
        return FAIL(ENGRAM_E_INTERRUPTED, .what = "stopped", .where = stage,
                    .why = "the caller asked for it");
    rounds->stage++;
    return ENGRAM_OK;
}

engram_code bench_copy(struct bench_rounds *rounds, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double bytes_per_s = 0;
    TRY(bench_stage(rounds, "copy bandwidth", status));
    TRY(engram_device_bandwidth(rounds->how.device, &bytes_per_s, status));
    bench_add(&rounds->copy, bytes_per_s);
cleanup:
    return code;
}

/* A digest that changes from round to round is a wrong result, and a wrong result has no speed. */
engram_code bench_again(struct bench_rounds *rounds, const char *stage, engram_experiment *experiment,
                        double warm_up_ms, double *population_spikes, struct bench_gathered *of,
                        engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct bench_measurement m = {0};
    TRY(bench_stage(rounds, stage, status));
    TRY(bench_measure(experiment, &rounds->how, warm_up_ms, population_spikes, &m, status));
    if (of->build.n > 0 && memcmp(&m.digest, &of->last.digest, sizeof m.digest))
        TRY(FAIL(ENGRAM_E_DEVICE, .what = "the device computes wrongly", .where = rounds->device_name,
                 .why = TEXT("digest %016llx in one run and %016llx in the next of the same network (%s)",
                             (unsigned long long)of->last.digest.total, (unsigned long long)m.digest.total,
                             stage),
                 .hint = "engram doctor tests this device; update its driver, or choose another one"));
    of->last = m;
    bench_add(&of->build, m.build_s);
cleanup:
    return code;
}

engram_code bench_network_again(struct bench_rounds *rounds, const char *stage, engram_experiment *experiment,
                                double n_synapses, double *population_spikes, struct bench_gathered *of,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(bench_again(rounds, stage, experiment, rounds->warm_up_ms, population_spikes, of, status));
    const struct bench_measurement *m = &of->last;
    double bytes = m->n_plastic_events * ENGRAM_BENCH_PLASTIC_BYTES +
                   (m->n_events - m->n_plastic_events) * ENGRAM_BENCH_STATIC_BYTES;
    bench_add(&of->events, m->n_events / m->run_s);
    bench_add(&of->plastic_events, m->n_plastic_events / m->run_s);
    bench_add(&of->real_time, m->run_s / (1e-3 * rounds->measured_ms));
    bench_add(&of->share, bytes / m->run_s / rounds->copy.value[rounds->copy.n - 1]);
    bench_add(&of->built, n_synapses / m->construct_s);
cleanup:
    return code;
}

void bench_summarise(const struct bench_rounds *rounds, uint64_t n_neurons, const struct bench_gathered *of,
                     engram_bench_network *out)
{
    out->rate_hz = of->last.n_spikes / (double)n_neurons / (1e-3 * rounds->measured_ms);
    out->events_per_s = bench_spread(&of->events);
    out->plastic_events_per_s = bench_spread(&of->plastic_events);
    out->real_time_factor = bench_spread(&of->real_time);
    out->share_of_copy = bench_spread(&of->share);
    out->build_s = bench_spread(&of->build);
    out->built_per_s = bench_spread(&of->built);
    out->digest = of->last.digest;
}
