#include "core/memory.h"
#include "engine/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USUAL_ROUNDS = 3 };
static const double usual_warm_up = 0.1; /* of the duration */

struct measuring {
    struct bench_rounds rounds;
    struct bench_gathered gathered;
    double *spikes; /* [n_populations] owned; of the latest round */
};

static engram_code choose_times(const engram_experiment *experiment, const engram_bench_options *options,
                                engram_experiment_bench *out, engram_status *status)
{
    double duration_ms = engram_experiment_duration_ms(experiment);
    out->warm_up_ms = options->warm_up_ms > 0   ? options->warm_up_ms
                      : options->warm_up_ms < 0 ? 0
                                                : usual_warm_up * duration_ms;
    out->measured_ms = duration_ms - out->warm_up_ms;
    if (out->measured_ms < engram_experiment_dt_ms(experiment))
        return FAIL(ENGRAM_E_USAGE, .what = "nothing is left to measure",
                    .where = TEXT("experiment '%s'", engram_experiment_name(experiment)),
                    .why = TEXT("it lasts %g ms, and the warm-up %g ms", duration_ms, out->warm_up_ms),
                    .hint = "choose a shorter warm-up or a longer duration");
    return ENGRAM_OK;
}

static engram_code list_populations(const engram_experiment *experiment, engram_experiment_bench *out,
                                    engram_status *status)
{
    engram_code code = ENGRAM_OK;
    out->n_populations = engram_experiment_n_populations(experiment);
    TRY(memory_new(&out->populations, out->n_populations, sizeof *out->populations, "bench", status));
    for (size_t i = 0; i < out->n_populations; i++) {
        engram_bench_population *p = &out->populations[i];
        snprintf(p->name, sizeof p->name, "%s", engram_experiment_population_name(experiment, i));
        p->n_neurons = engram_experiment_population_size(experiment, i);
        out->n_neurons += p->n_neurons;
    }
cleanup:
    return code;
}

static engram_code prepare(struct measuring *m, engram_experiment *experiment, const engram_options *how,
                           const engram_bench_options *options, engram_experiment_bench *out,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(engram_experiment_check(experiment, status));
    TRY(choose_times(experiment, options, out, status));
    m->rounds.how = how ? *how : (engram_options){0};
    TRY(engram_device_find(m->rounds.how.device, &out->device, status));
    out->rounds = options->rounds ? options->rounds : USUAL_ROUNDS;
    out->rounds = out->rounds < BENCH_MOST_ROUNDS ? out->rounds : BENCH_MOST_ROUNDS;
    m->rounds.options = options;
    m->rounds.device_name = out->device.name;
    m->rounds.warm_up_ms = out->warm_up_ms;
    m->rounds.measured_ms = out->measured_ms;
    m->rounds.n_stages = 2 * out->rounds + options->profile;
    m->rounds.how.output = NULL;
    m->rounds.how.on_progress = NULL;
    m->rounds.how.on_spikes = NULL;
    m->rounds.how.profile = false;
    TRY(list_populations(experiment, out, status));
    TRY(memory_new(&m->spikes, out->n_populations, sizeof *m->spikes, "bench", status));
    TRY(bench_plan(experiment, &m->rounds.how, NULL, &out->network, status));
cleanup:
    return code;
}

static engram_code one_round(struct measuring *m, engram_experiment *experiment,
                             const engram_experiment_bench *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(bench_copy(&m->rounds, status));
    memset(m->spikes, 0, out->n_populations * sizeof *m->spikes);
    TRY(bench_network_again(&m->rounds, "experiment", experiment, out->network.n_synapses, m->spikes,
                            &m->gathered, status));
cleanup:
    return code;
}

static void summarise(const struct measuring *m, engram_experiment_bench *out)
{
    out->copy_bytes_per_s = bench_spread(&m->rounds.copy);
    bench_summarise(&m->rounds, out->n_neurons, &m->gathered, &out->network);
    for (size_t i = 0; i < out->n_populations; i++)
        out->populations[i].rate_hz =
            m->spikes[i] / (double)out->populations[i].n_neurons / (1e-3 * out->measured_ms);
}

engram_code engram_bench_experiment(engram_experiment *experiment, const engram_options *how,
                                    const engram_bench_options *options, engram_experiment_bench **out,
                                    engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_experiment_bench *bench = NULL;
    struct measuring m = {0};
    *out = NULL;
    TRY(memory_new(&bench, 1, sizeof *bench, "bench", status));
    TRY(prepare(&m, experiment, how, options, bench, status));
    for (uint32_t round = 0; round < bench->rounds; round++)
        TRY(one_round(&m, experiment, bench, status));
    if (options->profile) {
        TRY(bench_stage(&m.rounds, "kernel times", status));
        TRY(bench_profile(experiment, &m.rounds.how, &bench->profile, status));
    }
    summarise(&m, bench);
    *out = bench;
    bench = NULL;
cleanup:
    free(m.spikes);
    engram_experiment_bench_free(bench);
    return code;
}

void engram_experiment_bench_free(engram_experiment_bench *bench)
{
    if (bench) {
        free(bench->profile.kernels);
        free(bench->populations);
    }
    free(bench);
}
