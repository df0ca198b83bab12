/* Rewards of random experiments. */
#include "support/random_writer.h"

/* At given times, and whenever neurons fire. */
void put_rewards(struct writer *w, uint64_t *state, uint32_t projection)
{
    put(w, "  - {at: %.1f ms, reward: {projections: [P%u], amount: %.2f, every: %.1f ms}}\n",
        random_between(state, 0, 60), projection, random_between(state, -0.2, 1),
        random_between(state, 0.3, 30));
    put(w,
        "  - {at: %.1f ms, reward: {projections: [P%u], amount: %.3f, until: 70 ms, delay: [%.1f ms, 9 ms], "
        "spikes: {population: S, neurons: [0-4]}}}\n",
        random_between(state, 0, 20), projection, random_between(state, 0.01, 0.1),
        random_between(state, 0, 9));
    put(w,
        "  - {at: 0 ms, reward: {projections: [P%u], amount: 0.3, pair: {first: {population: S, neuron: 1}, "
        "then: "
        "{population: N, neuron: %u}, within: %.1f ms}}}\n",
        projection, random_below(state, 20), random_between(state, 1, 20));
    put(w,
        "  - {at: %.1f ms, reward: {name: R, projections: [P%u], every: 4.1 ms, choice: {between: [N, S], "
        "within: "
        "%.1f ms, amounts: [0.2, -0.1]}, baseline: {tau: 3}}}\n",
        random_between(state, 0, 9), projection, random_between(state, 0.2, 4));
}
