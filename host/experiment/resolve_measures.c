/* The key `measures`: a table of kinds, each with the keys of its own. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "measures/measures.h"

#include <string.h>

#define MEASURE "measures.*."

engram_code resolve_band(const struct node *node, const char *name, const char *unit, struct band *out,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (node->n != 2)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s must be two numbers", name),
                 .where = node_where(status, node), .why = TEXT("there are %zu", node->n),
                 .hint = "write [lowest, highest]"));
    TRY(node_quantity(node->items[0], name, unit, &out->low, status));
    TRY(node_quantity(node->items[1], name, unit, &out->high, status));
    if (out->low > out->high)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s: the first number is above the second", name),
                 .where = node_where(status, node), .why = TEXT("%g > %g", out->low, out->high),
                 .hint = "exchange them"));
    out->is_set = true;

cleanup:
    return code;
}

engram_code resolve_window(struct resolver *r, const struct node *map, const char *begin_path,
                           const char *end_path, struct measure *m)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *node = node_get(map, "end");
    double begin = 0, end = 0;
    TRY(schema_number(map, begin_path, &begin, status));
    m->begin = steps_of(r, begin);
    m->end = r->net->n_steps > m->begin ? r->net->n_steps : m->begin + 1;
    if (!node || node_is_null(node))
        return ENGRAM_OK;
    TRY(schema_number(map, end_path, &end, status));
    m->end = steps_of(r, end);
    if (m->end <= m->begin)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s ends before it begins", m->name),
                 .where = node_where(status, node),
                 .why = TEXT("end %g ms is not at least one step after begin %g ms", end, begin),
                 .hint = "exchange them, or check the units"));

cleanup:
    return code;
}

/* The spikes of these populations are counted. */
static engram_code listen_to(struct resolver *r, const struct node *name, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(memory_resize(&m->populations, m->n_populations + 1, sizeof *m->populations, m->name, r->status));
    TRY(resolve_population_name(r, name, name->text, &m->populations[m->n_populations]));
    r->net->populations[m->populations[m->n_populations++]].is_measured = true;

cleanup:
    return code;
}

static engram_code resolve_rate(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(listen_to(r, node_get(map, "population"), m));
    const struct population *p = &r->net->populations[m->populations[0]];
    TRY(resolve_selection(r, map, MEASURE "rate", p, &m->which));
    for (uint32_t i = 0; i < p->n; i++)
        m->n_selected += selection_has(&m->which, p, r->net->seed, 0, i);
    TRY(resolve_window(r, map, MEASURE "rate.begin", MEASURE "rate.end", m));

cleanup:
    return code;
}

static engram_code resolve_cv(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(listen_to(r, node_get(map, "population"), m));
    TRY(resolve_selection(r, map, MEASURE "cv", &r->net->populations[m->populations[0]], &m->which));
    TRY(resolve_window(r, map, MEASURE "cv.begin", MEASURE "cv.end", m));

cleanup:
    return code;
}

static engram_code resolve_cells(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *name = node_get(map, "population");
    TRY(memory_new(&m->populations, 1, sizeof *m->populations, m->name, status));
    TRY(resolve_population_name(r, name, name->text, &m->populations[0]));
    if (!r->net->populations[m->populations[0]].neurogenesis)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("no neuron is born in population '%s'", name->text),
                 .where = node_where(status, name), .why = "it has no `neurogenesis`",
                 .hint = "give it `neurogenesis`, or name another population"));
    TRY(schema_word(map, MEASURE "cells.of", &m->of, status));
    TRY(resolve_window(r, map, MEASURE "cells.begin", MEASURE "cells.end", m));

cleanup:
    return code;
}

static engram_code resolve_moment(struct resolver *r, const struct node *map, const char *path,
                                  struct measure *m)
{
    engram_code code = ENGRAM_OK;
    size_t at = 0;
    TRY(resolve_projection_name(r, node_get(map, "projection"), &m->projection));
    TRY(schema_word(map, path, &at, r->status));
    m->at_end = at == 1;

cleanup:
    return code;
}

