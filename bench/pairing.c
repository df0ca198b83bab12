/* How long it takes to pair vacant elements (C13): N neurons at random on a torus, 2 + 2 vacant elements each, sigma a twentieth of the side.
 *
 * usage: bench_pairing [DEVICE [LARGEST]]      DEVICE: as for --device, "" for the first; LARGEST: most neurons (1000000)
 *
 * The device in two sizes of work-groups, the reference, and up to 5,000 neurons the row of N weights per axonal element. All but the last give the same pairs, or
 * the program ends with exit code 1. Times are the best of five (the reference: one), without copying vacancies to the device. */
#include "core/timer.h"
#include "device/bank.h"
#include "device/launch.h"
#include "network/distance.h"
#include "network/words.h"
#include "reference/matching.h"
#include "store/matching.h"

#include <engram/engram.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ELEMENTS = 2, REPEATS = 5, MOST_NAIVE = 5000 };
static const double SIDE_UM = 1000, SIGMA_UM = 50;

struct sheet {
    uint32_t n, *vacant[2]; /* what is left after the latest run: axonal, dendritic */
    float *positions;
    struct matching_plan plan;
    matching_pair *pairs; /* of the latest run */
    uint32_t n_pairs;
};

static engram_status *status;

static void must(engram_code code)
{
    if (code == ENGRAM_OK)
        return;
    fprintf(stderr, "error: %s\n  where: %s\n  why:   %s\n  do:    %s\n", engram_status_what(status),
            engram_status_where(status), engram_status_why(status), engram_status_hint(status));
    exit(engram_exit_code(code));
}

static struct sheet sheet_open(uint32_t n)
{
    struct sheet s = {.n = n, .positions = calloc(3 * (size_t)n, sizeof(float))};
    struct words words = words_begin((struct draw_key){1, 0, STREAM_PLACE, 0, 0}, 0);
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < 2; k++)
            s.positions[3 * (size_t)i + k] = (float)(SIDE_UM * words_uniform(&words));
    must(matching_plan_create(&(struct matching_request){.name = "pairing",
                                                         .n_sources = n,
                                                         .n_targets = n,
                                                         .same_population = true,
                                                         .source_positions = s.positions,
                                                         .target_positions = s.positions,
                                                         .period = {SIDE_UM, SIDE_UM, 0},
                                                         .kernel = MATCHING_GAUSSIAN,
                                                         .sigma_um = SIGMA_UM,
                                                         .seed = 1},
                              &s.plan, status));
    for (int side = 0; side < 2; side++)
        s.vacant[side] = calloc(n, sizeof(uint32_t));
    return s;
}

static void sheet_begin(struct sheet *s)
{
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < s->n; i++)
            s->vacant[side][i] = ELEMENTS;
    free(s->pairs);
    s->pairs = NULL;
}

static void sheet_close(struct sheet *s)
{
    matching_plan_free(&s->plan);
    free(s->positions);
    free(s->vacant[0]);
    free(s->vacant[1]);
    free(s->pairs);
}

/* Of all pairs in their order. */
static uint64_t hash_of(const struct sheet *s)
{
    uint64_t hash = s->n_pairs;
    for (uint32_t i = 0; i < s->n_pairs; i++)
        hash = mix_pair(hash, (uint64_t)s->pairs[i].source << 32 | s->pairs[i].target);
    return hash;
}

static double mean_square(const struct sheet *s)
{
    const double period[3] = {SIDE_UM, SIDE_UM, 0};
    double sum = 0;
    for (uint32_t i = 0; i < s->n_pairs; i++) {
        double d = distance_um(s->positions + 3 * (size_t)s->pairs[i].source,
                               s->positions + 3 * (size_t)s->pairs[i].target, period);
        sum += d * d / (SIGMA_UM * SIGMA_UM);
    }
    return sum / s->n_pairs;
}

static double run_reference(struct sheet *s)
{
    sheet_begin(s);
    double begun = timer_now();
    must(reference_match(&s->plan, 1, s->vacant[0], s->vacant[1], NULL, &s->pairs, &s->n_pairs, status));
    return timer_now() - begun;
}

static double run_naive(struct sheet *s)
{
    sheet_begin(s);
    double begun = timer_now();
    must(reference_match_exactly(&s->plan, 1, s->vacant[0], s->vacant[1], &s->pairs, &s->n_pairs, status));
    return timer_now() - begun;
}

