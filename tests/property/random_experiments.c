/* The promise of the engine on random experiments: device and reference agree in every spike, state, weight, delay and synapse, however it is run. */
#include "support/random_experiment.h"

#include <criterion/criterion.h>
#include <engram/engram.h>
#include <stdio.h>
#include <stdlib.h>

/* Most of their time is compiling kernels, about 3 s of processor time each. */
enum { PER_TEST = 20, FOR_TICKS = 24, TEXT_BYTES = 1 << 16 };

/* ENGRAM_RANDOM_SEED moves all seeds: another set of experiments (more_random_experiments_long.sh). */
static uint64_t first_seed(void)
{
    const char *text = getenv("ENGRAM_RANDOM_SEED");
    return text ? strtoull(text, NULL, 10) : 0;
}

/* How many experiments: n, or more where others are asked for. */
static uint64_t or_more(uint64_t n, uint64_t more)
{
    return getenv("ENGRAM_RANDOM_SEED") ? more : n;
}

/* Returns after how many structural ticks the rows of synapses were checked. */
static uint64_t agree(uint64_t begin, uint64_t n, void (*draw)(uint64_t, char *, size_t))
{
    char *text = malloc(TEXT_BYTES);
    engram_status *status = engram_status_create();
    uint64_t n_spikes = 0, n_ticks = 0;
    for (uint64_t seed = begin; seed < begin + n; seed++) {
        engram_experiment *experiment = NULL;
        engram_validation v = {0};
        uint64_t state = seed;
        engram_options options = random_options(&state);
        draw(seed, text, TEXT_BYTES);
        engram_code code = engram_experiment_parse("random", text, &experiment, status);
        if (code == ENGRAM_OK)
            code = engram_validate(experiment, &options, 0, &v, status);
        n_spikes += v.n_spikes;
        n_ticks += v.n_structural_ticks;
        cr_assert(code == ENGRAM_OK,
                  "seed %llu (tiles %u, window %u, group %u, flush %u, %s): %s; %s; %s\n%s",
                  (unsigned long long)seed, options.tiles, options.window, options.work_group,
                  options.flush_every, options.delivery, engram_status_what(status),
                  engram_status_where(status), engram_status_why(status), text);
        engram_experiment_free(experiment);
    }
    cr_assert(n_spikes > 100 * n, "only %llu spikes: the experiments are not lively enough to test anything",
              (unsigned long long)n_spikes);
    engram_status_free(status);
    free(text);
    return n_ticks;
}

Test(random_experiments, agree_with_the_reference_1)
{
    agree(first_seed(), PER_TEST, random_experiment);
}

Test(random_experiments, agree_with_the_reference_2)
{
    agree(first_seed() + PER_TEST, PER_TEST, random_experiment);
}

Test(random_experiments, agree_with_the_reference_3)
{
    agree(first_seed() + 2 * PER_TEST, PER_TEST, random_experiment);
}

Test(random_experiments, agree_with_the_reference_4)
{
    agree(first_seed() + 3 * PER_TEST, PER_TEST, random_experiment);
}

/* Short-term plasticity, gates and scaling, with any rule, kind of delay and number of spikes at once. The one of the default suite has three rules on the same
 * synapses that tick, measure, draw and act late, one that keeps states of its targets, and weights of few bits. */
Test(random_experiments, agree_while_synapses_are_modulated)
{
    agree(first_seed() + 123, or_more(1, 6), random_modulation);
}

/* Spikes of one axon with different speeds, coincidences, speed-ups by more than the interval between two of them. */
Test(random_experiments, agree_while_axons_change_speed)
{
    agree(first_seed(), PER_TEST / 2, random_speeds);
}

/* Neurons fall silent and go on, rates change, and slots change hands, while windows of any length run. */
Test(random_experiments, agree_while_neurons_fall_silent)
{
    agree(first_seed(), PER_TEST / 2, random_events);
}

/* Potentials are read, or surprises learned from, while everything else goes on. One of each rule in the default suite, since each has programs of its own to be
 * compiled: tagtric, r_max and clopath, two of them with structure. */
Test(random_experiments, agree_while_rules_read_voltages)
{
    agree(first_seed() + 6, or_more(3, 6), random_voltages);
}

/* Synapses appear before, behind and under spikes on their way, and rows outgrow their places. */
Test(random_experiments, agree_while_synapses_come_and_go)
{
    uint64_t n_ticks = agree(first_seed(), or_more(FOR_TICKS, FOR_TICKS + 4), random_structure);
    cr_assert(n_ticks >= 10000, "only %llu structural ticks", (unsigned long long)n_ticks);
}
