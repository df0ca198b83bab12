/* A fixed total number of synapses. The targets are halved again and again, and the synapses of a range are shared out to its halves by one draw, so a
 * range of targets costs what is in it, and all counts add up:
 *
 *      [0, 8): 20 -> [0, 4): 11 -> [0, 2): 5 -> target 0: 3, target 1: 2
 *                  |             ...
 *                  [4, 8): 9 -> ...                                                */
#include "network/degree.h"
#include "network/discrete.h"

#include <inttypes.h>

enum { TREE_WORDS = 1 }; /* + depth: the draws of the tree, apart from those of the partners (0) */

struct share {
    struct walk *walk;
    struct replaced *replaced;
    struct distinct *distinct; /* NULL with multapses */
    uint32_t n_candidates;
};

static void target_synapses(struct share *s, uint32_t target, uint64_t degree)
{
    if (!s->distinct) {
        replaced_partners(s->replaced, target, degree);
        return;
    }
    distinct_choose(s->distinct, walk_key(s->walk, target), degree);
    for (uint64_t k = 0; k < degree; k++)
        walk_edge(s->walk, walk_partner(s->walk, s->distinct->chosen[k], target), target, (uint32_t)k,
                  target);
}

/* A node is addressed by where it begins and how deep in the tree it is. */
static uint64_t left_part(const struct share *s, uint32_t begin, uint32_t middle, uint32_t end,
                          uint32_t depth, uint64_t n)
{
    struct words words = words_begin(walk_key(s->walk, begin), TREE_WORDS + depth);
    uint64_t left = middle - begin, all = end - begin;
    if (!s->distinct)
        return discrete_binomial(&words, n, (double)left / (double)all);
    return discrete_hypergeometric(&words, n, left * s->n_candidates, all * s->n_candidates);
}

static void share_out(struct share *s, uint32_t begin, uint32_t end, uint32_t depth, uint64_t n)
{
    if (n == 0 || end <= s->walk->begin || begin >= s->walk->end)
        return;
    if (end - begin == 1) {
        target_synapses(s, begin, n);
        return;
    }
    uint32_t middle = begin + (end - begin) / 2;
    uint64_t left = left_part(s, begin, middle, end, depth, n);
    share_out(s, begin, middle, depth + 1, left);
    share_out(s, middle, end, depth + 1, n - left);
}

engram_code walk_total(struct walk *w, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct distinct d = {0};
    struct replaced r = {.walk = w, .n_candidates = w->n_sources - w->skip_self};
    struct share s = {.walk = w, .replaced = &r, .n_candidates = r.n_candidates};
    uint64_t n_pairs = (uint64_t)r.n_candidates * w->n_targets;
    if (w->connect->n && (n_pairs == 0 || (!w->connect->multapses && w->connect->n > n_pairs)))
        return FAIL(ENGRAM_E_USAGE, .what = "more synapses wanted than there are pairs",
                    .where = TEXT("projection '%s'", w->p->name),
                    .why = TEXT("%" PRIu64 " different pairs, of %" PRIu64, w->connect->n, n_pairs),
                    .hint = "lower fixed_total_number, or allow multapses");
    if (!w->connect->multapses) {
        TRY(distinct_create(&d, w, r.n_candidates, r.n_candidates, status));
        s.distinct = &d;
    }
    share_out(&s, 0, w->n_targets, 0, w->connect->n);
    replaced_flush(&r);
cleanup:
    distinct_free(&d);
    return code;
}