static engram_code resolve_mean_delay(struct resolver *r, const struct node *map, struct measure *m)
{
    return resolve_moment(r, map, MEASURE "delay.at", m);
}

static engram_code resolve_synchrony(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *names = node_get(map, "populations"), *bin = node_get(map, "bin");
    double bin_ms = 0;
    size_t n = 0;
    TRY(resolve_population_patterns(r, names, &m->populations, &n));
    m->n_populations = (uint32_t)n;
    for (size_t i = 0; i < n; i++)
        r->net->populations[m->populations[i]].is_measured = true;
    if (n < 2)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s needs at least two populations", m->name),
                 .where = node_where(status, names), .why = "it compares their rates with one another",
                 .hint = "name more of them, or use a pattern such as  E_*"));
    TRY(resolve_window(r, map, MEASURE "synchrony.begin", MEASURE "synchrony.end", m));
    TRY(schema_number(map, MEASURE "synchrony.bin", &bin_ms, status));
    m->bin = steps_of(r, bin_ms);
    if (m->bin < 1)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "bin is shorter than one step", .where = node_where(status, bin),
                 .why = TEXT("%g ms is less than half of dt = %g ms", bin_ms, r->net->dt_ms),
                 .hint = TEXT("make it at least %g ms", r->net->dt_ms)));

cleanup:
    return code;
}

static engram_code resolve_spread(struct resolver *r, const struct node *map, struct measure *m)
{
    return resolve_moment(r, map, MEASURE "spread.at", m);
}

static engram_code resolve_volley_source(struct resolver *r, const struct node *name, struct measure *m)
{
    engram_status *status = r->status;
    engram_code code = resolve_population_name(r, name, name->text, &m->source);
    if (code != ENGRAM_OK || r->net->populations[m->source].volleys.step)
        return code;
    bool independent = r->net->populations[m->source].volleys.offset_ms != NULL;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("population '%s' has no volleys to answer", name->text),
                .where = node_where(status, name),
                .why = independent ? "its neurons have volleys of their own"
                                   : "its spikes are not given as volleys",
                .hint = independent ? "remove  independent: true" : "use  spike_times: {volleys: {...}}");
}

static engram_code resolve_answer(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    double after = 0, within = 0;
    uint64_t neuron = 0;
    TRY(schema_integer(map, MEASURE "response.neuron", &neuron, status));
    TRY(schema_number(map, MEASURE "response.after", &after, status));
    TRY(schema_number(map, MEASURE "response.within", &within, status));
    TRY(check_neuron(r, node_get(map, "neuron") ? node_get(map, "neuron") : map,
                     &r->net->populations[m->populations[0]], neuron));
    m->neuron = (uint32_t)neuron;
    m->after = steps_of(r, after);
    m->within = steps_of(r, within);
    if (m->within <= m->after)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "there is no time for an answer",
                 .where = node_where(status, node_get(map, "within")),
                 .why = TEXT("within %g ms is not at least one step more than after %g ms", within, after),
                 .hint = "exchange them, or check the units"));

cleanup:
    return code;
}

static engram_code resolve_response(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(resolve_volley_source(r, node_get(map, "source"), m));
    TRY(listen_to(r, node_get(map, "target"), m));
    TRY(resolve_answer(r, map, m));
    TRY(resolve_window(r, map, MEASURE "response.begin", MEASURE "response.end", m));

cleanup:
    return code;
}

