/* Delivery by fan-out and by spread of delays, and the flush.
 *
 * Poisson sources at 10 Hz onto 10,000 neurons that fire on their own drive; 10 million synapses whatever the fan-out; weights so small that what is
 * delivered does not change when they fire. Bytes: target, weight (and length code) read, a plastic weight written. */
#include "handwritten.h"
#include "micro.h"

#include <string.h>

enum { N_TARGETS = 10000, N_SYNAPSES = 10000000, TEXT_BYTES = 2048 };

struct shape {
    int n_targets, n_synapses, fan_out,
        spread_steps; /* spread_steps: delays are uniform over that many steps from 1.5 ms on */
};

static const char text_format[] =
    "engram: 1\nname: delivery\nseed: 1\ndt: 0.1 ms\nduration: %g ms\npopulations:\n"
    "  S: {model: poisson_generator, size: %d, params: {rate: 10 Hz}}\n"
    "  T:\n    model: iaf_psc_exp\n    size: %d\n"
    "    params: {C_m: 250 pF, tau_m: 20 ms, E_L: -60 mV, V_th: -50 mV, V_reset: -60 mV, tau_syn_ex: 5 ms}\n"
    "    initial: {V_m: {normal: {mean: -55 mV, sd: 4 mV}}}\n"
    "    poisson: {exc: {rate: 1800 Hz, weight: 12.5 pA}}\n"
    "projections:\n"
    "  S_to_T: {source: S, target: T, connect: {fixed_outdegree: %d}, weight: 1e-3 pA, rule: %s, %s}\n"
    "record: {spikes: none}\n";
static const char plastic[] = "{stdp: {lambda: 1e-5, mu_plus: 0, mu_minus: 0, w_max: 2e-3 pA}}";

static void write_text(char *text, const struct shape *shape, bool is_plastic, double ms)
{
    char delay[128];
    if (shape->spread_steps > 1)
        snprintf(delay, sizeof delay, "delay: {uniform: {low: 1.5 ms, high: %g ms}}, dendritic_delay: 1.5 ms",
                 1.5 + 0.1 * (shape->spread_steps - 1));
    else
        snprintf(delay, sizeof delay, "delay: 1.5 ms");
    snprintf(text, TEXT_BYTES, text_format, ms, shape->n_synapses / shape->fan_out, shape->n_targets,
             shape->fan_out, is_plastic ? plastic : "static", delay);
}

static void print_delivery(const struct micro *m, const char *rule, const struct shape *shape, double bytes,
                           const struct kernel_run *r)
{
    double per_s = (double)r->n_events / r->seconds;
    printf("  %-8s %8d %8d %10.3g %10.2f %10.2f %9.1f%%\n", rule, shape->fan_out, shape->spread_steps,
           1e-6 * per_s, 1e9 * r->seconds / (double)r->n_events, 1e-9 * bytes * per_s,
           100 * bytes * per_s / m->copy_bytes_per_s);
}

static engram_code one(const struct micro *m, const struct shape *shape, bool is_plastic,
                       struct kernel_run *run)
{
    char text[TEXT_BYTES];
    write_text(text, shape, is_plastic, 200);
    engram_code code = micro_run(m, text, "deliver", 0, run);
    if (code == ENGRAM_OK)
        print_delivery(m, is_plastic ? "stdp" : "static", shape,
                       is_plastic ? ENGRAM_BENCH_PLASTIC_BYTES : ENGRAM_BENCH_STATIC_BYTES, run);
    return code;
}

/* The kernel beside the loop by hand, in turns. */
static engram_code yardstick(const struct micro *m)
{
    const struct shape shapes[] = {{10000, 10000000, 1000, 1}, {100000, 50000000, 1000, 1}};
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes && code == ENGRAM_OK; i++) {
        const struct shape *s = &shapes[i];
        struct kernel_run run;
        double by_hand = 0;
        printf("\nSTDP onto %d targets, %d synapses\n", s->n_targets, s->n_synapses);
        code = one(m, s, true, &run);
        if (code == ENGRAM_OK)
            code = handwritten_stdp((uint32_t)(s->n_synapses / s->fan_out), (uint32_t)s->n_targets,
                                    (uint32_t)s->fan_out, &by_hand, m->status);
        if (code == ENGRAM_OK && by_hand > 0)
            printf("  by hand in AVX-512 %9.3g; the kernel reaches %.0f %% of it\n", 1e-6 * by_hand,
                   100 * (double)run.n_events / run.seconds / by_hand);
        else if (code == ENGRAM_OK)
            printf("  no AVX-512 here, so no loop by hand to compare with\n");
    }
    return code;
}

static engram_code flush(const struct micro *m)
{
    char text[TEXT_BYTES];
    struct kernel_run run;
    write_text(text, &(struct shape){N_TARGETS, N_SYNAPSES, 1000, 1}, true, 60);
    engram_code code = micro_run(m, text, "flush", 1, &run);
    if (code == ENGRAM_OK) {
        double n = (double)run.n_synapses * (double)run.n_launches;
        printf("\nflush after every window\n  %.3g million synapses/s, %.2f ns each, %.2f GB/s, %.1f %% of "
               "copy\n",
               1e-6 * n / run.seconds, 1e9 * run.seconds / n,
               1e-9 * ENGRAM_BENCH_PLASTIC_BYTES * n / run.seconds,
               100 * ENGRAM_BENCH_PLASTIC_BYTES * n / run.seconds / m->copy_bytes_per_s);
    }
    return code;
}

engram_code micro_delivery(const struct micro *m)
{
    const int fan_outs[] = {10, 100, 1000, 10000}, spreads[] = {5, 20, 50};
    engram_code code = ENGRAM_OK;
    printf("\ndelivery\n  %-8s %8s %8s %10s %10s %10s %10s\n", "rule", "fan-out", "delays", "M/s", "ns/event",
           "GB/s", "of copy");
    for (int is_plastic = 0; is_plastic < 2; is_plastic++) {
        struct kernel_run run;
        for (size_t i = 0; i < sizeof fan_outs / sizeof *fan_outs && code == ENGRAM_OK; i++)
            code = one(m, &(struct shape){N_TARGETS, N_SYNAPSES, fan_outs[i], 1}, is_plastic, &run);
        for (size_t i = 0; i < sizeof spreads / sizeof *spreads && code == ENGRAM_OK; i++)
            code = one(m, &(struct shape){N_TARGETS, N_SYNAPSES, 1000, spreads[i]}, is_plastic, &run);
    }
    if (code == ENGRAM_OK)
        code = yardstick(m);
    return code == ENGRAM_OK ? flush(m) : code;
}
