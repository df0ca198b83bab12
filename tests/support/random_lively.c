/* Random experiments of neurons that fire much, whose axons change speed and whose synapses come and go. */
#include "support/random_writer.h"

#include "common/mix.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* ---- axons that change speed ---- */

/* By a rule that counts spikes, one with cells, or only by what the schedule does to them. */
static void put_myelin(struct writer *w, uint64_t *state)
{
    double tick = random_between(state, 0.5, 8);
    uint32_t kind = random_below(state, 3);
    if (random_below(state, 2))
        put(w, "    conduction_block: %.2f m/s\n", random_between(state, 0.02, 0.14));
    if (kind == 0) {
        put(w, "    velocity: {uniform: {low: 0.2 m/s, high: 3 m/s}}\n");
        return;
    }
    if (kind == 1) {
        put(w,
            "    velocity: {uniform: {low: 0.2 m/s, high: 3 m/s}}\n    myelin: {rate_driven: {tick: %.1f ms, "
            "tau_rate: %.1f ms, "
            "a_up: %.2f, a_down: %.0f Hz, v_min: 0.15 m/s, v_max: 9 m/s}}\n",
            tick, random_between(state, 1, 30), random_between(state, 0.2, 4),
            random_between(state, 10, 200));
        return;
    }
    uint32_t n_cells = 1 + random_below(state, 4);
    put(w,
        "    myelin: {oligodendrocyte: {tick: %.1f ms, n_axons: %u, n_cells: %u, tau_g: %.1f ms, lambda_M: "
        "%.0f, tau_A: 1 ms, lambda_H: %g, tau_s: "
        "20 ms, delay_nominal: 6 ms, delay_min: 0.5 ms, delay_max: %.0f ms, path_length: 1 mm}}\n",
        tick, 1 + random_below(state, 9), n_cells, random_between(state, 1, 10),
        random_between(state, 5, 200), random_between(state, 1e-5, 1e-2), random_between(state, 8, 25));
}

static void put_schedule(struct writer *w, uint64_t *state, uint32_t n_projections)
{
    put(w, "schedule:\n");
    for (uint32_t k = 1 + random_below(state, 4); k > 0; k--) {
        bool is_loss = random_below(state, 3) > 0;
        put(w, "  - {at: %.1f ms, %s: {fraction: %.2f, over: %.1f ms", random_between(state, 0, 60),
            is_loss ? "demyelinate" : "remyelinate", random_between(state, 0.3, 1),
            random_below(state, 2) ? random_between(state, 0, 20) : 0);
        if (is_loss)
            put(w, ", slowdown: %.2f", random_between(state, 1, 8));
        if (random_below(state, 2))
            put(w, ", projections: [P%u]", random_below(state, n_projections));
        put(w, "}}\n");
    }
}

/* Elements that come fast and go fast: in a few ticks every neuron has been on both sides of its target. */
static void put_growth(struct writer *w, uint64_t *state)
{
    static const char *const kernels[] = {"none", "gaussian\n        sigma: 80 um",
                                          "exponential\n        sigma: 50 um", "disc\n        sigma: 100 um",
                                          NULL};
    static const char *const curves[] = {"gaussian, eta: 0.05, initial: 3", "linear", "sigmoid, psi: 0.1",
                                         NULL};
    put(w, "      growth:\n        kernel: %s\n        vacant_decay: %.2f\n        autapses: %s\n",
        random_choice(state, kernels), random_between(state, 0, 0.3),
        random_below(state, 2) ? "true" : "false");
    for (int side = 0; side < 2; side++)
        put(w, "        %s: {curve: %s, eps: %.2f, growth_rate: %.0f Hz}\n", side ? "dendrite" : "axon",
            random_choice(state, curves), random_between(state, 0.1, 0.6), random_between(state, 50, 800));
}

/* Slots of neurons that change hands within the run; 24 steps a day. */
static const char *const BIRTHS =
    ", neurogenesis: {day: 2.4 ms, alive: 4, births: 2.5, survival: 0.6, checkpoint: [1, 2], "
    "maturity: 4, lifetime: 3, excitability: 1.5, input_density: 0.4%s}";

