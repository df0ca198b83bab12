/* Construction: drawing the synapses and laying out the rows, by size. */
#include "micro.h"

#include <string.h>

enum { TEXT_BYTES = 512 };

engram_code micro_build(const struct micro *m)
{
    const char *connects[] = {"fixed_indegree: 1000", "fixed_outdegree: 1000", "bernoulli: 0.1"};
    const int sizes[] = {1000, 10000};
    engram_code code = ENGRAM_OK;
    printf("\nconstruction\n  %-28s %12s %10s %12s\n", "connect", "synapses", "s", "million/s");
    for (size_t i = 0; i < sizeof connects / sizeof *connects; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes && code == ENGRAM_OK; k++) {
            char text[TEXT_BYTES];
            struct kernel_run run;
            snprintf(text, sizeof text,
                     "engram: 1\nname: build\nseed: 1\ndt: 0.1 ms\nduration: 1 ms\n"
                     "populations:\n  N: {model: iaf_psc_exp, size: %d}\nprojections:\n"
                     "  N_to_N: {source: N, target: N, connect: {%s}, weight: 1 pA, delay: 1.5 ms}\nrecord: "
                     "{spikes: none}\n",
                     sizes[k], connects[i]);
            code = micro_run(m, text, "none", 0, &run);
            if (code == ENGRAM_OK)
                printf("  %-28s %12llu %10.3f %12.3g\n", connects[i], (unsigned long long)run.n_synapses,
                       run.build_s, 1e-6 * (double)run.n_synapses / run.build_s);
        }
    return code;
}
