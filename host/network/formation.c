/* Which pairs of neurons formation at a rate wants. */
#include "core/memory.h"
#include "network/discrete.h"
#include "network/elementary.h"
#include "network/structure.h"

#include <math.h>
#include <stdlib.h>

/* A Poisson number, as a binomial one of so many trials that nobody could tell: they differ in one of 2^40 / mean draws at most. */
static uint64_t draw_poisson(struct words *words, double mean)
{
    const uint64_t n_trials = UINT64_C(1) << 40;
    return mean > 0 ? discrete_binomial(words, n_trials, fmin(mean / (double)n_trials, 0.5)) : 0;
}

/* Does a target that may be young take a synapse? Nothing is drawn where it cannot matter. */
static bool takes(const float *density, uint32_t target, const uint32_t **word)
{
    return !density || density[target] >= 1 || (double)*(*word)++ < (double)density[target] * 0x1p32;
}

/* How many synapses are wanted. */
static uint64_t number_wanted(const struct network *net, const struct projection *p, uint64_t step,
                              struct words *words)
{
    const struct structure *s = p->structure;
    const struct formation *f = &s->formation;
    double age_ms = s->tick_ms * (double)(step / s->tick);
    double rate = f->rate * structure_formation_factor(s, step) *
                  (f->excess > 0 ? 1 + f->excess * elementary_exp(-age_ms / f->excess_tau_ms) : 1);
    return draw_poisson(words, rate * 1e-3 * s->tick_ms * net->populations[p->target].n);
}

/* Pairs that are tried at a time. Their words are drawn ahead, by all threads; what becomes of a pair depends on those before it, and takes much less time. */
enum { AHEAD = 1 << 18 };

engram_code formation_draw(const struct network *net, const struct projection *p, uint64_t step,
                           const struct absence *absent, uint32_t *in_degree, struct births *births,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct structure *s = p->structure;
    uint32_t n_sources = net->populations[p->source].n, n_targets = net->populations[p->target].n;
    uint32_t words_of_pair = absent->density ? 3 : 2, *ahead = NULL;
    bool is_loop_refused = p->source == p->target && !s->formation.autapses;
    struct draw_key key = {net->seed, p->owner, STREAM_FORMATION, (uint32_t)step, 0};
    struct words words = words_begin(key, 0);
    uint64_t n = number_wanted(net, p, step, &words);
    TRY(memory_new(&ahead, (n < AHEAD ? n : AHEAD) * words_of_pair, sizeof *ahead, "new synapses", status));
    for (uint64_t i = 0; i < births->n; i++)
        in_degree[births->target[i]]++;
    for (uint64_t n_now; n > 0; n -= n_now) {
        n_now = n < AHEAD ? n : AHEAD;
        TRY(words_ahead(&words, (uint32_t)n_now * words_of_pair, ahead, status));
        const uint32_t *word = ahead;
        for (uint64_t i = 0; i < n_now; i++) {
            uint32_t source = draw_below(*word++, n_sources), target = draw_below(*word++, n_targets);
            if ((source == target && is_loop_refused) || in_degree[target] >= s->max_in_degree ||
                (absent->source && absent->source[source]) || (absent->target && absent->target[target]) ||
                !takes(absent->density, target, &word))
                continue;
            in_degree[target]++;
            TRY(births_add(births, source, target, status));
        }
        words_skip(&words, (uint32_t)(word - ahead));
    }
cleanup:
    free(ahead);
    return code;
}
