#include "network/discrete.h"
#include "network/nursery.h"
#include "network/structure.h"
#include "tiny.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { N = 50000 };

static struct neurogenesis DENTATE = {.day = 10,
                                      .births = 500,
                                      .survival = 0.35,
                                      .first_day = 14,
                                      .last_day = 28,
                                      .maturity_day = 60,
                                      .lifetime_days = 100,
                                      .excitability = 1.4,
                                      .bdnf = {7, 0.98, 0.5},
                                      .cort = {5, -0.35, -0.15}};

static void begin(struct tiny *t)
{
    tiny_begin(t, N, 10, false, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    t->net.dt_ms = 0.1;
    t->populations[0].neurogenesis = &DENTATE;
}

Test(neurogenesis, levels_relax_exponentially_from_the_day_after_the_event)
{
    struct region_target target = {30, {0.8, 0.3}};
    struct neurogenesis g = DENTATE;
    struct region level = REGION_AT_REST;
    g.targets = &target;
    g.n_targets = 1;
    for (uint64_t day = 1; day <= 3; day++)
        level = region_next(&g, level, day);
    cr_expect_eq(level.bdnf, 0.3);
    for (uint64_t day = 4; day <= 10; day++)
        level = region_next(&g, level, day);
    cr_expect_float_eq(level.bdnf, 0.8 - 0.5 * exp(-1), 1e-12, "7 days, its time constant, later");
    cr_expect_eq(level.cort, 0.3);
}

Test(neurogenesis, births_are_poisson_with_the_mean_of_the_levels)
{
    struct tiny t;
    begin(&t);
    const struct {
        struct region level;
        double mean;
    } cases[] = {{{0.3, 0.3}, 500}, {{0.8, 0.3}, 990}, {{0.25, 0.8}, 500 * 0.902 * 0.65}};
    for (size_t c = 0; c < 3; c++) {
        double sum = 0, squares = 0;
        enum { DAYS = 4000 };
        for (uint64_t day = 1; day <= DAYS; day++) {
            double n = (double)births_of_day(&t.net, &t.populations[0], cases[c].level, day);
            sum += n;
            squares += n * n;
        }
        double mean = sum / DAYS, variance = squares / DAYS - mean * mean, want = cases[c].mean;
        cr_expect_float_eq(mean, want, 5 * sqrt(want / DAYS), "%g", mean);
        cr_expect_float_eq(variance / mean, 1, 5 * sqrt(2.0 / DAYS), "%g", variance / mean);
    }
}

Test(neurogenesis, chance_of_survival_follows_levels_and_use)
{
    struct neurogenesis g = DENTATE;
    cr_expect_float_eq(survival_chance(&g, (struct region){0.75, 0.8}, 0), 0.35 * 1.45 * 0.85, 1e-12);
    g.calcium_half = 2;
    cr_expect_float_eq(survival_chance(&g, REGION_AT_REST, 2), 0.35, 1e-12);
    cr_expect_eq(survival_chance(&g, REGION_AT_REST, 0), 0);
    cr_expect_float_eq(survival_chance(&g, REGION_AT_REST, 6), 0.525, 1e-12);
}

Test(neurogenesis, fates_are_spread_as_they_should_be)
{
    struct tiny t;
    begin(&t);
    double days[60] = {0}, lives = 0, old = 0, survivors = 0;
    for (uint32_t i = 0; i < N; i++) {
        struct fate f = cell_fate(&t.net, &t.populations[0], i, 17);
        cr_assert(f.checkpoint >= 14 && f.checkpoint <= 28 && f.death > 60);
        days[f.checkpoint]++;
        lives += f.death - 60.5;
        old += f.death > 160;
        survivors += f.needs < 0.35;
    }
    for (uint32_t d = 14; d <= 28; d++)
        cr_expect_float_eq(days[d] / N, 1 / 15.0, 5 * sqrt(1 / 15.0 / N), "day %u", d);
    cr_expect_float_eq(lives / N, 100, 5 * 100 / sqrt(N));
    cr_expect_float_eq(old / N, exp(-1), 0.012);
    cr_expect_float_eq(survivors / N, 0.35, 0.011);
    cr_expect_leq(cell_fate(&t.net, &t.populations[0], 3, 0).death, 3000, "a day, not an age");
}

Test(neurogenesis, excitability_falls_evenly_to_one_at_maturity)
{
    cr_expect_float_eq((double)excitability_at(&DENTATE, 0), 1.4, 1e-6);
    cr_expect_float_eq((double)excitability_at(&DENTATE, 30), 1.2, 1e-6);
    cr_expect_eq(excitability_at(&DENTATE, 60), 1);
    cr_expect_eq(excitability_at(&DENTATE, 1000), 1);
}

Test(neurogenesis, young_neurons_take_less_of_what_formation_wants)
{
    struct neurogenesis g = DENTATE;
    g.input_density = 0.5;
    cr_expect_eq(input_density_at(&g, 0), 0.5f);
    cr_expect_float_eq(input_density_at(&g, 30), 0.75f, 1e-6);
    cr_expect_eq(input_density_at(&g, 60), 1.0f);
    cr_expect_eq(input_density_at(&g, 1000), 1.0f);
}

/* Targets by turns of density 1, 0.5 and 0; 40 synapses are wanted for each. */
Test(neurogenesis, formation_spares_the_young)
{
    struct tiny t;
    struct structure structure = {
        .tick = 10, .tick_ms = 1, .max_in_degree = 1000, .multapses = true, .formation.rate = 40e3};
    struct births births = {0};
    uint32_t *in_degree = calloc(N, sizeof *in_degree);
    float *density = calloc(N, sizeof *density);
    double sum[3] = {0};
    engram_status *status = engram_status_create();
    tiny_begin(&t, N, N, true, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    t.projection.structure = &structure;
    for (uint32_t i = 0; i < N; i++)
        density[i] = (float)(2 - i % 3) / 2;
    struct absence ages = {.density = density};
    cr_assert_eq(formation_draw(&t.net, &t.projection, 10, &ages, in_degree, &births, status), ENGRAM_OK);
    for (uint64_t k = 0; k < births.n; k++)
        sum[births.target[k] % 3] += 3.0 / N;
    cr_expect_float_eq(sum[0], 40, 0.3, "%g", sum[0]);
    cr_expect_float_eq(sum[1], 20, 0.2, "%g", sum[1]);
    cr_expect_eq(sum[2], 0);
    births_free(&births);
    engram_status_free(status);
    free(in_degree);
    free(density);
}

/* More pairs than are tried at a time, of which half take a third word. */
Test(neurogenesis, formation_draws_as_if_one_word_after_the_other)
{
    enum { WANTED = 600000, MANY = 200 };
    struct tiny t;
    const double n_trials = 0x1p40;
    struct structure structure = {.tick = 10, .tick_ms = 1, .max_in_degree = UINT32_MAX, .multapses = true};
    struct births births = {0};
    uint32_t in_degree[MANY] = {0}, n = 0;
    float density[MANY];
    engram_status *status = engram_status_create();
    tiny_begin(&t, MANY, MANY, true, (struct connect){.kind = CONNECT_ALL_TO_ALL});
    structure.formation.rate = 1e3 * WANTED / MANY;
    structure.formation.autapses = true;
    t.projection.structure = &structure;
    for (uint32_t i = 0; i < MANY; i++)
        density[i] = i % 2 ? 1.0f : 0.5f;
    struct absence ages = {.density = density};
    cr_assert_eq(formation_draw(&t.net, &t.projection, 10, &ages, in_degree, &births, status), ENGRAM_OK);
    struct words words =
        words_begin((struct draw_key){t.net.seed, t.projection.owner, STREAM_FORMATION, 10, 0}, 0);
    for (uint64_t i = discrete_binomial(&words, (uint64_t)n_trials, WANTED / n_trials); i > 0; i--) {
        uint32_t source = draw_below(words_next(&words), MANY), target = draw_below(words_next(&words), MANY);
        if (target % 2 == 0 && words_next(&words) >= 0x80000000u)
            continue;
        cr_assert(n < births.n && births.source[n] == source && births.target[n] == target, "pair %u", n);
        n++;
    }
    cr_expect_eq(n, births.n);
    births_free(&births);
    engram_status_free(status);
}

/* Run with that many slots nobody is refused, with one less somebody is. */
Test(neurogenesis, a_plan_says_how_many_slots_suffice)
{
    struct tiny t;
    engram_status *status = engram_status_create();
    struct neurogenesis g = DENTATE;
    uint32_t need = 0;
    begin(&t);
    g.births = 20;
    g.alive = 30;
    t.net.n_steps = 200 * g.day;
    t.populations[0].neurogenesis = &g;
    cr_assert_eq(nursery_need(&t.net, &t.populations[0], &need, status), ENGRAM_OK);
    cr_assert(need > 500 && need < 2000, "%u", need);
    for (uint32_t less = 0; less < 2; less++) {
        struct nursery *n = NULL;
        uint64_t unborn = 0;
        cr_assert_eq(nursery_create(&t.net, &t.populations[0], need - less, &n, status), ENGRAM_OK);
        for (uint64_t day = 0; day < 200; day++) {
            nursery_day(n);
            unborn += n->log[day].unborn;
        }
        cr_expect_eq(unborn > 0, less, "%u slots: %u unborn", need - less, (unsigned)unborn);
        nursery_free(n);
    }
    engram_status_free(status);
}
