/* Random experiments in which rules read the potential of their targets, or learn by how surprising their spikes are, with all that rules are combined with: every kind of delay, axons that change speed, synapses
 * that come and go, weights of few bits, gates, short-term plasticity, neurons that fall silent and a network that rests. */
#include "support/random_writer.h"

#include "common/mix.h"

enum { N_POPULATIONS = 2, MOST_PROJECTIONS = 3 };

/* Neurons with escape noise, that fire at anything between never and in each step. */
static void put_noisy(struct writer *w, uint64_t *state, uint32_t i)
{
    put(w,
        "  V%u:\n    model: srm0_psc_delta\n    size: %u\n    params: {t_ref: %.1f ms, tau_m: %.1f ms, V_th: "
        "{uniform: {low: -64 mV, high: -55 mV}}, Delta_V: %.1f mV, kappa_0: %.1f mV}\n"
        "    initial: {V_m: {uniform: {low: -70 mV, high: -50 mV}}}\n"
        "    poisson: {delta: {rate: 4 kHz, weight: 0.2 mV}}\n"
        "    positions: {random: {dimensions: 2, extent: [300, 300], periodic: true}}\n",
        i, 1 + random_below(state, 40), random_between(state, 0, 3), random_between(state, 3, 30),
        random_between(state, 0.1, 5), random_between(state, -8, 1));
}

static void put_population(struct writer *w, uint64_t *state, uint32_t i)
{
    put(w,
        "  V%u:\n    model: aeif_psc_delta_clopath\n    size: %u\n    params: {delay_u_bars: %.1f ms, "
        "t_clamp: %.1f "
        "ms, V_th_max: %.0f mV, V_reset: -55 mV, I_e: {uniform: {low: 500 pA, high: 1200 pA}}}\n"
        "    initial: {V_m: {uniform: {low: -70 mV, high: -50 mV}}}\n"
        "    poisson: {delta: {rate: 4 kHz, weight: 0.8 mV}}\n"
        "    positions: {random: {dimensions: 2, extent: [300, 300], periodic: true}}\n",
        i, 1 + random_below(state, 40), random_between(state, 0.04, 9), random_between(state, 0.04, 3),
        random_between(state, -48, -30));
}

static void put_delay(struct writer *w, uint64_t *state)
{
    double dendritic = random_between(state, 0.1, random_below(state, 2) ? 1 : 8);
    if (random_below(state, 3) == 0)
        put(w, "    delay: %.1f ms\n    dendritic_delay_fraction: 1\n", dendritic);
    else if (random_below(state, 2))
        put(w, "    delay: {uniform: {low: %.1f ms, high: %.1f ms}}\n    dendritic_delay: %.1f ms\n",
            dendritic, dendritic + random_between(state, 0.5, 6), dendritic);
    else
        put(w,
            "    length: {uniform: {low: 50 um, high: 1500 um}}\n    velocity: {uniform: {low: 0.2 m/s, "
            "high: 2 "
            "m/s}}\n    dendritic_delay: %.1f ms\n    myelin: {rate_driven: {tick: 3 ms, a_up: 3, a_down: "
            "100 Hz, "
            "v_min: 0.15 m/s}}\n",
            dendritic);
}

/* Hours in milliseconds: tags come and fade, proteins are made and decay, late phases move. All projections of a network tick together, or not. */
static void put_tagtric(struct writer *w, uint64_t *state)
{
    double theta_p = random_between(state, 1, 6), tau_h = random_between(state, 5, 60);
    double A_LTD = random_between(state, 0, 0.02), A_LTP = random_between(state, 0, 2e-3);
    put(w,
        "{tagtric: {T: %.1f ms, theta_p: %.1f, tau_h: %.1f ms, tau_l: 20 ms, A_LTD: %g, A_LTP: %g, tau_pm: "
        "%.1f ms, tau_pd: 30 ms, tau_z: %.1f ms, gamma: 0.3, w_o: 0.3, g_z: 0.4, g_h: 0.2, g_l: 0.1, w_max: "
        "1}}\n",
        random_between(state, 0.5, 9), theta_p, tau_h, A_LTD, A_LTP, random_between(state, 2, 20),
        random_between(state, 5, 30));
}

