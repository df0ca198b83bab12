/* What makes the modulators of projections jump: the event `reward` of a schedule, and the clock of what spikes earn. */
#include "core/memory.h"
#include "experiment/resolve.h"

#include <stdlib.h>

engram_code resolve_control(struct resolver *r, const struct node *root)
{
    engram_status *status = r->status;
    double ms = 0;
    engram_code code = schema_number(root, "control_interval", &ms, status);
    if (code != ENGRAM_OK)
        return code;
    r->net->control = steps_of(r, ms);
    const struct node *given = node_get(root, "control_interval");
    if (r->net->control == 0 && !given)
        r->net->control = 1; /* nobody asked for the default */
    if (r->net->control > 0)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "control_interval is shorter than one step",
                .where = node_where(status, given),
                .why = TEXT("%g ms is less than half of dt = %g ms", ms, r->net->dt_ms),
                .hint = TEXT("make it at least %g ms", r->net->dt_ms));
}

/* ---- whose modulators ---- */

static engram_code resolve_modulated(struct resolver *r, const struct node *map, struct reward *out)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *named = node_get(map, "projections");
    TRY(resolve_projection_patterns(r, named, &out->projections, &out->n_projections));
    for (size_t i = 0; i < out->n_projections; i++) {
        const struct projection *p = &r->net->projections[out->projections[i]];
        if (!model_is_rewarded(p->rule))
            TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("projection '%s' cannot be rewarded", p->name),
                     .where = node_where(status, named),
                     .why = TEXT("its rule, '%s', has no modulator", p->rule->name),
                     .hint = "give it a rule with one, such as stdp_dopamine, or name another projection"));
    }
cleanup:
    return code;
}

/* ---- what earns it ---- */

static engram_code resolve_neuron(struct resolver *r, const struct node *map, const char *population_path,
                                  const char *neuron_path, struct one_neuron *out)
{
    engram_code code = ENGRAM_OK;
    const struct node *name = node_get(map, schema_key(schema_find(population_path)));
    uint64_t neuron = 0;
    TRY(resolve_population_name(r, name, name->text, &out->population));
    struct population *p = &r->net->populations[out->population];
    TRY(schema_integer(map, neuron_path, &neuron, r->status));
    TRY(check_neuron(r, node_get(map, "neuron"), p, neuron));
    out->neuron = (uint32_t)neuron;
    p->is_watched = true;
cleanup:
    return code;
}

static engram_code resolve_pair(struct resolver *r, const struct node *map, struct reward *out)
{
    engram_code code = ENGRAM_OK;
    double within = 0;
    out->cause = REWARD_PAIR;
    TRY(resolve_neuron(r, node_get(map, "first"), "schedule[].reward.pair.first.population",
                       "schedule[].reward.pair.first.neuron", &out->first));
    TRY(resolve_neuron(r, node_get(map, "then"), "schedule[].reward.pair.then.population",
                       "schedule[].reward.pair.then.neuron", &out->then));
    TRY(schema_number(map, "schedule[].reward.pair.within", &within, r->status));
    out->within = steps_of(r, within);
cleanup:
    return code;
}

static engram_code resolve_spikes(struct resolver *r, const struct node *map, struct reward *out)
{
    engram_code code = ENGRAM_OK;
    const struct node *name = node_get(map, "population");
    out->cause = REWARD_SPIKE;
    TRY(resolve_population_name(r, name, name->text, &out->population));
    TRY(resolve_selection(r, map, "schedule[].reward.spikes", &r->net->populations[out->population],
                          &out->which));
    r->net->populations[out->population].is_watched = true;
cleanup:
    return code;
}

static engram_code bad_delay(struct resolver *r, const struct node *delay)
{
    engram_status *status = r->status;
    return FAIL(
        ENGRAM_E_USAGE, .what = "delay is neither one time nor two", .where = node_where(status, delay),
        .why = "it is the time from a spike to its reward, or the shortest and the longest, none below 0",
        .hint = "write  delay: [1 s]  or  delay: [1 s, 3 s]");
}

static engram_code resolve_reward_delay(struct resolver *r, const struct node *map, struct reward *out)
{
    engram_code code = ENGRAM_OK;
    const struct node *delay = node_get(map, "delay");
    const struct schema_row *row = schema_find("schedule[].reward.delay");
    double ends[2] = {0, 0};
    size_t n = !delay || node_is_null(delay) ? 0 : delay->n;
    if (n > 2)
        TRY(bad_delay(r, delay));
    for (size_t i = 0; i < n; i++)
        TRY(schema_number_here(delay->items[i], row, &ends[i], r->status));
    ends[1] = n == 2 ? ends[1] : ends[0];
    if (!(ends[0] >= 0 && ends[0] <= ends[1]))
        TRY(bad_delay(r, delay));
    out->delay_least = steps_of(r, ends[0]);
    out->delay_most = steps_of(r, ends[1]);
cleanup:
    return code;
}

/* A key that means nothing beside, or without, another one would mislead who sets it. */
static engram_code check_keys(struct resolver *r, const struct node *map)
{
    engram_status *status = r->status;
    const struct node *spikes = node_get(map, "spikes"), *pair = node_get(map, "pair");
    const char *key = spikes && pair           ? "pair"
                      : (spikes || pair)       ? "every"
                      : node_get(map, "delay") ? "delay"
                                               : NULL;
    const char *why = spikes && pair     ? "spikes alone earn it already; a reward has one cause"
                      : (spikes || pair) ? "spikes earn it, whenever they come"
                                         : "it comes at given times, which no spike earns";
    if (!key || !node_get(map, key))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' has no meaning here", key),
                .where = node_where(status, node_key(map, key)), .why = why,
                .hint = "remove it, or make two rewards of it");
}

engram_code resolve_reward(struct resolver *r, const struct node *item, const struct node *key,
                           const struct node *map)
{
    (void)key;
    engram_code code = ENGRAM_OK;
    struct reward new = {.cause = REWARD_TIMED, .end = r->net->n_steps};
    double at = 0, every = 0, until = 0;
    TRY(check_keys(r, map));
    TRY(resolve_modulated(r, map, &new));
    TRY(schema_number(map, "schedule[].reward.amount", &new.amount, r->status));
    TRY(schema_number(item, "schedule[].at", &at, r->status));
    TRY(schema_number(map, "schedule[].reward.every", &every, r->status));
    new.begin = steps_of(r, at);
    new.every = steps_of(r, every);
    if (node_get(map, "until")) {
        TRY(schema_number(map, "schedule[].reward.until", &until, r->status));
        new.end = steps_of(r, until);
    }
    TRY(resolve_reward_delay(r, map, &new));
    if (node_get(map, "spikes"))
        TRY(resolve_spikes(r, node_get(map, "spikes"), &new));
    if (node_get(map, "pair"))
        TRY(resolve_pair(r, node_get(map, "pair"), &new));
    TRY(memory_resize(&r->net->rewards, r->net->n_rewards + 1, sizeof new, "rewards", r->status));
    r->net->rewards[r->net->n_rewards++] = new;
    new = (struct reward){0};
cleanup:
    reward_clear(&new);
    return code;
}