/* Best time; the pairs are read back afterwards. */
static double run_device(struct device *dev, struct sheet *s, size_t work_group, double *processor,
                         struct matching_rounds *rounds)
{
    uint64_t bytes = s->n * (uint64_t)sizeof(uint32_t);
    double best = INFINITY;
    cl_mem vacant[2] = {NULL, NULL}, pairs = NULL;
    struct matching *m = NULL;
    must(matching_create(dev, &s->plan, NULL, work_group, &m, status));
    sheet_begin(s);
    for (int side = 0; side < 2; side++)
        must(bank_alloc_copy(dev, s->vacant[side], bytes, "vacancies", &vacant[side], status));
    for (int repeat = 0; repeat <= REPEATS; repeat++) { /* the first compiles and allocates */
        for (int side = 0; side < 2; side++)
            must(bank_write(dev, vacant[side], 0, s->vacant[side], bytes, status));
        double begun = timer_now();
        clock_t ticks = clock();
        must(matching_run(m, 1, vacant[0], vacant[1], &pairs, &s->n_pairs, status));
        must(device_finish(dev, status));
        double took = timer_now() - begun;
        if (repeat && took < best) {
            best = took;
            *processor = (double)(clock() - ticks) / CLOCKS_PER_SEC;
        }
    }
    s->pairs = calloc(s->n_pairs + 1u, sizeof *s->pairs);
    must(bank_read(dev, pairs, 0, s->pairs, s->n_pairs * (uint64_t)sizeof *s->pairs, status));
    *rounds = *matching_last(m);
    matching_free(m);
    bank_free(dev, &vacant[0]);
    bank_free(dev, &vacant[1]);
    return best;
}

static void print_rounds(const struct matching_rounds *rounds)
{
    printf("  matched after each round:");
    for (uint32_t i = 1; i <= rounds->n_rounds; i++)
        printf(" %.2f%%", 100 * (1 - (double)rounds->left[i] / rounds->possible));
    printf("\n");
}

/* Device and reference; returns the device's time. */
static double measure(struct device *dev, uint32_t n, bool *equal)
{
    struct sheet s = sheet_open(n);
    struct matching_rounds rounds;
    double processor = 0;
    double by_256 = run_device(dev, &s, 256, &processor, &rounds);
    uint64_t hash_256 = hash_of(&s);
    double seconds = run_device(dev, &s, 0, &processor, &rounds);
    uint64_t hash = hash_of(&s);
    double reference = run_reference(&s);
    *equal = *equal && hash == hash_256 && hash == hash_of(&s);
    printf("%9u %11.4f %9.4f %11.4f %11.3f %9.2f%% %10.4f   %016llx %s\n", n, seconds, processor, by_256,
           reference, 100.0 * s.n_pairs / rounds.possible, mean_square(&s), (unsigned long long)hash,
           *equal ? "equal" : "DIFFER");
    print_rounds(&rounds);
    sheet_close(&s);
    return seconds;
}

static void measure_naive(uint32_t n)
{
    struct sheet s = sheet_open(n);
    double naive = run_naive(&s), reference = run_reference(&s);
    printf("%9u %11.4f (reference with cells %.4f)\n", n, naive, reference);
    sheet_close(&s);
}

static void print_kernels(struct device *dev)
{
    struct kernel_time *times = NULL;
    size_t n = 0;
    must(device_profile(dev, &times, &n, status));
    printf("\nkernel                 launches  seconds on the device, all of the above\n");
    for (size_t i = 0; i < n; i++)
        printf("%-22s %8llu %8.4f\n", times[i].name, (unsigned long long)times[i].launches, times[i].seconds);
    free(times);
}

int main(int argc, char **argv)
{
    struct device *dev = NULL;
    bool equal = true;
    uint32_t largest = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 1000000;
    double first = 0, last = 0;
    status = engram_status_create();
    must(device_open(argc > 1 && *argv[1] ? argv[1] : NULL, true, &dev, status));
    printf("engram %s on %s\n\nrow of N weights per axonal element\n  neurons     seconds\n", ENGRAM_VERSION,
           dev->shown);
    for (uint32_t n = 1250; n <= MOST_NAIVE; n *= 2)
        measure_naive(n);
    printf("\nrounds\n  neurons   device, s    CPU, s  groups 256  reference, s  matched  d^2/sigma^2   hash "
           "of pairs\n");
    for (uint32_t n = 10000; n <= largest; n *= 10) {
        last = measure(dev, n, &equal);
        first = n == 10000 ? last : first;
        if (n == 1000000)
            printf("  time grows as N^%.3f from 10,000 to 1,000,000\n", log10(last / first) / 2);
    }
    print_kernels(dev);
    device_close(dev);
    engram_status_free(status);
    return equal ? 0 : 1;
}
