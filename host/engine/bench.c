#include "engine/bench.h"

#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

/* Defaults. The population without synapses is large, so that it shows the device and not its launches. */
static const struct sizes {
    uint64_t n_neurons, n_updated;
    uint32_t rounds;
    double warm_up_ms, measured_ms, updated_ms;
} usual = {10000, 200000, 5, 100, 400, 100}, quick = {1000, 20000, 2, 15, 60, 30};
/* From here on a network is measured for a shorter time: it has events enough. */
static const uint64_t large = 50000;
static const double large_ms = 100;
static const uint64_t smallest = 1000;

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

/* What the rounds gathered about one network. */
struct gathered {
    struct bench_samples events, plastic_events, real_time, share, build, built;
    struct bench_measurement last;
};

struct benching {
    const engram_bench_options *options;
    engram_bench *out;
    engram_experiment *plastic, *fixed, *driven, *bare; /* owned */
    struct gathered of_plastic, of_fixed, of_driven, of_bare;
    struct bench_samples copy, driven_updates, bare_updates;
    double copy_now;
    unsigned stage, n_stages;
};

static engram_code begin_stage(struct benching *b, const char *stage, engram_status *status)
{
    if (b->options->on_stage && !b->options->on_stage(b->options->context, stage, b->stage, b->n_stages))
        return FAIL(ENGRAM_E_INTERRUPTED, .what = "stopped", .where = stage,
                    .why = "the caller asked for it");
    b->stage++;
    return ENGRAM_OK;
}

/* One more measurement of a network. A digest that changes from round to round is a wrong result, and a wrong result has no speed. */
static engram_code measure(struct benching *b, const char *stage, engram_experiment *experiment,
                           double warm_up_ms, struct gathered *of, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct bench_measurement m = {0};
    TRY(begin_stage(b, stage, status));
    TRY(bench_measure(experiment, b->options->device, warm_up_ms, &m, status));
    if (of->build.n > 0 && memcmp(&m.digest, &of->last.digest, sizeof m.digest))
        TRY(FAIL(ENGRAM_E_DEVICE, .what = "the device computes wrongly", .where = b->out->device.name,
                 .why = TEXT("digest %016llx in one run and %016llx in the next of the same network (%s)",
                             (unsigned long long)of->last.digest.total, (unsigned long long)m.digest.total,
                             stage),
                 .hint = "engram doctor tests this device; update its driver, or choose another one"));
    of->last = m;
    bench_add(&of->build, m.build_s);
cleanup:
    return code;
}

static engram_code measure_network(struct benching *b, const char *stage, engram_experiment *experiment,
                                   struct gathered *of, double n_synapses, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(measure(b, stage, experiment, b->out->warm_up_ms, of, status));
    const struct bench_measurement *m = &of->last;
    double bytes = m->n_plastic_events * ENGRAM_BENCH_PLASTIC_BYTES +
                   (m->n_events - m->n_plastic_events) * ENGRAM_BENCH_STATIC_BYTES;
    bench_add(&of->events, m->n_events / m->run_s);
    bench_add(&of->plastic_events, m->n_plastic_events / m->run_s);
    bench_add(&of->real_time, m->run_s / (1e-3 * b->out->measured_ms));
    bench_add(&of->share, bytes / m->run_s / b->copy_now);
    bench_add(&of->built, n_synapses / m->construct_s);
cleanup:
    return code;
}

static engram_code measure_neurons(struct benching *b, const char *stage, engram_experiment *experiment,
                                   struct gathered *of, struct bench_samples *updates, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(measure(b, stage, experiment, 0.1 * b->out->updated_ms, of, status));
    double n_steps = 0.9 * b->out->updated_ms / engram_experiment_dt_ms(experiment);
    bench_add(updates, (double)b->out->n_updated * n_steps / of->last.run_s);
cleanup:
    return code;
}

