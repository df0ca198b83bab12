#include "engine/rewards.h"

#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

/* What one reward of the network has earned. */
struct account {
    uint64_t *due; /* [n] steps, as a heap: none is earlier than that at (i - 1) / 2, so 0 has the first */
    size_t n, room;
    uint64_t n_earned;
    uint64_t latest, before; /* REWARD_PAIR: the two latest stamps of `first`; 0: there was none */
    uint64_t *n_spikes;      /* REWARD_CHOICE: [n_options] those that count for the next choice */
};

struct rewards {
    const struct network *net;
    struct account *accounts; /* [net->n_rewards] */
    double *amounts;          /* [net->n_projections] */
    double *means;            /* [net->n_baselines] */
    reward_sink watch;
    void *context;
};

engram_code rewards_create(const struct network *net, reward_sink watch, void *context, struct rewards **out,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct rewards *r = NULL;
    *out = NULL;
    if (net->n_rewards == 0)
        return ENGRAM_OK;
    TRY(memory_new(&r, 1, sizeof *r, "rewards", status));
    r->net = net;
    r->watch = watch;
    r->context = context;
    TRY(memory_new(&r->accounts, net->n_rewards, sizeof *r->accounts, "rewards", status));
    TRY(memory_new(&r->amounts, net->n_projections, sizeof *r->amounts, "rewards", status));
    TRY(memory_new(&r->means, net->n_baselines, sizeof *r->means, "rewards", status));
    for (size_t i = 0; i < net->n_baselines; i++)
        r->means[i] = net->baselines[i].initial;
    for (size_t k = 0; k < net->n_rewards; k++)
        TRY(memory_new(&r->accounts[k].n_spikes, net->rewards[k].n_options, sizeof(uint64_t), "rewards",
                       status));
    *out = r;
    r = NULL;
cleanup:
    rewards_free(r);
    return code;
}

void rewards_free(struct rewards *r)
{
    if (!r)
        return;
    for (size_t k = 0; r->accounts && k < r->net->n_rewards; k++)
        free(r->accounts[k].due), free(r->accounts[k].n_spikes);
    free(r->accounts);
    free(r->means);
    free(r->amounts);
    free(r);
}

/* ---- earning ---- */

static engram_code earn(struct rewards *r, size_t k, uint64_t stamp, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct account *a = &r->accounts[k];
    uint64_t due = reward_due(r->net, &r->net->rewards[k], stamp, a->n_earned++);
    if (a->n == a->room) {
        size_t room = a->room ? 2 * a->room : 16;
        TRY(memory_resize(&a->due, room, sizeof *a->due, "rewards", status));
        a->room = room;
    }
    size_t at = a->n++;
    for (; at > 0 && a->due[(at - 1) / 2] > due; at = (at - 1) / 2)
        a->due[at] = a->due[(at - 1) / 2];
    a->due[at] = due;
cleanup:
    return code;
}

/* Take the first of all away: the last fills its place, from the top down. */
static void strike_first(struct account *a)
{
    uint64_t last = a->due[--a->n];
    size_t at = 0, next = 1;
    for (; next < a->n; at = next, next = 2 * at + 1) {
        next += next + 1 < a->n && a->due[next + 1] < a->due[next];
        if (a->due[next] >= last)
            break;
        a->due[at] = a->due[next];
    }
    a->due[at] = last;
}

/* Neuron i of a population has fired. */
static engram_code pair_spike(struct rewards *r, size_t k, uint32_t population, uint32_t i, uint64_t stamp,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct reward *reward = &r->net->rewards[k];
    struct account *a = &r->accounts[k];
    uint64_t first = a->latest == stamp ? a->before : a->latest;
    if (reward->then.population == population && reward->then.neuron == i && first &&
        stamp - first <= reward->within)
        TRY(earn(r, k, stamp, status));
    if (reward->first.population == population && reward->first.neuron == i && a->latest != stamp) {
        a->before = a->latest;
        a->latest = stamp;
    }
cleanup:
    return code;
}

