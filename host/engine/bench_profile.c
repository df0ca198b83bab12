#include "core/memory.h"
#include "engine/bench.h"
#include "engine/simulation.h"

#include <stdlib.h>
#include <string.h>

/* What each kernel must at least move through memory; see the comments at the top of kernels/fast/. */

static uint64_t neuron_bytes(const struct population *p, uint64_t n_steps, uint64_t n_windows)
{
    return p->n * (n_windows * 8 * p->model->n_variables + n_steps * 8 * p->model->n_receptors);
}

/* Flushes of a class touch all of its synapses; they are launched once per bank. */
static uint64_t flush_bytes(const struct store *store, uint64_t n_launches)
{
    uint64_t bytes = 0, n_banks = 0;
    for (uint32_t c = 0; c < store->layout->n_classes; c++) {
        if (!model_has_pending(store->classes[c].layout->rule))
            continue;
        bytes += ENGRAM_BENCH_PLASTIC_BYTES * store->classes[c].n_synapses;
        n_banks += store->classes[c].n_banks;
    }
    return n_banks ? bytes * n_launches / n_banks : 0;
}

static uint64_t launches_of(const engram_bench_profile *profile, const char *name)
{
    for (size_t i = 0; i < profile->n_kernels; i++)
        if (!strcmp(profile->kernels[i].name, name))
            return profile->kernels[i].launches;
    return 0;
}

static void count_bytes(engram_simulation *sim, engram_bench_profile *out)
{
    uint64_t n_plastic = engram_simulation_n_plastic_events(sim),
             n_fixed = engram_simulation_n_events(sim) - n_plastic;
    uint64_t n_windows = launches_of(out, "turn");
    for (size_t i = 0; i < out->n_kernels; i++) {
        engram_kernel_profile *k = &out->kernels[i];
        if (!strcmp(k->name, "deliver_tiles") || !strcmp(k->name, "deliver_chunks"))
            k->bytes = n_plastic * ENGRAM_BENCH_PLASTIC_BYTES + n_fixed * ENGRAM_BENCH_STATIC_BYTES;
        if (!strcmp(k->name, "flush"))
            k->bytes = flush_bytes(sim->store, k->launches);
        for (size_t p = 0; p < sim->net->n_populations; p++)
            if (!strcmp(k->name, sim->net->populations[p].model->name))
                k->bytes += neuron_bytes(&sim->net->populations[p], sim->net->n_steps, n_windows);
    }
}

/* The self-test's kernels are timed too, but belong to building. */
static void leave_out_tests(engram_bench_profile *out)
{
    size_t n = 0;
    for (size_t i = 0; i < out->n_kernels; i++)
        if (strncmp(out->kernels[i].name, "self-test", strlen("self-test")))
            out->kernels[n++] = out->kernels[i];
    out->n_kernels = n;
}

engram_code bench_profile(engram_experiment *experiment, const engram_options *how, engram_bench_profile *out,
                          engram_status *status)
{
    engram_code code = ENGRAM_OK;
    engram_simulation *sim = NULL;
    engram_options options = *how;
    options.profile = true;
    TRY(engram_simulation_create(experiment, &options, &sim, status));
    TRY(engram_simulation_run(sim, -1, status));
    TRY(engram_simulation_profile(sim, &out->kernels, &out->n_kernels, status));
    leave_out_tests(out);
    count_bytes(sim, out);
    out->seconds = engram_simulation_run_seconds(sim);
    for (size_t i = 0; i < out->n_kernels; i++) {
        out->n_launches += out->kernels[i].launches;
        out->kernel_s += out->kernels[i].seconds;
    }
cleanup:
    engram_simulation_free(sim);
    return code;
}
