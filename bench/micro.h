/* Single parts of the engine, measured one by one, each beside what the memory of the device allows (the copy bandwidth, measured in the same run).
 * Whole networks: engram bench. What came out: docs/performance.md. */
#ifndef ENGRAM_BENCH_MICRO_H
#define ENGRAM_BENCH_MICRO_H
#include <engram/engram.h>

#include <stdio.h>

struct micro {
    const char *device;
    double copy_bytes_per_s;
    engram_status *status;
};

/* Time of one kernel in one run. */
struct kernel_run {
    double seconds, build_s;
    uint64_t n_launches, n_events, n_spikes, n_synapses;
    double simulated_s;
};
/* Run an experiment with every kernel timed; `kernel`: the beginning of the kernel's name. */
engram_code micro_run(const struct micro *m, const char *text, const char *kernel, uint32_t flush_every,
                      struct kernel_run *out);

engram_code micro_stream(struct micro *m); /* stream.c: also fills copy_bytes_per_s */
engram_code micro_delivery(const struct micro *m);
engram_code micro_neurons(const struct micro *m);
engram_code micro_myelin(const struct micro *m);
engram_code micro_tick(const struct micro *m);
engram_code micro_build(const struct micro *m);
#endif
