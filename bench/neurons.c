/* Update of each neuron model, with default parameters, and of what a Poisson drive adds. */
#include "micro.h"

#include "model/model.h"

#include <string.h>

enum { N = 100000, WINDOW = 64, TEXT_BYTES = 512 };
static const double duration_ms = 100;

/* State is read and written once per window, the accumulators of the receptors once per step. */
static double bytes_per_update(const struct model *model)
{
    return 8.0 * (double)model->n_variables / WINDOW + 8.0 * (double)model->n_receptors;
}

static engram_code one(const struct micro *m, const struct model *model, const char *drive)
{
    char text[TEXT_BYTES];
    struct kernel_run run;
    bool is_driven = *drive && model->generator == GENERATOR_NONE;
    snprintf(text, sizeof text,
             "engram: 1\nname: neurons\nseed: 1\ndt: 0.1 ms\nduration: %g ms\n"
             "populations:\n  N: {model: %s, size: %d%s}\nrecord: {spikes: none}\n",
             duration_ms, model->name, N, drive);
    engram_code code = micro_run(m, text, model->name, 0, &run);
    if (code == ENGRAM_OK) {
        double per_s = N * 10 * duration_ms / run.seconds, bytes = bytes_per_update(model);
        printf("  %-28s %10.3g %10.3f %10.2f %9.1f%%\n", is_driven ? "  with a Poisson drive" : model->name,
               1e-6 * per_s, 1e9 / per_s, 1e-9 * bytes * per_s, 100 * bytes * per_s / m->copy_bytes_per_s);
    }
    return code;
}

engram_code micro_neurons(const struct micro *m)
{
    struct registry *registry = NULL;
    engram_code code = registry_create(&registry, m->status);
    printf("\nneurons\n  %-28s %10s %10s %10s %10s\n", "model", "M/s", "ns/update", "GB/s", "of copy");
    for (size_t i = 0; code == ENGRAM_OK && registry_at(registry, MODEL_NEURON, i); i++) {
        const struct model *model = registry_at(registry, MODEL_NEURON, i);
        if (model->generator == GENERATOR_LIST)
            continue; /* does what its list says */
        /* a Poisson source has no rate of its own */
        code = one(m, model, model->generator == GENERATOR_POISSON ? ", params: {rate: 10 Hz}" : "");
        if (code == ENGRAM_OK && !strcmp(model->name, "iaf_psc_exp"))
            code = one(m, model, ", poisson: {exc: {rate: 3000 Hz, weight: 12.5 pA}}");
    }
    registry_free(registry);
    return code;
}
