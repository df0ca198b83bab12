/* How a score and a measured experiment look, for people and as JSON. */
#ifndef ENGRAM_CLI_BENCH_PRINT_H
#define ENGRAM_CLI_BENCH_PRINT_H
#include <engram/bench.h>

#include <stdio.h>

struct bench_format {
    bool is_json, with_kernels, with_date;
};
void bench_print(const engram_bench *bench, const struct bench_format *format, FILE *out);
void bench_print_experiment(const engram_experiment_bench *bench, const char *name,
                            const struct bench_format *format, FILE *out);
#endif
