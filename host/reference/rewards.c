/* Who earns rewards in a step, and what the modulators do at its end. */
#include "core/memory.h"
#include "reference/parts.h"

#include <stdlib.h>
#include <string.h>

/* A reward that has been earned and not given yet. */
struct promise {
    size_t reward;
    uint64_t due;
};

struct earnings {
    struct promise *promises;
    size_t n, room;
    uint64_t *n_earned; /* [n_rewards] */
    uint64_t *first;    /* [n_rewards] of a pair: when the first of it fired last; 0: not yet */
    double *means;      /* [n_baselines] */
    uint64_t **fired;   /* [n_rewards][n_options] of a choice: spikes in the time that counts */
};

engram_code earnings_create(const struct network *net, struct earnings **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_new(out, 1, sizeof **out, "rewards", status));
    TRY(memory_new(&(*out)->n_earned, net->n_rewards, sizeof *(*out)->n_earned, "rewards", status));
    TRY(memory_new(&(*out)->first, net->n_rewards, sizeof *(*out)->first, "rewards", status));
    TRY(memory_new(&(*out)->means, net->n_baselines, sizeof *(*out)->means, "rewards", status));
    for (size_t i = 0; i < net->n_baselines; i++)
        (*out)->means[i] = net->baselines[i].initial;
    TRY(memory_new(&(*out)->fired, net->n_rewards, sizeof *(*out)->fired, "rewards", status));
    for (size_t k = 0; k < net->n_rewards; k++)
        TRY(memory_new(&(*out)->fired[k], net->rewards[k].n_options, sizeof(uint64_t), "rewards", status));
cleanup:
    return code;
}

void earnings_free(struct earnings *e, const struct network *net)
{
    if (!e)
        return;
    for (size_t k = 0; e->fired && k < net->n_rewards; k++)
        free(e->fired[k]);
    free(e->fired);
    free(e->means);
    free(e->promises);
    free(e->n_earned);
    free(e->first);
    free(e);
}

/* ---- earning ---- */

static engram_code earn(struct reference *r, size_t k, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct earnings *e = r->earnings;
    uint64_t due = reward_due(r->net, &r->net->rewards[k], r->stamp, e->n_earned[k]++);
    if (e->n == e->room) {
        size_t room = e->room ? 2 * e->room : 16;
        TRY(memory_resize(&e->promises, room, sizeof *e->promises, "rewards", status));
        e->room = room;
    }
    e->promises[e->n++] = (struct promise){k, due};
cleanup:
    return code;
}

static int32_t fired(const struct reference *r, const struct one_neuron *who)
{
    return r->neurons[who->population].fired[who->neuron];
}

static engram_code earn_pairs(struct reference *r, size_t k, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct reward *reward = &r->net->rewards[k];
    uint64_t *first = &r->earnings->first[k];
    bool in_time = *first && r->stamp - *first <= reward->within;
    for (int32_t spike = 0; in_time && spike < fired(r, &reward->then); spike++)
        TRY(earn(r, k, status));
    if (fired(r, &reward->first))
        *first = r->stamp;
cleanup:
    return code;
}

static engram_code earn_spikes(struct reference *r, size_t k, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct reward *reward = &r->net->rewards[k];
    const struct neurons *n = &r->neurons[reward->population];
    for (uint32_t i = 0; i < n->p->n; i++)
        for (int32_t spike = 0; spike < n->fired[i] && reward_concerns(r->net, reward, reward->population, i);
             spike++)
            TRY(earn(r, k, status));
cleanup:
    return code;
}

/* Spikes of the last `within` steps before a choice, that of the choice among them. */
static void count_options(struct reference *r, size_t k)
{
    const struct reward *reward = &r->net->rewards[k];
    uint64_t choice = r->stamp ? reward_next_timed(reward, r->stamp - 1) : UINT64_MAX;
    if (choice == UINT64_MAX || choice - r->stamp >= reward->within)
        return;
    for (size_t option = 0; option < reward->n_options; option++) {
        const struct neurons *n = &r->neurons[reward->options[option]];
        for (uint32_t i = 0; i < n->p->n; i++)
            r->earnings->fired[k][option] += (uint64_t)n->fired[i];
    }
}

/* ---- giving ---- */

/* How often reward k is due now; such promises are kept. */
static uint64_t take_due(struct reference *r, size_t k)
{
    struct earnings *e = r->earnings;
    uint64_t n_due = 0;
    size_t n_left = 0;
    for (size_t i = 0; i < e->n; i++)
        if (e->promises[i].reward == k && e->promises[i].due == r->stamp)
            n_due++;
        else
            e->promises[n_left++] = e->promises[i];
    e->n = n_left;
    return n_due;
}

/* Reward k is given: what of it goes to which projection. */
static void give(struct reference *r, size_t k, double *amounts)
{
    const struct reward *reward = &r->net->rewards[k];
    struct earnings *e = r->earnings;
    double amount = reward->amount;
    if (reward->cause == REWARD_CHOICE) {
        amount = reward->amounts[reward_choice(r->net, reward, e->fired[k], e->n_earned[k]++)];
        memset(e->fired[k], 0, reward->n_options * sizeof *e->fired[k]);
    }
    if (reward->baseline != NO_BASELINE)
        amount = baseline_success(&r->net->baselines[reward->baseline], &e->means[reward->baseline], amount);
    for (size_t i = 0; i < reward->n_projections; i++)
        amounts[reward->projections[i]] += amount;
}

uint64_t earnings_next(const struct reference *r, uint64_t stamp)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < r->earnings->n; i++)
        next = r->earnings->promises[i].due < next ? r->earnings->promises[i].due : next;
    for (size_t k = 0; k < r->net->n_rewards; k++) {
        uint64_t timed = reward_next_timed(&r->net->rewards[k], stamp);
        next = timed < next ? timed : next;
    }
    return next;
}

engram_code rewards_step(struct reference *r, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const struct network *net = r->net;
    double *amounts = NULL;
    TRY(memory_new(&amounts, net->n_projections, sizeof *amounts, "rewards", status));
    for (size_t k = 0; k < net->n_rewards; k++) {
        const struct reward *reward = &net->rewards[k];
        bool is_open = r->stamp > reward->begin && r->stamp <= reward->end;
        if (reward->cause == REWARD_PAIR && is_open)
            TRY(earn_pairs(r, k, status));
        if (reward->cause == REWARD_SPIKE && is_open)
            TRY(earn_spikes(r, k, status));
        if (reward->cause == REWARD_CHOICE)
            count_options(r, k);
        uint64_t n = reward_is_timed(reward) ? reward_is_timed_at(reward, r->stamp) : take_due(r, k);
        for (; n > 0; n--)
            give(r, k, amounts);
    }
    for (uint32_t j = 0; j < net->n_projections; j++)
        if (amounts[j] != 0)
            TRY(synapses_reward(&r->synapses[j], r->stamp, amounts[j], status));
cleanup:
    free(amounts);
    return code;
}