/* A population among whose a choice is has spiked; it counts if it is soon before the next choice. */
static void count_spike(struct rewards *r, size_t k, uint32_t population, uint64_t stamp)
{
    const struct reward *reward = &r->net->rewards[k];
    uint64_t choice = reward_next_timed(reward, stamp - 1);
    for (size_t i = 0; i < reward->n_options; i++)
        r->accounts[k].n_spikes[i] +=
            reward->options[i] == population && choice != UINT64_MAX && choice - stamp < reward->within;
}

engram_code rewards_spikes(struct rewards *r, const struct recorded_spike *spikes, size_t n,
                           engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (size_t s = 0; r && s < n; s++) {
        uint32_t population = 0, i = spikes[s].id;
        while (i >= r->net->populations[population].n)
            i -= r->net->populations[population++].n;
        for (size_t k = 0; k < r->net->n_rewards; k++) {
            const struct reward *reward = &r->net->rewards[k];
            uint64_t stamp = spikes[s].stamp;
            if (!reward_concerns(r->net, reward, population, i))
                continue;
            if (reward->cause == REWARD_CHOICE)
                count_spike(r, k, population, stamp);
            else if (stamp <= reward->begin || stamp > reward->end)
                continue;
            else if (reward->cause == REWARD_SPIKE)
                TRY(earn(r, k, stamp, status));
            else
                TRY(pair_spike(r, k, population, i, stamp, status));
        }
    }
cleanup:
    return code;
}

/* ---- giving ---- */

uint64_t rewards_next(const struct rewards *r, uint64_t step)
{
    if (!r)
        return UINT64_MAX;
    uint64_t next = reward_earliest(r->net, step);
    for (size_t k = 0; k < r->net->n_rewards; k++) {
        uint64_t timed = reward_next_timed(&r->net->rewards[k], step),
                 due = r->accounts[k].n ? r->accounts[k].due[0] : UINT64_MAX;
        next = timed < next ? timed : next;
        next = due < next ? due : next;
    }
    return next;
}

/* How often reward k is given at `step`. */
static uint64_t take_due(struct account *a, uint64_t step)
{
    uint64_t n = 0;
    for (; a->n && a->due[0] <= step; n++)
        strike_first(a);
    return n;
}

/* How much reward k is for what has just been done. */
static double amount_of(struct rewards *r, size_t k)
{
    const struct reward *reward = &r->net->rewards[k];
    struct account *a = &r->accounts[k];
    if (reward->cause != REWARD_CHOICE)
        return reward->amount;
    double amount = reward->amounts[reward_choice(r->net, reward, a->n_spikes, a->n_earned++)];
    memset(a->n_spikes, 0, reward->n_options * sizeof *a->n_spikes);
    return amount;
}

static void give(struct rewards *r, size_t k, uint64_t step)
{
    const struct reward *reward = &r->net->rewards[k];
    double amount = amount_of(r, k), success = amount;
    if (reward->baseline != NO_BASELINE)
        success = baseline_success(&r->net->baselines[reward->baseline], &r->means[reward->baseline], amount);
    for (size_t j = 0; j < reward->n_projections; j++)
        r->amounts[reward->projections[j]] += success;
    if (r->watch)
        r->watch(r->context, k, step, amount);
}

const double *rewards_take(struct rewards *r, uint64_t step)
{
    if (!r)
        return NULL;
    bool any = false;
    memset(r->amounts, 0, r->net->n_projections * sizeof *r->amounts);
    for (size_t k = 0; k < r->net->n_rewards; k++) {
        uint64_t n = reward_is_timed(&r->net->rewards[k]) ? reward_is_timed_at(&r->net->rewards[k], step)
                                                          : take_due(&r->accounts[k], step);
        any |= n > 0;
        for (; n > 0; n--)
            give(r, k, step);
    }
    return any ? r->amounts : NULL;
}

const double *rewards_means(const struct rewards *r)
{
    return r ? r->means : NULL;
}
