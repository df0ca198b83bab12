#include "measures/looks.h"

#include "network/structure.h"

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t look_at(uint64_t step, uint64_t at)
{
    return step <= at ? at : UINT64_MAX;
}

uint64_t look_at_end(const struct tally *t, uint64_t step)
{
    return look_at(step, t->of->end);
}

uint64_t look_at_both(const struct tally *t, uint64_t step)
{
    return earlier(look_at(step, t->of->begin), look_at(step, t->of->end));
}

uint64_t look_at_ticks(const struct tally *t, uint64_t step, uint64_t first, uint64_t last)
{
    uint64_t tick = t->net->projections[t->of->projection].structure->tick;
    if (step <= first || step > last)
        return look_at(step, first);
    return earlier((step + tick - 1) / tick * tick, last);
}
