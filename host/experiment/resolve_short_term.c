/* The key `short_term` of a projection. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "network/decay.h"

#define SHORT_TERM "projections.*.short_term."

/* In the order of the words of the schema. */
static const struct short_term sets[] = {{.U = 0.5, .tau_rec_ms = 800, .tau_fac_ms = 0},
                                         {.U = 0.03, .tau_rec_ms = 130, .tau_fac_ms = 530},
                                         {.U = 0.16, .tau_rec_ms = 45, .tau_fac_ms = 376},
                                         {.U = 0.25, .tau_rec_ms = 706, .tau_fac_ms = 21},
                                         {.U = 0.32, .tau_rec_ms = 144, .tau_fac_ms = 62}};

/* *value stays that of the set where the key is missing. */
static engram_code replace(const struct node *map, const char *path, double *value, engram_status *status)
{
    const struct node *node = node_get(map, schema_key(schema_find(path)));
    return node && !node_is_null(node) ? schema_number(map, path, value, status) : ENGRAM_OK;
}

static engram_code check_time(struct resolver *r, const struct node *map, const struct projection *p,
                              const char *name, double tau_ms)
{
    engram_status *status = r->status;
    if (decay_table_fits(tau_ms, r->net->dt_ms))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s is too long for this dt", name),
                .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
                .why = TEXT("%g ms are %g steps; at most %g are possible", tau_ms, tau_ms / r->net->dt_ms,
                            DECAY_MAX_STEPS),
                .hint = "make dt larger or the time constant shorter");
}

static engram_code check_receptor(struct resolver *r, const struct node *map, const struct projection *p)
{
    engram_status *status = r->status;
    const struct population *target = &r->net->populations[p->target];
    if (!target->model->n_receptors || !target->model->receptors[p->receptor].counts)
        return ENGRAM_OK;
    return FAIL(
        ENGRAM_E_USAGE, .what = "spikes that are counted cannot release a part of a weight",
        .where = TEXT("%s, projection '%s'", node_where(status, map), p->name),
        .why = TEXT("population '%s' repeats the spikes that arrive, so each must weigh 1", target->name),
        .hint = "remove short_term, or give it to a projection onto neurons");
}

engram_code resolve_short_term(struct resolver *r, const struct node *projection, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    const struct node *map = node_get(projection, "short_term");
    size_t set = 0;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(memory_new(&p->short_term, 1, sizeof *p->short_term, p->name, r->status));
    TRY(schema_word(map, SHORT_TERM "set", &set, r->status));
    *p->short_term = sets[set];
    TRY(replace(map, SHORT_TERM "U", &p->short_term->U, r->status));
    TRY(replace(map, SHORT_TERM "tau_rec", &p->short_term->tau_rec_ms, r->status));
    TRY(replace(map, SHORT_TERM "tau_fac", &p->short_term->tau_fac_ms, r->status));
    TRY(check_time(r, map, p, "tau_rec", p->short_term->tau_rec_ms));
    TRY(check_time(r, map, p, "tau_fac", p->short_term->tau_fac_ms));
    TRY(check_receptor(r, map, p));
cleanup:
    return code;
}
