/* What makes the modulators of projections jump: the event `reward` of a schedule, and the clock of what spikes earn. */
#include "core/memory.h"
#include "experiment/resolve.h"

#include <stdlib.h>
#include <string.h>

/* The value of a key; NULL: it is not there, or nothing comes after it. */
static const struct node *given(const struct node *map, const char *key)
{
    const struct node *value = node_get(map, key);
    return value && !node_is_null(value) ? value : NULL;
}

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

/* A time that is given and rounds to no step would mean something else than what was written. */
static engram_code resolve_span(struct resolver *r, const struct node *map, const char *path, uint64_t *steps)
{
    engram_status *status = r->status;
    const char *key = schema_key(schema_find(path));
    double ms = 0;
    engram_code code = schema_number(map, path, &ms, status);
    if (code != ENGRAM_OK)
        return code;
    *steps = steps_of(r, ms);
    if (*steps > 0 || !(ms > 0))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is shorter than one step", key),
                .where = node_where(status, given(map, key)),
                .why = TEXT("%g ms is less than half of dt = %g ms", ms, r->net->dt_ms),
                .hint = TEXT("make it at least %g ms", r->net->dt_ms));
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
    out->cause = REWARD_PAIR;
    TRY(resolve_neuron(r, node_get(map, "first"), "schedule[].reward.pair.first.population",
                       "schedule[].reward.pair.first.neuron", &out->first));
    TRY(resolve_neuron(r, node_get(map, "then"), "schedule[].reward.pair.then.population",
                       "schedule[].reward.pair.then.neuron", &out->then));
    TRY(resolve_span(r, map, "schedule[].reward.pair.within", &out->within));
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
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *delay = given(map, "delay");
    const struct schema_row *row = schema_find("schedule[].reward.delay");
    double ends[2] = {0, 0};
    size_t n = delay ? delay->n : 0;
    if (n > 2)
        TRY(bad_delay(r, delay));
    for (size_t i = 0; i < n; i++)
        TRY(schema_number_here(delay->items[i], row, &ends[i], r->status));
    ends[1] = n == 2 ? ends[1] : ends[0];
    if (!(ends[0] >= 0 && ends[0] <= ends[1]))
        TRY(bad_delay(r, delay));
    out->delay_least = steps_of(r, ends[0]);
    out->delay_most = steps_of(r, ends[1]);
    if (out->delay_most >= MOST_STEPS)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "delay is longer than any run", .where = node_where(status, delay),
                 .why = TEXT("%g ms are %g steps of %g ms; a run has fewer than 2^30", ends[1],
                             ends[1] / r->net->dt_ms, r->net->dt_ms),
                 .hint = "make it shorter, or dt larger"));
cleanup:
    return code;
}

/* ---- a choice, and what it is compared with ---- */

static engram_code bad_choice(struct resolver *r, const struct node *choice, const char *key, const char *why,
                              const char *hint)
{
    engram_status *status = r->status;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s does not make a choice", key),
                .where = node_where(status, node_get(choice, key)), .why = why, .hint = hint);
}

static engram_code resolve_choice(struct resolver *r, const struct node *map, struct reward *out)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *between = node_get(map, "between"), *amounts = node_get(map, "amounts");
    double within = 0;
    out->cause = REWARD_CHOICE;
    if (between->n < 2)
        return bad_choice(r, map, "between", "there must be two populations or more", "name them all");
    if (amounts->n != between->n)
        return bad_choice(r, map, "amounts",
                          TEXT("there are %zu, and %zu populations", amounts->n, between->n),
                          "give one amount for each population, in the same order");
    TRY(memory_new(&out->options, between->n, sizeof *out->options, "a choice", status));
    TRY(memory_new(&out->amounts, between->n, sizeof *out->amounts, "a choice", status));
    for (; out->n_options < between->n; out->n_options++) {
        size_t k = out->n_options;
        TRY(resolve_population_name(r, between->items[k], between->items[k]->text, &out->options[k]));
        for (size_t j = 0; j < k; j++)
            if (out->options[j] == out->options[k])
                TRY(bad_choice(r, map, "between", TEXT("'%s' is named twice", between->items[k]->text),
                               "name each population once"));
        TRY(schema_number_here(amounts->items[k], schema_find("schedule[].reward.choice.amounts"),
                               &out->amounts[k], status));
        r->net->populations[out->options[k]].is_watched = true;
    }
    TRY(schema_number(map, "schedule[].reward.choice.within", &within, status));
    out->within = steps_of(r, within);
    if (out->within == 0 || (out->every && out->within > out->every))
        return bad_choice(r, map, "within",
                          "it is shorter than a step, or longer than the time between choices",
                          "a choice counts the spikes since the one before, or fewer");
cleanup:
    return code;
}

/* The baseline of this name; NO_BASELINE: there is none yet. */
static size_t find_baseline(const struct network *net, const char *name)
{
    for (size_t i = 0; i < net->n_baselines; i++)
        if (strcmp(net->baselines[i].name, name) == 0)
            return i;
    return NO_BASELINE;
}

