/* The key `measures`: numbers of the synapses of a projection. */
#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"
#include "network/structure.h"

#include <stdio.h>
#include <string.h>

#define MEASURE "measures.*."

/* ---- which synapses ---- */

/* Index and unit of the column that `key` names; the weight is the first. */
static engram_code find_column(struct resolver *r, const struct node *key, const struct projection *p,
                               uint32_t *out, const char **unit)
{
    engram_status *status = r->status;
    const char *names[SYNAPSE_MAX_COLUMNS + 1] = {"weight"};
    size_t n = projection_n_columns(p) + 1;
    for (size_t k = 1; k < n; k++)
        names[k] = projection_column_name(p, k - 1);
    for (uint32_t k = 0; k < n; k++)
        if (strcmp(names[k], key->text) == 0) {
            *out = k;
            *unit = k ? projection_column_unit(r->net, p, k - 1) : projection_receptor(r->net, p)->unit;
            return ENGRAM_OK;
        }
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("synapses have no '%.80s'", key->text),
                .where = TEXT("%s, projection '%s'", node_where(status, key), p->name),
                .why = TEXT("with its rules they have: %s", nearest_list(status, names, n)),
                .hint = nearest_hint(status, key->text, names, n));
}

static engram_code resolve_where(struct resolver *r, const struct node *where, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    size_t n = where && where->kind == NODE_MAP ? where->n : 0;
    TRY(memory_new(&m->choice.where, n, sizeof *m->choice.where, m->name, r->status));
    for (; m->choice.n_where < n; m->choice.n_where++) {
        const struct node *key = where->keys[m->choice.n_where];
        struct column_range *range = &m->choice.where[m->choice.n_where];
        struct band band = {0};
        const char *unit = NULL;
        TRY(find_column(r, key, &r->net->projections[m->projection], &range->column, &unit));
        TRY(resolve_band(where->items[m->choice.n_where], key->text, unit, &band, r->status));
        range->low = band.low;
        range->high = band.high;
    }
cleanup:
    return code;
}

static engram_code resolve_side(struct resolver *r, const struct node *map, const char *path, const char *key,
                                uint32_t population, struct selection *out)
{
    char whole[128];
    const struct node empty = {.kind = NODE_MAP}, *side = node_get(map, key);
    snprintf(whole, sizeof whole, "%.100s.%.20s", path, key);
    return resolve_selection(r, side && !node_is_null(side) ? side : &empty, whole,
                             &r->net->populations[population], out);
}

static engram_code resolve_choice(struct resolver *r, const struct node *map, const char *path,
                                  struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(resolve_projection_name(r, node_get(map, "projection"), &m->projection));
    const struct projection *p = &r->net->projections[m->projection];
    TRY(resolve_side(r, map, path, "from", p->source, &m->choice.from));
    TRY(resolve_side(r, map, path, "to", p->target, &m->choice.to));
    TRY(resolve_where(r, node_get(map, "where"), m));
cleanup:
    return code;
}

/* ---- when ---- */

static engram_code resolve_time(struct resolver *r, const struct node *map, const char *path, uint64_t *out)
{
    engram_code code = ENGRAM_OK;
    const struct node *node = node_get(map, schema_key(schema_find(path)));
    double at = 0;
    *out = r->net->n_steps;
    if (!node || node_is_null(node))
        return ENGRAM_OK;
    TRY(schema_number(map, path, &at, r->status));
    *out = steps_of(r, at);
cleanup:
    return code;
}

/* ---- kinds ---- */

engram_code resolve_synapses_measure(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(resolve_choice(r, map, MEASURE "synapses", m));
    TRY(schema_word(map, MEASURE "synapses.of", &m->of, r->status));
    TRY(resolve_time(r, map, MEASURE "synapses.at", &m->end));
cleanup:
    return code;
}

engram_code resolve_weights_measure(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(resolve_choice(r, map, MEASURE "weights", m));
    TRY(schema_word(map, MEASURE "weights.of", &m->of, r->status));
    TRY(resolve_time(r, map, MEASURE "weights.at", &m->end));
cleanup:
    return code;
}

/* What only synapses that come and go have. */
static engram_code need_structure(struct resolver *r, const struct node *map, const struct measure *m)
{
    engram_status *status = r->status;
    const struct projection *p = &r->net->projections[m->projection];
    if (p->structure)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("the synapses of projection '%s' stay", p->name),
                .where = node_where(status, node_get(map, "projection")),
                .why = TEXT("%s follows how they come and go, at the ticks of `structure`", m->name),
                .hint = TEXT("give '%s'  structure: {...}, or ask for `synapses`", p->name));
}

engram_code resolve_peak_measure(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(resolve_projection_name(r, node_get(map, "projection"), &m->projection));
    TRY(need_structure(r, map, m));
    TRY(schema_word(map, MEASURE "peak.of", &m->of, r->status));
cleanup:
    return code;
}

engram_code resolve_turnover_measure(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(resolve_choice(r, map, MEASURE "turnover", m));
    TRY(resolve_window(r, map, MEASURE "turnover.begin", MEASURE "turnover.end", m));
cleanup:
    return code;
}

/* Births are counted for a while, and then time must pass. */
static engram_code resolve_births(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *until = node_get(map, "born_until");
    double ms = 0;
    if (!until || node_is_null(until))
        return ENGRAM_OK;
    TRY(need_structure(r, map, m));
    TRY(schema_number(map, MEASURE "survival.born_until", &ms, status));
    m->born_until = steps_of(r, ms);
    if (m->born_until <= m->begin || m->born_until >= m->end)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("%s: the times are out of order", m->name),
                 .where = node_where(status, until),
                 .why = TEXT("born_until %g ms is not after begin %g ms and before end %g ms", ms,
                             (double)m->begin * r->net->dt_ms, (double)m->end * r->net->dt_ms),
                 .hint = "synapses are born from begin to born_until, and counted again at end"));
cleanup:
    return code;
}

engram_code resolve_survival_measure(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(resolve_choice(r, map, MEASURE "survival", m));
    TRY(resolve_window(r, map, MEASURE "survival.begin", MEASURE "survival.end", m));
    TRY(resolve_births(r, map, m));
cleanup:
    return code;
}

engram_code resolve_persistence_measure(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    double ms = 0;
    TRY(resolve_choice(r, map, MEASURE "persistence", m));
    TRY(need_structure(r, map, m));
    TRY(resolve_time(r, map, MEASURE "persistence.at", &m->end));
    TRY(schema_number(map, MEASURE "persistence.lifetime", &ms, status));
    m->lifetime = steps_of(r, ms);
    if (m->lifetime == 0 || m->lifetime > m->end)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "lifetime has no room",
                 .where = node_where(status, node_get(map, "lifetime")),
                 .why = TEXT("%g ms must be at least one step, and not longer than what is before %g ms", ms,
                             (double)m->end * r->net->dt_ms),
                 .hint = "synapses are followed back from `at` for as long: move it, or shorten lifetime"));
cleanup:
    return code;
}

engram_code resolve_change_measure(struct resolver *r, const struct node *map, struct measure *m)
{
    engram_code code = ENGRAM_OK;
    TRY(resolve_choice(r, map, MEASURE "change", m));
    TRY(schema_word(map, MEASURE "change.of", &m->of, r->status));
    TRY(resolve_window(r, map, MEASURE "change.begin", MEASURE "change.end", m));
cleanup:
    return code;
}
