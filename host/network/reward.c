#include "network/reward.h"

#include "core/memory.h"
#include "network/decay.h"
#include "network/draw.h"
#include "network/network.h"

#include <stdlib.h>

bool reward_is_timed_at(const struct reward *reward, uint64_t step)
{
    if (!reward_is_timed(reward) || step < reward->begin || step > reward->end)
        return false;
    return reward->every ? (step - reward->begin) % reward->every == 0 : step == reward->begin;
}

uint64_t reward_next_timed(const struct reward *reward, uint64_t step)
{
    uint64_t next = reward->begin;
    if (!reward_is_timed(reward))
        return UINT64_MAX;
    if (step >= reward->begin && !reward->every)
        return UINT64_MAX;
    if (step >= reward->begin)
        next += ((step - reward->begin) / reward->every + 1) * reward->every;
    return next <= reward->end ? next : UINT64_MAX;
}

static uint64_t on_clock(const struct network *net, uint64_t step)
{
    return (step + net->control - 1) / net->control * net->control;
}

/* One of n, drawn: for the number-th time for this reward. */
static uint64_t one_of(const struct network *net, const struct reward *reward, uint64_t n, uint64_t number)
{
    struct draw_key key = {.seed = net->seed,
                           .owner = (uint32_t)(reward - net->rewards),
                           .stream = STREAM_REWARD,
                           .entity = (uint32_t)(number >> 32),
                           .index = (uint32_t)number};
    philox_block block = draw_block(&key, 0);
    uint64_t which = (uint64_t)(draw_uniform(block.v[0], block.v[1]) * (double)n);
    return which < n ? which : n - 1; /* the product may round up */
}

uint64_t reward_due(const struct network *net, const struct reward *reward, uint64_t stamp, uint64_t number)
{
    uint64_t span = reward->delay_most - reward->delay_least + 1;
    return on_clock(net, stamp + reward->delay_least + one_of(net, reward, span, number));
}

size_t reward_choice(const struct network *net, const struct reward *reward, const uint64_t *n_spikes,
                     uint64_t number)
{
    uint64_t most = 0, n_best = 0;
    for (size_t i = 0; i < reward->n_options; i++)
        most = n_spikes[i] > most ? n_spikes[i] : most;
    for (size_t i = 0; i < reward->n_options; i++)
        n_best += n_spikes[i] == most;
    uint64_t which = one_of(net, reward, n_best, number);
    size_t option = 0;
    while (n_spikes[option] < most || which-- > 0)
        option++;
    return option;
}

double baseline_success(const struct baseline *baseline, double *mean, double amount)
{
    double success = amount - *mean;
    *mean += success / baseline->tau;
    return success;
}

uint64_t reward_earliest(const struct network *net, uint64_t step)
{
    uint64_t earliest = UINT64_MAX;
    for (size_t k = 0; k < net->n_rewards; k++) {
        const struct reward *r = &net->rewards[k];
        if (reward_is_timed(r) || step >= r->end)
            continue;
        uint64_t first = step > r->begin ? step : r->begin, due = on_clock(net, first + 1 + r->delay_least);
        earliest = due < earliest ? due : earliest;
    }
    return earliest;
}

bool reward_concerns(const struct network *net, const struct reward *reward, uint32_t population, uint32_t i)
{
    for (size_t k = 0; k < reward->n_options; k++)
        if (reward->options[k] == population)
            return true;
    if (reward->cause == REWARD_SPIKE)
        return reward->population == population &&
               selection_has(&reward->which, &net->populations[population], net->seed, 0, i);
    return reward->cause == REWARD_PAIR &&
           ((reward->first.population == population && reward->first.neuron == i) ||
            (reward->then.population == population && reward->then.neuron == i));
}

void reward_clear(struct reward *reward)
{
    free(reward->projections);
    free(reward->name);
    free(reward->options);
    free(reward->amounts);
    selection_free(&reward->which);
}

/* ---- concentrations ---- */

engram_code modulator_create(const struct network *net, const struct projection *p, struct modulator *out,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *out = (struct modulator){0};
    if (p->rule->modulator_tau_param < 0)
        return ENGRAM_OK;
    double tau = p->params[p->rule->modulator_tau_param];
    out->n = decay_table_length(tau, net->dt_ms);
    TRY(memory_new(&out->table, out->n, sizeof *out->table, "modulator", status));
    decay_table_fill(tau, net->dt_ms, out->table, out->n);
cleanup:
    return code;
}

void modulator_free(struct modulator *m)
{
    free(m->table);
    m->table = NULL;
}

bool network_has_modulators(const struct network *net)
{
    for (size_t j = 0; j < net->n_projections; j++)
        if (net->projections[j].rule->modulator_tau_param >= 0)
            return true;
    return false;
}

float modulator_at(const struct modulator *m, uint64_t stamp)
{
    uint64_t age = stamp - m->stamp;
    return m->value * m->table[age < m->n ? age : m->n - 1];
}

void modulator_jump(struct modulator *m, uint64_t stamp, double amount)
{
    m->value = modulator_at(m, stamp) + (float)amount;
    m->stamp = stamp;
    m->has_jumped = true;
}