static engram_code resolve_mean_reward(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *name = node_get(map, "name");
    size_t n = 0;
    for (size_t k = 0; k < r->net->n_rewards; k++)
        n += r->net->rewards[k].name && strcmp(r->net->rewards[k].name, name->text) == 0;
    if (n == 0)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("no reward is called '%.80s'", name->text),
                 .where = node_where(status, name), .why = "a measure names rewards of the schedule",
                 .hint = "correct the name, or give the reward a `name`"));
    TRY(memory_string(&m->rewards, name->text, status));
    TRY(resolve_window(r, map, MEASURE "reward.begin", MEASURE "reward.end", m));

cleanup:
    return code;
}

/* Only what stands above can be part of a ratio, so there are no circles. */
static engram_code find_above(struct resolver *r, const struct node *name, const struct measure *m,
                              uint32_t *out)
{
    engram_status *status = r->status;
    uint32_t n = (uint32_t)(m - r->net->measures);
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(r->net->measures[i].name, name->text) == 0) {
            *out = i;
            return ENGRAM_OK;
        }
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no measure '%.80s' above this one", name->text),
                .where = node_where(status, name), .why = "a ratio is taken of two that stand above it",
                .hint = "correct the name, or move the ratio down");
}

static engram_code resolve_ratio(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(find_above(r, node_get(map, "of"), m, &m->over));
    TRY(find_above(r, node_get(map, "to"), m, &m->under));

cleanup:
    return code;
}

static const struct measure_key {
    const char *key;
    engram_code (*resolve)(struct resolver *r, const struct node *map, struct measure *out);
} kinds[N_MEASURE_KINDS] = {
    [MEASURE_RATE] = {"rate", resolve_rate},
    [MEASURE_CV] = {"cv", resolve_cv},
    [MEASURE_DELAY] = {"delay", resolve_mean_delay},
    [MEASURE_SPREAD] = {"spread", resolve_spread},
    [MEASURE_RESPONSE] = {"response", resolve_response},
    [MEASURE_SYNCHRONY] = {"synchrony", resolve_synchrony},
    [MEASURE_CELLS] = {"cells", resolve_cells},
    [MEASURE_SYNAPSES] = {"synapses", resolve_synapses_measure},
    [MEASURE_WEIGHTS] = {"weights", resolve_weights_measure},
    [MEASURE_PEAK] = {"peak", resolve_peak_measure},
    [MEASURE_TURNOVER] = {"turnover", resolve_turnover_measure},
    [MEASURE_SURVIVAL] = {"survival", resolve_survival_measure},
    [MEASURE_PERSISTENCE] = {"persistence", resolve_persistence_measure},
    [MEASURE_CHANGE] = {"change", resolve_change_measure},
    [MEASURE_REWARD] = {"reward", resolve_mean_reward},
    [MEASURE_RATIO] = {"ratio", resolve_ratio},
};

static engram_code resolve_measure(struct resolver *r, const struct node *key, const struct node *map,
                                   struct measure *m)
{
    engram_code code = ENGRAM_OK;
    const struct node *expect = node_get(map, "expect");
    size_t kind = 0;
    TRY(name_check(key->text, key, r->status));
    TRY(memory_string(&m->name, key->text, r->status));
    while (kind + 1 < N_MEASURE_KINDS &&
           !node_get(map, kinds[kind].key)) /* the schema sees to it that there is one */
        kind++;
    m->kind = (enum measure_kind)kind;
    TRY(kinds[kind].resolve(r, node_get(map, kinds[kind].key), m));
    if (expect && !node_is_null(expect))
        TRY(resolve_band(expect, m->name, measure_unit(r->net, m), &m->expect, r->status));

cleanup:
    return code;
}

engram_code resolve_measures(struct resolver *r, const struct node *measures)
{
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    size_t n = measures && measures->kind == NODE_MAP ? measures->n : 0;
    TRY(memory_new(&net->measures, n, sizeof *net->measures, "measures", r->status));
    for (size_t i = 0; i < n; i++) {
        net->n_measures = i + 1;
        TRY(resolve_measure(r, measures->keys[i], measures->items[i], &net->measures[i]));
    }

cleanup:
    return code;
}
