/* A tick of each rule that ticks, beside a flush: a million synapses onto neurons that fire at 10 Hz, every 100 ms. */
#include "micro.h"

#include "model/model.h"

#include <string.h>

enum { N = 10000, IN_DEGREE = 100, TEXT_BYTES = 1024 };

static engram_code one(const struct micro *m, const char *rule, const char *tick_param, const char *kernel,
                       uint32_t flush_every)
{
    char text[TEXT_BYTES], given[64] = "";
    struct kernel_run run;
    if (tick_param)
        snprintf(given, sizeof given, ": {%s: 100 ms%s}", tick_param,
                 strcmp(rule, "normalization") ? "" : ", W: 50");
    snprintf(
        text, sizeof text,
        "name: tick\nduration: 1 s\ndt: 1 ms\npopulations:\n"
        "  S: {model: poisson_generator, size: %d, params: {rate: 10 Hz}}\n"
        "  P: {model: poisson_generator, size: %d, params: {rate: 10 Hz}}\nprojections:\n"
        "  A: {source: S, target: P, connect: {fixed_indegree: %d}, weight: 1, delay: 1 ms, rule: {%s%s}}\n"
        "record: {spikes: none}\n",
        N, N, IN_DEGREE, rule, tick_param ? given : ": {}");
    engram_code code = micro_run(m, text, kernel, flush_every, &run);
    if (code == ENGRAM_OK && run.n_launches) {
        double seconds = run.seconds / (double)run.n_launches;
        printf("  %-16s %-12s %8llu %10.2f %12.2f\n", rule, kernel, (unsigned long long)run.n_launches,
               1e3 * seconds, 1e9 * seconds / ((double)N * IN_DEGREE));
    }
    return code;
}

engram_code micro_tick(const struct micro *m)
{
    struct registry *registry = NULL;
    const struct model *rule = NULL;
    engram_code code = registry_create(&registry, m->status);
    printf("\nticks of rules\n  %-16s %-12s %8s %10s %12s\n", "1,000,000 synapses", "kernel", "launches",
           "ms", "ns/synapse");
    if (code == ENGRAM_OK)
        code = one(m, "stdp", NULL, "flush", 100);
    for (size_t i = 0; code == ENGRAM_OK && (rule = registry_at(registry, MODEL_RULE, i)); i++) {
        if (!rule->on_tick)
            continue;
        const char *interval = rule->params[rule->tick_param].name;
        code = one(m, rule->name, interval, "tick", 0);
        if (code == ENGRAM_OK && rule->measures)
            code = one(m, rule->name, interval, "measure", 0);
    }
    registry_free(registry);
    return code;
}
