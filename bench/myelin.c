/* A tick of each myelin rule: a million axons that fire at 10 Hz, every 100 ms. */
#include "micro.h"

#include "model/model.h"

enum { N = 1000000, TEXT_BYTES = 1024 };

/* States are read and written, speeds and counts written, counts read; what cells ask of spikes in flight comes on top. */
static double bytes_per_axon(const struct model *model, double n_segments)
{
    return n_segments * 8.0 * (double)model->n_variables + 12.0;
}

static engram_code one(const struct micro *m, const struct model *model)
{
    char text[TEXT_BYTES];
    struct kernel_run run;
    bool has_cells = model->on_arrival_at_cell;
    snprintf(text, sizeof text,
             "name: myelin\nduration: 1 s\ndt: 1 ms\npopulations:\n"
             "  S: {model: poisson_generator, size: %d, params: {rate: 10 Hz}}\n"
             "  P: {model: parrot, size: 1000}\nprojections:\n"
             "  A: {source: S, target: P, connect: {fixed_indegree: 1}, weight: 1, length: 10 mm%s, "
             "dendritic_delay: 1 ms, myelin: %s}\nrecord: {spikes: none}\n",
             N, has_cells ? "" : ", velocity: 1 m/s", model->name);
    engram_code code = micro_run(m, text, "myelin_tick", 0, &run);
    if (code == ENGRAM_OK) {
        double seconds = run.seconds / (double)run.n_launches,
               bytes = N * bytes_per_axon(model, has_cells ? 5 : 1);
        printf("  %-28s %10.2f %10.2f %10.2f %9.1f%%\n", model->name, 1e3 * seconds, 1e9 * seconds / N,
               1e-9 * bytes / seconds, 100 * bytes / seconds / m->copy_bytes_per_s);
    }
    return code;
}

engram_code micro_myelin(const struct micro *m)
{
    struct registry *registry = NULL;
    engram_code code = registry_create(&registry, m->status);
    printf("\nmyelin\n  %-28s %10s %10s %10s %10s\n", "rule, 1,000,000 axons", "ms/tick", "ns/axon", "GB/s",
           "of copy");
    for (size_t i = 0; code == ENGRAM_OK && registry_at(registry, MODEL_MYELIN, i); i++)
        code = one(m, registry_at(registry, MODEL_MYELIN, i));
    registry_free(registry);
    return code;
}
