/* Of the synapses that are there at some time, the share whose whole life, from birth to death, is of some length at least: the persistent fraction of imaging. They are followed back and
 * forth for as long, from tick to tick. */
#include "measures/kept.h"
#include "measures/looks.h"

#include <math.h>

struct persistence {
    struct kept_list before, now; /* of the last look, and of this one */
    uint64_t n, n_brief;
    bool is_there;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct persistence);
}

static void free_state(void *state)
{
    struct persistence *s = state;
    kept_free(&s->before);
    kept_free(&s->now);
}

static uint64_t next_look(const struct tally *t, uint64_t step)
{
    const struct measure *of = t->of;
    uint64_t tick = look_at_ticks(t, step, of->end - of->lifetime, of->end + of->lifetime);
    uint64_t end = look_at(step, of->end);
    return tick < end ? tick : end;
}

/* What was there at the first look is as good as born then: if it dies after `end`, it is old enough. */
static engram_code look(struct tally *t, uint64_t step, const struct seen *synapse, engram_status *status)
{
    struct persistence *s = t->state;
    const struct kept *before = kept_find(&s->before, synapse);
    bool counts = step < t->of->end || (step == t->of->end ? synapse->is_within : before != NULL);
    return counts ? kept_add(&s->now, synapse, before ? before->born : (uint32_t)step, status) : ENGRAM_OK;
}

static uint64_t n_young(const struct kept_list *list, uint64_t step, uint64_t lifetime)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < list->n; i++)
        n += step - list->all[i].born < lifetime;
    return n;
}

static void looked(struct tally *t, uint64_t step)
{
    struct persistence *s = t->state;
    uint64_t lifetime = t->of->lifetime;
    s->is_there = step == t->of->end + lifetime;
    if (step == t->of->end)
        s->n = s->now.n;
    else if (step > t->of->end) /* what is missing has died since the last look */
        s->n_brief += n_young(&s->before, step, lifetime) - n_young(&s->now, step, lifetime);
    kept_turn(&s->before, &s->now);
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct persistence *s = t->state;
    (void)n_steps;
    (void)values;
    return s->is_there && s->n ? 1 - (double)s->n_brief / (double)s->n : (double)NAN;
}

const struct kind kind_persistence = {.unit = "1",
                                      .state_bytes = state_bytes,
                                      .free = free_state,
                                      .next_look = next_look,
                                      .look = look,
                                      .looked = looked,
                                      .value = value};