static engram_code add_baseline(struct resolver *r, const struct node *map, const char *name, size_t *out)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    struct baseline new = {0};
    TRY(schema_number(map, "schedule[].reward.baseline.tau", &new.tau, r->status));
    TRY(schema_number(map, "schedule[].reward.baseline.initial", &new.initial, r->status));
    *out = find_baseline(net, name);
    if (*out != NO_BASELINE) {
        const struct baseline *old = &net->baselines[*out];
        if (old->tau == new.tau && old->initial == new.initial)
            return ENGRAM_OK;
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("baseline '%s' has two descriptions", name),
                    .where = node_where(r->status, map),
                    .why = TEXT("tau %g and initial %g here, %g and %g above", new.tau, new.initial, old->tau,
                                old->initial),
                    .hint =
                        "rewards that share a baseline give the same tau and initial; or name another one");
    }
    TRY(memory_resize(&net->baselines, net->n_baselines + 1, sizeof new, "baselines", r->status));
    TRY(memory_string(&new.name, name, r->status));
    *out = net->n_baselines;
    net->baselines[net->n_baselines++] = new;
cleanup:
    return code;
}

static engram_code resolve_baseline(struct resolver *r, const struct node *map, struct reward *out)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *baseline = given(map, "baseline"), *name = given(map, "name");
    out->baseline = NO_BASELINE;
    if (name) {
        TRY(name_check(name->text, name, r->status));
        TRY(memory_string(&out->name, name->text, r->status));
    }
    if (!baseline)
        return ENGRAM_OK;
    const struct node *shared = given(baseline, "name");
    if (shared)
        TRY(name_check(shared->text, shared, r->status));
    else if (!name)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "a baseline has no name",
                 .where = node_where(r->status, node_key(map, "baseline")),
                 .why = "it is that of the reward, which has none",
                 .hint = "give the reward a `name`, or the baseline if rewards are to share it"));
    TRY(add_baseline(r, baseline, shared ? shared->text : name->text, &out->baseline));
cleanup:
    return code;
}

/* ---- keys that do not go together ---- */

/* A key that means nothing beside, or without, another one would mislead who sets it. */
static engram_code check_keys(struct resolver *r, const struct node *map)
{
    engram_status *status = r->status;
    bool has_spikes = given(map, "spikes"), has_pair = given(map, "pair"), has_choice = given(map, "choice"),
         is_earned = has_spikes || has_pair;
    const struct {
        bool is_wrong;
        const char *key, *why;
    } rules[] = {
        {has_spikes && has_pair, "pair", "spikes alone earn it already; a reward has one cause"},
        {is_earned && has_choice, "choice", "spikes earn it already; a reward has one cause"},
        {is_earned, "every", "spikes earn it, whenever they come"},
        {is_earned, "baseline", "all that spikes earn is alike, so it is no better than its mean"},
        {!is_earned, "delay", "it comes at given times, which no spike earns"},
        {has_choice, "amount", "`amounts` of the choice say how much it is"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].is_wrong && given(map, rules[i].key))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' has no meaning here", rules[i].key),
                        .where = node_where(status, node_key(map, rules[i].key)), .why = rules[i].why,
                        .hint = "remove it, or make two rewards of it");
    if (has_choice || given(map, "amount"))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "a reward without an amount", .where = node_where(status, map),
                .why = "nothing says how much it is", .hint = "add  amount: 1  or a `choice`");
}

engram_code resolve_reward(struct resolver *r, const struct node *item, const struct node *key,
                           const struct node *map)
{
    (void)key;
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct reward new = {.cause = REWARD_TIMED, .end = r->net->n_steps};
    double at = 0, until = 0;
    TRY(check_keys(r, map));
    TRY(resolve_modulated(r, map, &new));
    if (given(map, "amount"))
        TRY(schema_number(map, "schedule[].reward.amount", &new.amount, r->status));
    TRY(schema_number(item, "schedule[].at", &at, r->status));
    new.begin = steps_of(r, at);
    TRY(resolve_span(r, map, "schedule[].reward.every", &new.every));
    if (given(map, "until")) {
        TRY(schema_number(map, "schedule[].reward.until", &until, r->status));
        new.end = steps_of(r, until);
        if (new.end < new.begin)
            TRY(FAIL(ENGRAM_E_USAGE, .what = "a reward ends before it begins",
                     .where = node_where(status, given(map, "until")),
                     .why = TEXT("until %g ms, and the event is at %g ms", until, at),
                     .hint = "give a later time, or remove `until`"));
    }
    TRY(resolve_reward_delay(r, map, &new));
    if (given(map, "spikes"))
        TRY(resolve_spikes(r, node_get(map, "spikes"), &new));
    if (given(map, "pair"))
        TRY(resolve_pair(r, node_get(map, "pair"), &new));
    if (given(map, "choice"))
        TRY(resolve_choice(r, node_get(map, "choice"), &new));
    TRY(resolve_baseline(r, map, &new));
    TRY(memory_resize(&r->net->rewards, r->net->n_rewards + 1, sizeof new, "rewards", r->status));
    r->net->rewards[r->net->n_rewards++] = new;
    new = (struct reward){0};
cleanup:
    reward_clear(&new);
    return code;
}
