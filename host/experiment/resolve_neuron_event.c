/* What a schedule does to neurons: silence, restore, drive. */
#include "config/nearest.h"
#include "experiment/resolve.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An event as its map says it, before it is given to the populations that it names. */
struct reading {
    const struct node *key, *map;
    char path[64]; /* of the map's row */
    struct neuron_event event;
};

/* ---- drive ---- */

static engram_code has_no_drive(struct resolver *r, const struct node *node, const struct population *p,
                                const char *receptor)
{
    engram_status *status = r->status;
    return FAIL(
        ENGRAM_E_USAGE,
        .what = receptor ? TEXT("receptor '%.80s' of population '%s' has no Poisson input", receptor, p->name)
                         : TEXT("population '%s' has no Poisson input", p->name),
        .where = node_where(status, node), .why = "only a rate that there is can be multiplied",
        .hint = TEXT("give '%s'  poisson: {RECEPTOR: {rate: ..., weight: ...}}, or name another "
                     "population",
                     p->name));
}

/* The bit of the receptor that `node` names, among those with a drive. */
static engram_code named_receptor(struct resolver *r, const struct node *node, const struct population *p,
                                  uint32_t *bits)
{
    for (size_t d = 0; d < p->n_drives; d++)
        if (strcmp(p->model->receptors[p->drives[d].receptor].name, node->text) == 0) {
            *bits |= 1u << p->drives[d].receptor;
            return ENGRAM_OK;
        }
    return has_no_drive(r, node, p, node->text);
}

static engram_code resolve_receptors(struct resolver *r, const struct reading *in, const struct population *p,
                                     uint32_t *bits)
{
    engram_code code = ENGRAM_OK;
    const struct node *names = node_get(in->map, "receptors");
    bool is_generator = p->model->generator == GENERATOR_POISSON;
    if (!is_generator && p->n_drives == 0)
        TRY(has_no_drive(r, node_get(in->map, "populations"), p, NULL));
    if (!names || node_is_null(names) || node_is(names, "all")) {
        *bits = is_generator;
        for (size_t d = 0; d < p->n_drives; d++)
            *bits |= 1u << p->drives[d].receptor;
        return ENGRAM_OK;
    }
    for (size_t i = 0; i < (names->kind == NODE_LIST ? names->n : 1); i++)
        TRY(named_receptor(r, names->kind == NODE_LIST ? names->items[i] : names, p, bits));
cleanup:
    return code;
}

/* Highest rate that a train can have on its own, Hz. */
static double highest_rate(const struct population *p, uint32_t receptors)
{
    double low = 0, high = 0, highest = 0;
    if (p->model->generator == GENERATOR_POISSON)
        quantity_range(&p->params[model_find_param(p->model, "rate")], &low, &highest);
    for (size_t d = 0; d < p->n_drives; d++) {
        quantity_range(&p->drives[d].rate, &low, &high);
        if (receptors >> p->drives[d].receptor & 1u)
            highest = fmax(highest, high);
    }
    return highest;
}

static engram_code resolve_drive_change(struct resolver *r, const struct reading *in,
                                        const struct population *p, struct neuron_event *e)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    double over = 0;
    TRY(schema_number(in->map, "schedule[].drive.factor", &e->factor, status));
    TRY(schema_number(in->map, "schedule[].drive.over", &over, status));
    e->over = steps_of(r, over);
    TRY(resolve_receptors(r, in, p, &e->receptors));
    double rate = highest_rate(p, e->receptors), mean = poisson_mean(rate * e->factor, r->net->dt_ms);
    if (!(mean <= POISSON_MAX_MEAN))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "factor is too large",
                 .where = node_where(status, node_get(in->map, "factor")),
                 .why = TEXT("%g times %g Hz of population '%s' is a mean of %g spikes per step; at most %g "
                             "are possible",
                             e->factor, rate, p->name, mean, POISSON_MAX_MEAN),
                 .hint = "lower it, make dt smaller, or raise the weight instead"));
cleanup:
    return code;
}

/* ---- any ---- */

static engram_code give_to(struct resolver *r, const struct reading *in, struct population *p)
{
    engram_code code = ENGRAM_OK;
    struct neuron_event e = in->event;
    TRY(resolve_selection(r, in->map, in->path, p, &e.which));
    if (e.kind == NEURON_DRIVE)
        TRY(resolve_drive_change(r, in, p, &e));
    TRY(neuron_event_add(p, &e, r->status));
    e.which.ranges = NULL;
cleanup:
    selection_free(&e.which);
    return code;
}

engram_code resolve_neuron_event(struct resolver *r, const struct node *item, const struct node *key,
                                 const struct node *map)
{
    engram_code code = ENGRAM_OK;
    struct reading in = {.key = key, .map = map};
    uint32_t *named = NULL;
    size_t n = 0;
    double at = 0;
    snprintf(in.path, sizeof in.path, "schedule[].%.32s", key->text);
    in.event.kind = node_is(key, "silence")   ? NEURON_SILENCE
                    : node_is(key, "restore") ? NEURON_RESTORE
                                              : NEURON_DRIVE;
    TRY(schema_number(item, "schedule[].at", &at, r->status));
    in.event.begin = steps_of(r, at);
    TRY(resolve_population_patterns(r, node_get(map, "populations"), &named, &n));
    for (size_t i = 0; i < n; i++)
        TRY(give_to(r, &in, &r->net->populations[named[i]]));
cleanup:
    free(named);
    return code;
}
