/* Synapses gained and lost between two times, over the sum of how many there are then: twice their number, if that stays. */
#include "measures/kept.h"
#include "measures/looks.h"

#include <math.h>

struct turnover {
    struct kept_list before;
    uint64_t n, n_left;
    bool is_there;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct turnover);
}

static void free_state(void *state)
{
    kept_free(&((struct turnover *)state)->before);
}

static engram_code look(struct tally *t, uint64_t step, const struct seen *synapse, engram_status *status)
{
    struct turnover *s = t->state;
    if (step == t->of->begin)
        return kept_add(&s->before, synapse, 0, status);
    s->n++;
    s->n_left += kept_find(&s->before, synapse) != NULL;
    return ENGRAM_OK;
}

static void looked(struct tally *t, uint64_t step)
{
    struct turnover *s = t->state;
    s->is_there = step == t->of->end;
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct turnover *s = t->state;
    double both = (double)s->before.n + (double)s->n;
    (void)n_steps;
    (void)values;
    return s->is_there && both > 0 ? (both - 2 * (double)s->n_left) / both : (double)NAN;
}

const struct kind kind_turnover = {.unit = "1",
                                   .state_bytes = state_bytes,
                                   .free = free_state,
                                   .next_look = look_at_both,
                                   .look = look,
                                   .looked = looked,
                                   .value = value};
