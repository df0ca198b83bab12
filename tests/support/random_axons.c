#include "support/random_axons.h"

#include "common/mix.h"
#include "core/text.h"
#include "support/random_experiment.h"

#include <criterion/criterion.h>

#define MODELS ENGRAM_SOURCE_DIR "/tests/property/"
enum { N_STEPS = 600, LONG_ROWS = AXON_GROUPS - 1 /* this group has few axons with many synapses */ };

static double ms(uint32_t steps)
{
    return 0.1 * steps;
}

/* Trains with several spikes in a step, bursts, and pauses. */
static void put_listed(struct text *w, uint64_t *state, uint32_t n)
{
    static const uint32_t longest[] = {1, 2, 3, 20, 120};
    text_add(w, "model: spike_generator, size: %u, spike_times: [", n);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = 1 + random_below(state, 60);
        text_add(w, "%s[", i ? ", " : "");
        for (uint32_t k = 4 + random_below(state, 16); k > 0 && at < N_STEPS; k--) {
            text_add(w, "%.1f, ", ms(at));
            at += random_below(state, 1 + longest[random_below(state, 5)]);
        }
        text_add(w, "%.1f]", ms(at));
    }
    text_add(w, "]");
}

static void put_source(struct text *w, uint64_t *state, uint32_t j, struct axon_group *g)
{
    text_add(w, "  S%u: {", j);
    g->gap = 1;
    switch (random_below(state, 4)) {
    case 0:
        text_add(w,
                 "model: poisson_generator, size: %u, params: {rate: {uniform: {low: 80 Hz, high: 2 kHz}}}",
                 g->n_axons);
        break;
    case 1:
        g->gap = 1 + random_below(state, 20);
        text_add(
            w,
            "model: iaf_psc_exp, size: %u, params: {t_ref: %.1f ms}, poisson: {exc: {rate: {uniform: {low: 6 "
            "kHz, high: 15 kHz}}, weight: 120 pA}}",
            g->n_axons, ms(g->gap));
        break;
    default:
        put_listed(w, state, g->n_axons);
    }
    text_add(w, "}\n");
}

static void put_rule(struct text *w, uint64_t *state, const struct axon_group *g)
{
    double tick = ms(g->tick);
    switch (random_below(state, 4)) {
    case 0:
        text_add(w,
                 ", velocity: {uniform: {low: 0.3 m/s, high: 5 m/s}}, myelin: {rate_driven: {tick: %.1f, "
                 "tau_rate: 2, "
                 "a_up: %.1f, a_down: %u, v_min: 0.2, v_max: 9}}",
                 tick, 0.5 + random_below(state, 40) * 0.1, 20 + random_below(state, 400));
        break;
    case 1:
        text_add(w,
                 ", myelin: {oligodendrocyte: {tick: %.1f, n_axons: %u, n_cells: %u, tau_g: 4, lambda_M: %u, "
                 "tau_A: "
                 "0.5, lambda_H: 0.001, tau_s: 10, delay_nominal: 6, delay_min: 0.4, delay_max: %u, "
                 "path_length: %.0f}}",
                 tick, 1 + random_below(state, 9), 1 + random_below(state, 4), 20 + random_below(state, 400),
                 8 + random_below(state, 15), g->longest_um);
        break;
    default:
        text_add(w,
                 ", velocity: {uniform: {low: 0.25 m/s, high: 8 m/s}}, myelin: {jumping: {tick: %.1f, v_max: "
                 "%.1f}}",
                 tick, 8 + 0.1 * random_below(state, 100));
    }
}

static void put_group(struct text *w, uint64_t *state, uint32_t j, const struct axon_group *g)
{
    static const char *const rules[] = {"static", "{stdp: {lambda: 0, w_max: 1}}",
                                        "{stdp_nn_symm: {lambda: 0, w_max: 1}}"};
    text_add(w,
             "  C%u: {source: S%u, target: T%u, connect: {fixed_indegree: %u}, weight: 1, rule: %s, length: "
             "{uniform: "
             "{low: 0, high: %.0f}}, dendritic_delay: %.1f",
             j, j, j, j == LONG_ROWS ? 1 : 1 + random_below(state, 3) / 2, rules[random_below(state, 3)],
             g->longest_um, ms(g->dendritic));
    put_rule(w, state, g);
    if (g->structure)
        text_add(w,
                 ", structure: {tick: %.1f, weight: 1, max_in_degree: 16, formation: {rate: %u Hz}, "
                 "turnover: {random: "
                 "{hazard: %u 1/s}}}",
                 ms(g->structure), 10 + random_below(state, 60), 5 + random_below(state, 30));
    text_add(w, "}\n");
}

void random_axons(uint64_t seed, struct random_axons *out)
{
    static const uint32_t shortest[] = {1, 1, 4, 12}; /* dendrites, and so the longest window */
    uint64_t state = mix64(seed + 0xA705);
    uint32_t dendritic = shortest[random_below(&state, 4)];
    struct text w = {0};
    *out = (struct random_axons){.n_steps = N_STEPS};
    text_add(&w, "seed: %llu\nduration: %.1f\nrules: [%sjumping.h]\nneurons: [%secho.h]\npopulations:\n",
             (unsigned long long)seed, ms(N_STEPS), MODELS, MODELS);
    for (uint32_t j = 0; j < AXON_GROUPS; j++) {
        struct axon_group *g = &out->groups[j];
        g->n_axons = j == LONG_ROWS ? 1 + random_below(&state, 4) : 60;
        g->n_targets = j == LONG_ROWS ? 1200 : g->n_axons * (2 + random_below(&state, 6));
        g->tick = 3 + random_below(&state, 40);
        g->dendritic = dendritic + random_below(&state, 10);
        g->longest_um = 100 + random_below(&state, 3000);
        g->structure = j % 2 ? 1 + random_below(&state, 30) : 0;
        put_source(&w, &state, j, g);
        text_add(&w, "  T%u: {model: echo, size: %u}\n", j, g->n_targets);
    }
    text_add(&w, "projections:\n");
    for (uint32_t j = 0; j < AXON_GROUPS; j++)
        put_group(&w, &state, j, &out->groups[j]);
    cr_assert(text_finish(&w, &out->text, NULL) == 0);
}