/* Synapses that come and go, of a projection whose weights are below 90 pA. */
static void put_structure(struct writer *w, uint64_t *state, uint64_t *modulation, bool has_births)
{
    double tick = random_between(state, 0.1, 0.6);
    if (has_births) /* it divides the day */
        tick = 2.4 / (2 + (int)(4 * tick));
    put(w, "    structure:\n      tick: %.1f ms\n", tick);
    if (random_below(state, 2))
        put(w, "      weight: {uniform: {low: 0, high: 80}}\n");
    if (random_below(state, 3))
        put(w, "      formation: {rate: %.0f Hz, excess: %.1f, excess_tau: 20 ms, autapses: %s}\n",
            random_between(state, 1, 400), random_between(state, 0, 3),
            random_below(state, 2) ? "true" : "false");
    if (random_below(state, 3) == 0)
        put(w, "      multapses: false\n");
    if (random_below(state, 2))
        put_growth(w, state);
    if (random_below(state, 3) == 0)
        put(w, "      turnover: {random: {hazard: %.1f 1/s}}\n", random_between(state, 1, 30));
    else if (random_below(state, 2))
        put(w,
            "      turnover: {weak_first: {hazard: %.1f 1/s, w_half: 20, w_rest: 30, theta: 3 1/s, sigma2: 4 "
            "1/s, "
            "w_max: 90}}\n",
            random_between(state, 1, 30));
    else if (random_below(state, 2))
        put(w, "      turnover: {activity: {hazard: %.1f 1/s, rate: %.0f Hz, tau_rate: %.1f ms}}\n",
            random_between(state, 1, 30), random_between(state, 10, 200), random_between(state, 1, 20));
    else
        return;
    if (modulation)
        put(w, "      pruning_gate: g%u\n", random_below(modulation, 2));
}

static void put_cut(struct writer *w, uint64_t *state, uint32_t projection)
{
    static const char *const orders[] = {"random", "weakest", "strongest", NULL};
    static const char *const ends[] = {"", ", sources: {neurons: [0-3]}", ", targets: {fraction: 0.5}",
                                       ", targets: {sphere: {center: [100, 100], radius: 90 um}}", NULL};
    put(w, "  - {at: %.1f ms, cut: {projections: [P%u], fraction: %.2f, order: %s%s%s}}\n",
        random_between(state, 0, 60), projection, random_between(state, 0.1, 1), random_choice(state, orders),
        random_choice(state, ends), random_below(state, 4) ? "" : ", every: 7.3 ms");
    put(w, "  - {at: %.1f ms, adjust: {projections: [P%u], formation: %.1f}}\n", random_between(state, 0, 60),
        projection, random_between(state, 0, 4));
}

/* Rules of an eighth of the experiments, and there of all projections: each is a program of its own, which has to be compiled. */
static const char *const SLOW[] = {
    "{calcium: {w_max: 90, w_0: 10, b: 5, D: 7.3 ms, T: 2.3 ms, tau: 2 s, sigma: 2}}",
    "{bcm: {w_max: 90, eta: 1e-3, theta_start: 30, tau_theta: 40 ms, tau_x: 20 ms, tau_y: 20 ms, T: 2.1 ms}}",
    "{orchestrated_sliding: {w_max: 90, w_0: 20, A: 0.3, B: 0.2, delta: 0.01, tau_cons: 30 ms, T_ref: 1.7 "
    "ms, "
    "w_ref: 25}}\n    weight_storage: u16\n    weight_rounding: stochastic"};
enum { N_SLOW = sizeof SLOW / sizeof *SLOW };
/* In every fourth of those. */
static const char *const SEVERAL = "[{normalization: {w_max: 90, W: 150, T_norm: 1.7 ms}}, {calcium: {w_max: "
                                   "90, w_0: 10, b: 5, D: 7.3 ms, T: 1.7 ms, tau: 2 s, sigma: "
                                   "2}}, {orchestrated_sliding: {w_max: 90, w_0: 20, A: 0.3, B: 0.2, delta: "
                                   "0.01, tau_cons: 30 ms, T_ref: 1.7 ms, w_ref: 25}}]";

