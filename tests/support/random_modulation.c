#include "support/random_writer.h"

/* Spikes that release a part of the weight. Here and below, always: each variant of delivery is a program of its own, which has to be compiled. */
void put_short_term(struct writer *w, uint64_t *state)
{
    static const char *const sets[] = {"depressing", "facilitating", "F1", "D", "F3", NULL};
    put(w, "    short_term: {set: %s", random_choice(state, sets));
    if (random_below(state, 2))
        put(w, ", U: %.2f, tau_rec: %.1f ms", random_between(state, 0, 1), random_between(state, 0.1, 60));
    if (random_below(state, 2))
        put(w, ", tau_fac: %.1f ms", random_below(state, 2) ? random_between(state, 0.1, 90) : 0);
    put(w, "}\n");
}

/* Fast enough to reach either bound within a few ticks. */
void put_scaling(struct writer *w, uint64_t *state, const char *receptor)
{
    put(w,
        "    scaling: {%s: {target_rate: %.0f Hz, beta: %.2f, gamma: %.2f, tau_a: %.1f ms, tick: %.1f ms, "
        "min: "
        "0.3, max: 3}}\n",
        receptor, random_between(state, 0, 100), random_between(state, -0.5, 3),
        random_below(state, 2) ? random_between(state, 0, 50) : 0, random_between(state, 0.1, 50),
        random_between(state, 0.1, 5));
}

/* Two gates, the second half open from the start, for `gate` of projections. */
void put_gates(struct writer *w, uint64_t *state)
{
    put(w, "gates: {g0: {tick: %.1f ms}, g1: {level: %.2f, tick: %.1f ms}}\n", random_between(state, 0.1, 5),
        random_between(state, 0, 1), random_between(state, 0.1, 5));
}

void put_gate(struct writer *w, uint64_t *state)
{
    put(w, "    gate: g%u\n", random_below(state, 2));
}

/* Items of a schedule. */
void put_gate_events(struct writer *w, uint64_t *state)
{
    static const char *const gates[] = {"g0", "g1", "'*'", NULL};
    for (uint32_t k = 1 + random_below(state, 4); k > 0; k--)
        put(w, "  - {at: %.1f ms, gate: {gates: %s, level: %.2f, over: %.1f ms}}\n",
            random_between(state, 0, 40), random_choice(state, gates),
            random_below(state, 2) ? random_between(state, 0, 1) : 1,
            random_below(state, 2) ? random_between(state, 0, 20) : 0);
}

/* Weights of few bits, in half of the cases. */
void put_storage(struct writer *w, uint64_t *state)
{
    if (random_below(state, 2))
        put(w, "    weight_storage: u16\n    weight_rounding: stochastic\n");
}