/* The same rule and modulation of all projections of an experiment: one program of delivery has to be compiled. */
static void put_projection(struct writer *w, uint64_t *state, uint32_t j, uint64_t modulation, bool is_noisy)
{
    uint32_t target = random_below(state, N_POPULATIONS);
    put(w,
        "  j%u:\n    source: %s\n    target: V%u\n    connect: {bernoulli: %.2f}\n    weight: 0.5 mV\n    "
        "rule: ",
        j,
        j == 0  ? "S"
        : j % 2 ? "V0"
                : "V1",
        target, random_between(state, 0.2, 0.9));
    uint32_t rule = random_below(&modulation, 3);
    if (is_noisy)
        put(w, "{r_max: {lambda: %.2f, tau_m: %.1f ms, tau_e: %.1f ms, Wmax: 1}}\n",
            random_between(state, 0.01, 2), random_between(state, 2, 30), random_between(state, 2, 200));
    else if (rule == 0)
        put(w, "{watching: {step: 0.1, tau: %.1f ms, w_max: 1}}\n", random_between(state, 2, 30));
    else if (rule == 1)
        put(w, "{clopath: {A_LTD: %g, A_LTP: %g, tau_x: %.1f ms, w_max: 1}}\n",
            random_between(state, 0, 2e-3), random_between(state, 0, 3e-4), random_between(state, 2, 30));
    else
        put_tagtric(w, state);
    put_delay(w, state);
    if (random_below(&modulation, 3) == 0)
        put_storage(w, &modulation);
    if (random_below(&modulation, 3) == 0)
        put_short_term(w, &modulation);
    if (random_below(&modulation, 3) == 0)
        put_gate(w, &modulation);
    if (random_below(&modulation, 2))
        put(w,
            "    structure: {tick: %.1f ms, weight: 0.4 mV, formation: {rate: %.0f Hz}, turnover: {random: "
            "{hazard: "
            "%.0f 1/s}}}\n",
            random_between(state, 0.3, 5), random_between(state, 1, 200), random_between(state, 1, 40));
}

/* At given times, for spikes, and for choices, with a mean to compare with. */
static void put_successes(struct writer *w, uint64_t *state)
{
    put(w,
        "  - {at: %.1f ms, reward: {projections: '*', amount: %.2f, every: %.1f ms}}\n"
        "  - {at: 3 ms, reward: {projections: j0, amount: 0.1, delay: [%.1f ms, 9 ms], spikes: {population: "
        "S, "
        "neurons: [0-1]}}}\n"
        "  - {at: 5 ms, reward: {name: R, projections: '*', every: %.1f ms, choice: {between: [V0, V1], "
        "within: "
        "%.1f ms, amounts: [1, -0.4]}, baseline: {tau: 3}}}\n",
        random_between(state, 0, 60), random_between(state, -0.2, 1), random_between(state, 0.3, 30),
        random_between(state, 0, 9), random_between(state, 5, 20), random_between(state, 0.2, 5));
}

void random_voltages(uint64_t seed, char *text, size_t size)
{
    struct writer w = {text, size, 0};
    uint64_t state = mix64(seed + 0x701), modulation = mix64(seed + 0x30D);
    bool is_noisy = seed % 3 == 1;
    put(&w, "seed: %llu\nduration: 100 ms\nrules: [%s/tests/property/watching.h]\npopulations:\n",
        (unsigned long long)seed, ENGRAM_SOURCE_DIR);
    put(&w,
        "  S:\n    model: poisson_generator\n    size: %u\n    params: {rate: {uniform: {low: 20 Hz, high: "
        "300 Hz}}}\n"
        "    positions: {random: {dimensions: 2, extent: [300, 300], periodic: true}}\n",
        5 + random_below(&state, 40));
    uint64_t scaling = mix64(seed + 0x5CA);
    bool is_scaled = random_below(&scaling, 2);
    for (uint32_t i = 0; i < N_POPULATIONS; i++) {
        (is_noisy ? put_noisy : put_population)(&w, &state, i);
        if (is_scaled)
            put_scaling(&w, &scaling, "delta");
    }
    put_gates(&w, &state);
    put(&w, "projections:\n");
    uint32_t n_projections = 1 + random_below(&state, MOST_PROJECTIONS);
    for (uint32_t j = 0; j < n_projections; j++)
        put_projection(&w, &state, j, modulation, is_noisy);
    put(&w, "schedule:\n");
    put_gate_events(&w, &state);
    if (is_noisy)
        put_successes(&w, &state);
    if (random_below(&state, 2))
        put(&w,
            "  - {at: %.1f ms, silence: {populations: V%u, fraction: 0.4}}\n  - {at: %.1f ms, restore: "
            "{populations: "
            "'*'}}\n",
            random_between(&state, 5, 30), random_below(&state, N_POPULATIONS),
            random_between(&state, 31, 50));
    if (random_below(&state, 2)) {
        double begin = random_between(&state, 0, 60);
        put(&w, "  - {at: %.1f ms, rest: {until: %.1f ms}}\n", begin, begin + random_between(&state, 1, 39));
    }
}