static void lively(uint64_t seed, bool has_structure, char *text, size_t size)
{
    static const char *const rules[] = {"static",
                                        "{stdp: {w_max: 90 pA, lambda: 0.05}}",
                                        "{stdp_nn_symm: {w_max: 90 pA}}",
                                        "{stdp: {w_max: 90 pA, lambda: 0.05}}\n    weight_storage: u16\n    "
                                        "weight_rounding: stochastic",
                                        "{stdp_nn_symm: {w_max: 90 pA}}\n    weight_storage: u8",
                                        "{orchestrated: {w_max: 90, w_0: 20, A: 0.3, B: 0.2, delta: 0.01, "
                                        "tau_cons: 30 ms, T_ref: 1.7 ms, w_ref: 25}}",
                                        "{normalization: {w_max: 90, W: 150, T_norm: 2.1 ms}}",
                                        "{remembering: {w_max: 90 pA, step: 3 pA, D: 7.3 ms}}",
                                        "{r_stdp: {Wmax: 90, tau_e: 15 ms, lambda: 2}}",
                                        "{stdp_dopamine: {Wmax: 90, tau_c: 40 ms, tau_n: 9 ms, b: 0.01, "
                                        "T_flush: 3.1 ms}}\n    weight_storage: u16\n  "
                                        "  weight_rounding: stochastic",
                                        NULL};
    const char *neurons = has_structure
                              ? ", calcium: {tau_Ca: 20 ms, beta_Ca: 0.3, tick: 0.5 ms}, positions: "
                                "{random: {dimensions: 2, extent: [300, 200], periodic: true}}"
                              : "";
    struct writer w = {.text = text, .size = size};
    uint64_t state = mix64(seed + 0x5EED), modulation = mix64(seed + 0x30D);
    bool is_slow = seed % 8 == 7;
    bool is_modulated = seed % 8 == 1 || seed % 16 == 15; /* each variant of delivery has to be compiled */
    bool has_births = has_structure && seed % 32 == 5;
    uint32_t rewarded = 0; /* bit j: the rule of projection j learns of rewards */
    uint32_t changing = 0; /* bit j: the synapses of projection j come and go */
    uint32_t n = 20 + random_below(&state, 40), n_projections = 2 + random_below(&state, 4);
    char born[2][256] = {"", ""}; /* in N and S; the synapses onto N learn by its age */
    for (int k = 0; has_births && k < 2; k++)
        snprintf(born[k], sizeof born[k], BIRTHS, k ? "" : ", mature_plasticity: 0.2");
    put(&w, "seed: %llu\nduration: %u ms\ncontrol_interval: 0.7 ms\nrules: [%s]\npopulations:\n",
        (unsigned long long)seed, 40 + random_below(&state, 60), REMEMBERING);
    put(&w,
        "  N: {model: iaf_psc_exp, size: %u, params: {t_ref: %.1f ms}, poisson: {exc: {rate: 9 kHz, weight: "
        "60 pA}}%s%s}\n"
        "  S: {model: poisson_generator, size: %u, params: {rate: {uniform: {low: 10 Hz, high: 900 "
        "Hz}}}%s%s}\n",
        n, random_between(&state, 0.1, 2), neurons, born[0], 5 + random_below(&state, 40), neurons, born[1]);
    if (is_modulated)
        put_gates(&w, &modulation);
    put(&w, "projections:\n");
    for (uint32_t j = 0; j < n_projections; j++) {
        const char *rule = random_choice(&state, rules);
        if (has_births && j == 0)
            rule = rules[1];
        if (is_slow)
            rule = seed % 32 == 31 ? SEVERAL : SLOW[(seed / 8 + j) % N_SLOW];
        rewarded |= (uint32_t)(strstr(rule, "dopamine") || strstr(rule, "r_stdp")) << j;
        put(&w,
            "  P%u:\n    source: %s\n    target: N\n    connect: {fixed_indegree: %u}\n    weight: 30 pA\n   "
            " weight_limit: 90 pA\n    rule: %s\n"
            "    length: {uniform: {low: 50 um, high: %.0f um}}\n    dendritic_delay: %.1f ms\n",
            j, j % 2 ? "S" : "N", 1 + random_below(&state, 12), rule, random_between(&state, 200, 3000),
            random_between(&state, 0.1, 2));
        put_myelin(&w, &state);
        if (has_structure && random_below(&state, 4)) {
            put_structure(&w, &state, is_modulated ? &modulation : NULL, has_births);
            changing |= 1u << j;
        }
        if (is_modulated)
            put_short_term(&w, &modulation);
        if (is_modulated && rule != rules[0])
            put_gate(&w, &modulation);
    }
    put_schedule(&w, &state, n_projections);
    for (uint32_t j = 0; j < n_projections; j++)
        if (changing >> j & 1u && random_below(&state, 2))
            put_cut(&w, &state, j);
    for (uint32_t j = 0; j < n_projections; j++)
        if (rewarded >> j & 1u)
            put_rewards(&w, &state, j);
    if (is_modulated)
        put_gate_events(&w, &modulation);
}

void random_speeds(uint64_t seed, char *text, size_t size)
{
    lively(seed, false, text, size);
}

void random_structure(uint64_t seed, char *text, size_t size)
{
    lively(seed, true, text, size);
}