static engram_code one_round(struct benching *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(begin_stage(b, "copy bandwidth", status));
    TRY(engram_device_bandwidth(b->options->device, &b->copy_now, status));
    bench_add(&b->copy, b->copy_now);
    TRY(measure_network(b, "plastic network", b->plastic, &b->of_plastic, b->out->plastic.n_synapses,
                        status));
    TRY(measure_network(b, "static network", b->fixed, &b->of_fixed, b->out->fixed.n_synapses, status));
    TRY(measure_neurons(b, "neurons with drive", b->driven, &b->of_driven, &b->driven_updates, status));
    TRY(measure_neurons(b, "neurons without drive", b->bare, &b->of_bare, &b->bare_updates, status));
cleanup:
    return code;
}

static engram_code prepare(struct benching *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const engram_bench_options *o = b->options;
    engram_bench *out = b->out;
    const struct sizes *s = o->quick ? &quick : &usual;
    out->n_neurons = o->size ? o->size : s->n_neurons;
    if (out->n_neurons < smallest)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "the network is too small",
                 .where = TEXT("size %llu", (unsigned long long)out->n_neurons),
                 .why = "its neurons have 1,000 inputs each", .hint = "choose at least 1000 neurons"));
    out->rounds = o->rounds ? o->rounds : s->rounds;
    out->rounds = out->rounds < BENCH_MOST_ROUNDS ? out->rounds : BENCH_MOST_ROUNDS;
    out->n_updated = s->n_updated;
    out->warm_up_ms = s->warm_up_ms;
    out->measured_ms = out->n_neurons >= large ? large_ms : s->measured_ms;
    out->updated_ms = s->updated_ms;
    b->n_stages = 5 * out->rounds + 1;
    TRY(engram_device_find(o->device, &out->device, status));
    TRY(bench_balanced(out->n_neurons, out->warm_up_ms + out->measured_ms, true, &b->plastic, status));
    TRY(bench_balanced(out->n_neurons, out->warm_up_ms + out->measured_ms, false, &b->fixed, status));
    TRY(bench_neurons(out->n_updated, out->updated_ms, true, &b->driven, status));
    TRY(bench_neurons(out->n_updated, out->updated_ms, false, &b->bare, status));
    TRY(bench_plan(b->plastic, o->device, &out->plastic, status));
    TRY(bench_plan(b->fixed, o->device, &out->fixed, status));
cleanup:
    return code;
}

static void summarise_network(const engram_bench *bench, const struct gathered *of, engram_bench_network *out)
{
    out->rate_hz = of->last.n_spikes / (double)bench->n_neurons / (1e-3 * bench->measured_ms);
    out->events_per_s = bench_spread(&of->events);
    out->plastic_events_per_s = bench_spread(&of->plastic_events);
    out->real_time_factor = bench_spread(&of->real_time);
    out->share_of_copy = bench_spread(&of->share);
    out->build_s = bench_spread(&of->build);
    out->built_per_s = bench_spread(&of->built);
    out->digest = of->last.digest;
}

static void summarise(struct benching *b)
{
    b->out->copy_bytes_per_s = bench_spread(&b->copy);
    summarise_network(b->out, &b->of_plastic, &b->out->plastic);
    summarise_network(b->out, &b->of_fixed, &b->out->fixed);
    b->out->driven_updates_per_s = bench_spread(&b->driven_updates);
    b->out->bare_updates_per_s = bench_spread(&b->bare_updates);
    b->out->neurons_digest = b->of_driven.last.digest;
}

engram_code engram_bench_run(const engram_bench_options *options, engram_bench **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_bench *bench = NULL;
    struct benching b = {.options = options};
    *out = NULL;
    TRY(memory_new(&bench, 1, sizeof *bench, "bench", status));
    b.out = bench;
    TRY(prepare(&b, status));
    for (uint32_t round = 0; round < bench->rounds; round++)
        TRY(one_round(&b, status));
    TRY(begin_stage(&b, "kernel times", status));
    TRY(bench_profile(b.plastic, options->device, bench, status));
    summarise(&b);
    *out = bench;
    bench = NULL;
cleanup:
    engram_experiment_free(b.plastic);
    engram_experiment_free(b.fixed);
    engram_experiment_free(b.driven);
    engram_experiment_free(b.bare);
    engram_bench_free(bench);
    return code;
}

void engram_bench_free(engram_bench *bench)
{
    if (bench)
        free(bench->kernels);
    free(bench);
}
