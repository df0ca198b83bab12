/* Mean amount of the rewards of some name, in a window. */
#include "measures/kind.h"

#include <math.h>
#include <string.h>

struct rewards_so_far {
    double sum;
    uint64_t n;
};

static size_t state_bytes(const struct network *net, const struct measure *of)
{
    (void)net;
    (void)of;
    return sizeof(struct rewards_so_far);
}

static void reward(struct tally *t, size_t k, uint64_t step, double amount)
{
    struct rewards_so_far *so_far = t->state;
    const char *name = t->net->rewards[k].name;
    if (!name || strcmp(name, t->of->rewards) != 0 || step <= t->of->begin || step > t->of->end)
        return;
    so_far->sum += amount;
    so_far->n++;
}

static double value(const struct tally *t, uint64_t n_steps, const double *values)
{
    const struct rewards_so_far *so_far = t->state;
    (void)values;
    return n_steps < t->of->end || so_far->n == 0 ? (double)NAN : so_far->sum / (double)so_far->n;
}

const struct kind kind_reward = {.unit = "1", .state_bytes = state_bytes, .reward = reward, .value = value};
