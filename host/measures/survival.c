/* Share of synapses that are still there later: of those that are there at some time, or of those that are born within some time. For these, synapses are looked at after every structural
 * tick, so that one that dies soon is not missed. */
#include "measures/kept.h"
#include "measures/looks.h"

#include <math.h>

struct survival {
    struct kept_list before, now; /* of the last look, and of this one */
    uint64_t n, n_left;
    bool is_there;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct survival);
}

static void free_state(void *state)
{
    struct survival *s = state;
    kept_free(&s->before);
    kept_free(&s->now);
}

static uint64_t next_look(const struct tally *t, uint64_t step)
{
    if (!t->of->born_until || step > t->of->born_until)
        return look_at_both(t, step);
    return look_at_ticks(t, step, t->of->begin, t->of->born_until);
}

/* A step of birth of 0 is that of synapses that do not count. */
static engram_code follow(struct tally *t, uint64_t step, const struct seen *synapse, engram_status *status)
{
    struct survival *s = t->state;
    const struct kept *before = kept_find(&s->before, synapse);
    bool is_new = !before && step != t->of->begin && synapse->is_within;
    s->n += is_new;
    return kept_add(&s->now, synapse, before ? before->born : is_new ? (uint32_t)step : 0, status);
}

static engram_code look(struct tally *t, uint64_t step, const struct seen *synapse, engram_status *status)
{
    struct survival *s = t->state;
    if (step == t->of->end)
        s->n_left += kept_find(&s->before, synapse) != NULL;
    else if (t->of->born_until)
        return follow(t, step, synapse, status);
    else if (synapse->is_within) {
        s->n++;
        return kept_add(&s->now, synapse, 0, status);
    }
    return ENGRAM_OK;
}

static void forget_those_that_do_not_count(struct kept_list *list)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < list->n; i++)
        if (list->all[i].born)
            list->all[n++] = list->all[i];
    list->n = n;
}

static void looked(struct tally *t, uint64_t step)
{
    struct survival *s = t->state;
    s->is_there = step == t->of->end;
    if (t->of->born_until && step == t->of->born_until)
        forget_those_that_do_not_count(&s->now);
    kept_turn(&s->before, &s->now);
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct survival *s = t->state;
    (void)n_steps;
    (void)values;
    return s->is_there && s->n ? (double)s->n_left / (double)s->n : (double)NAN;
}

const struct kind kind_survival = {.unit = "1",
                                   .state_bytes = state_bytes,
                                   .free = free_state,
                                   .next_look = next_look,
                                   .look = look,
                                   .looked = looked,
                                   .value = value};
