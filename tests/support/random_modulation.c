#include "support/random_writer.h"

/* Spikes that release a part of the weight. */
void put_short_term(struct writer *w, uint64_t *state)
{
    static const char *const sets[] = {"depressing", "facilitating", "F1", "D", "F3", NULL};
    if (random_below(state, 3) == 0)
        return;
    put(w, "    short_term: {set: %s", random_choice(state, sets));
    if (random_below(state, 2))
        put(w, ", U: %.2f, tau_rec: %.1f ms", random_between(state, 0, 1), random_between(state, 0.1, 60));
    if (random_below(state, 2))
        put(w, ", tau_fac: %.1f ms", random_below(state, 2) ? random_between(state, 0.1, 90) : 0);
    put(w, "}\n");
}
