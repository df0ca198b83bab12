/* usage: bench_micro [DEVICE [PART]]      DEVICE: as for --device, "" for the first; PART: one of those below */
#include "micro.h"

#include <stdlib.h>
#include <string.h>

static bool on_progress(void *context, const engram_progress *now)
{
    if (!strcmp(now->phase, "build"))
        *(double *)context = now->wall_s;
    return true;
}

static void read_profile(engram_simulation *sim, const char *kernel, struct kernel_run *out,
                         engram_status *status)
{
    engram_kernel_profile *kernels = NULL;
    size_t n = 0;
    if (engram_simulation_profile(sim, &kernels, &n, status) != ENGRAM_OK)
        return;
    for (size_t i = 0; i < n; i++)
        if (!strncmp(kernels[i].name, kernel, strlen(kernel))) {
            out->seconds += kernels[i].seconds;
            out->n_launches += kernels[i].launches;
        }
    free(kernels);
}

engram_code micro_run(const struct micro *m, const char *text, const char *kernel, uint32_t flush_every,
                      struct kernel_run *out)
{
    engram_experiment *experiment = NULL;
    engram_simulation *sim = NULL;
    engram_options options = {.device = m->device,
                              .profile = true,
                              .flush_every = flush_every,
                              .on_progress = on_progress,
                              .context = &out->build_s};
    *out = (struct kernel_run){0};
    engram_code code = engram_experiment_parse("micro", text, &experiment, m->status);
    if (code == ENGRAM_OK)
        code = engram_simulation_create(experiment, &options, &sim, m->status);
    if (code == ENGRAM_OK)
        code = engram_simulation_run(sim, -1, m->status);
    if (code == ENGRAM_OK) {
        read_profile(sim, kernel, out, m->status);
        out->n_events = engram_simulation_n_events(sim);
        out->n_spikes = engram_simulation_n_spikes(sim);
        out->simulated_s = 1e-3 * engram_simulation_time_ms(sim);
        for (size_t i = 0; i < engram_experiment_n_projections(experiment); i++) {
            uint64_t n = 0;
            engram_simulation_n_synapses(sim, engram_experiment_projection_name(experiment, i), &n, NULL);
            out->n_synapses += n;
        }
    }
    engram_simulation_free(sim);
    engram_experiment_free(experiment);
    return code;
}

static const struct part {
    const char *name;
    engram_code (*measure)(const struct micro *m);
} parts[] = {{"delivery", micro_delivery},
             {"neurons", micro_neurons},
             {"myelin", micro_myelin},
             {"tick", micro_tick},
             {"build", micro_build}};

int main(int argc, char **argv)
{
    struct micro m = {.device = argc > 1 && *argv[1] ? argv[1] : NULL, .status = engram_status_create()};
    engram_device_description device;
    engram_code code = engram_device_find(m.device, &device, m.status);
    if (code == ENGRAM_OK) {
        printf("engram %s on %s (%s, driver %s)\n", ENGRAM_VERSION, device.name, device.platform,
               device.driver);
        code = micro_stream(&m);
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts && code == ENGRAM_OK; i++)
        if (argc < 3 || !strcmp(argv[2], parts[i].name))
            code = parts[i].measure(&m);
    if (code != ENGRAM_OK)
        fprintf(stderr, "error: %s\n  where: %s\n  why:   %s\n  do:    %s\n", engram_status_what(m.status),
                engram_status_where(m.status), engram_status_why(m.status), engram_status_hint(m.status));
    engram_status_free(m.status);
    return engram_exit_code(code);
}
