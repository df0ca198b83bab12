/* How the weights of the same synapses differ between two times: the correlation of their logarithms, the deviation of the change in proportion to the weight, and what those that
 * are lost in between weigh, compared with those that are kept. */
#include "measures/kept.h"
#include "measures/looks.h"

#include <math.h>

/* Sums over the synapses that are kept: of a, b and their products. */
struct sums {
    double n, a, b, aa, bb, ab;
};

struct change {
    struct kept_list before;
    struct sums kept;
    double weight; /* of all that were there */
    bool is_there;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct change);
}

static void free_state(void *state)
{
    kept_free(&((struct change *)state)->before);
}

static void add(struct sums *s, double a, double b)
{
    s->n++;
    s->a += a;
    s->b += b;
    s->aa += a * a;
    s->bb += b * b;
    s->ab += a * b;
}

static void compare(struct tally *t, double before, double now)
{
    struct change *s = t->state;
    if (t->of->of != CHANGE_CORRELATION)
        add(&s->kept, before, now - before);
    else if (before != 0 && now != 0)
        add(&s->kept, log(fabs(before)), log(fabs(now)));
}

static engram_code look(struct tally *t, uint64_t step, const struct seen *synapse, engram_status *status)
{
    struct change *s = t->state;
    if (step == t->of->begin) {
        s->weight += synapse->is_within ? (double)synapse->weight : 0;
        return synapse->is_within ? kept_add(&s->before, synapse, 0, status) : ENGRAM_OK;
    }
    const struct kept *before = kept_find(&s->before, synapse);
    if (before)
        compare(t, (double)before->weight, (double)synapse->weight);
    return ENGRAM_OK;
}

static void looked(struct tally *t, uint64_t step)
{
    struct change *s = t->state;
    s->is_there = step == t->of->end;
}

static double covariance(double n, double a, double b, double ab)
{
    return ab / n - a / n * (b / n);
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct change *s = t->state;
    const struct sums *k = &s->kept;
    double n_lost = (double)s->before.n - k->n;
    (void)n_steps;
    (void)values;
    if (!s->is_there || k->n == 0)
        return (double)NAN;
    switch ((enum measure_of_change)t->of->of) {
    case CHANGE_CORRELATION:
        return covariance(k->n, k->a, k->b, k->ab) /
               sqrt(covariance(k->n, k->a, k->a, k->aa) * covariance(k->n, k->b, k->b, k->bb));
    case CHANGE_RELATIVE_SD:
        return sqrt(covariance(k->n, k->b, k->b, k->bb)) / fabs(k->a / k->n);
    case CHANGE_LOST_OVER_KEPT:
        return n_lost > 0 ? (s->weight - k->a) / n_lost / (k->a / k->n) : (double)NAN;
    }
    return (double)NAN;
}

const struct kind kind_change = {.unit = "1",
                                 .state_bytes = state_bytes,
                                 .free = free_state,
                                 .next_look = look_at_both,
                                 .look = look,
                                 .looked = looked,
                                 .value = value};
