#include "engine/bench.h"

#include "core/memory.h"

#include <stdlib.h>

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

struct benching {
    struct bench_rounds rounds;
    engram_bench *out;
    engram_experiment *plastic, *fixed, *driven, *bare; /* owned */
    struct bench_gathered of_plastic, of_fixed, of_driven, of_bare;
    struct bench_samples driven_updates, bare_updates;
};

static engram_code measure_neurons(struct benching *b, const char *stage, engram_experiment *experiment,
                                   struct bench_gathered *of, struct bench_samples *updates,
                                   engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(bench_again(&b->rounds, stage, experiment, 0.1 * b->out->updated_ms, NULL, of, status));
    double n_steps = 0.9 * b->out->updated_ms / engram_experiment_dt_ms(experiment);
    bench_add(updates, (double)b->out->n_updated * n_steps / of->last.run_s);
cleanup:
    return code;
}

static engram_code one_round(struct benching *b, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(bench_copy(&b->rounds, status));
    TRY(bench_network_again(&b->rounds, "plastic network", b->plastic, b->out->plastic.n_synapses, NULL,
                            &b->of_plastic, status));
    TRY(bench_network_again(&b->rounds, "static network", b->fixed, b->out->fixed.n_synapses, NULL,
                            &b->of_fixed, status));
    TRY(measure_neurons(b, "neurons with drive", b->driven, &b->of_driven, &b->driven_updates, status));
    TRY(measure_neurons(b, "neurons without drive", b->bare, &b->of_bare, &b->bare_updates, status));
cleanup:
    return code;
}

static engram_code prepare(struct benching *b, const engram_bench_options *o, engram_status *status)
{
    engram_code code = ENGRAM_OK;
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
    b->rounds = (struct bench_rounds){.options = o,
                                      .how = {.device = o->device},
                                      .device_name = out->device.name,
                                      .warm_up_ms = out->warm_up_ms,
                                      .measured_ms = out->measured_ms,
                                      .n_stages = 5 * out->rounds + 1};
    TRY(engram_device_find(o->device, &out->device, status));
    TRY(bench_balanced(out->n_neurons, out->warm_up_ms + out->measured_ms, true, &b->plastic, status));
    TRY(bench_balanced(out->n_neurons, out->warm_up_ms + out->measured_ms, false, &b->fixed, status));
    TRY(bench_neurons(out->n_updated, out->updated_ms, true, &b->driven, status));
    TRY(bench_neurons(out->n_updated, out->updated_ms, false, &b->bare, status));
    TRY(bench_plan(b->plastic, &b->rounds.how, "stdp", &out->plastic, status));
    TRY(bench_plan(b->fixed, &b->rounds.how, "static", &out->fixed, status));
cleanup:
    return code;
}

static void summarise(struct benching *b)
{
    b->out->copy_bytes_per_s = bench_spread(&b->rounds.copy);
    bench_summarise(&b->rounds, b->out->n_neurons, &b->of_plastic, &b->out->plastic);
    bench_summarise(&b->rounds, b->out->n_neurons, &b->of_fixed, &b->out->fixed);
    b->out->driven_updates_per_s = bench_spread(&b->driven_updates);
    b->out->bare_updates_per_s = bench_spread(&b->bare_updates);
    b->out->neurons_digest = b->of_driven.last.digest;
}

engram_code engram_bench_run(const engram_bench_options *options, engram_bench **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_bench *bench = NULL;
    struct benching b = {0};
    *out = NULL;
    TRY(memory_new(&bench, 1, sizeof *bench, "bench", status));
    b.out = bench;
    TRY(prepare(&b, options, status));
    for (uint32_t round = 0; round < bench->rounds; round++)
        TRY(one_round(&b, status));
    TRY(bench_stage(&b.rounds, "kernel times", status));
    TRY(bench_profile(b.plastic, &b.rounds.how, &bench->profile, status));
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
        free(bench->profile.kernels);
    free(bench);
}
