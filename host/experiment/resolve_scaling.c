/* The key `scaling` of a population. */
#include "config/nearest.h"
#include "core/memory.h"
#include "core/text.h"
#include "experiment/resolve.h"
#include "network/scaling.h"

#define SCALING "populations.*.scaling.*."

/* A float still sees what fades of the activity within a tick. */
static const double MOST_TICKS = 1e5;

static engram_code check_ticks(struct resolver *r, const struct node *map, const struct population *p,
                               const struct scaling *s, double tick_ms)
{
    engram_status *status = r->status;
    const char *where = TEXT("%s, population '%s'", node_where(status, map), p->name);
    if (s->tick == 0)
        return FAIL(ENGRAM_E_USAGE, .what = "tick is shorter than one step", .where = where,
                    .why = TEXT("%g ms is less than half of dt = %g ms", tick_ms, r->net->dt_ms),
                    .hint = "scaling is slow: 1 s is a good choice");
    double ticks = s->tau_a_ms / ((double)s->tick * r->net->dt_ms);
    if (ticks <= MOST_TICKS)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("tick does not suit tau_a = %g ms", s->tau_a_ms), .where = where,
                .why = TEXT("tau_a is %g ticks; up to %g are possible", ticks, MOST_TICKS),
                .hint = "make the tick longer");
}

/* What has no meaning together. */
static engram_code check_population(struct resolver *r, const struct node *key, const struct population *p)
{
    engram_status *status = r->status;
    int receptor = model_find_receptor(p->model, key->text);
    const char *names[MODEL_MAX_RECEPTORS],
        *where = TEXT("%s, population '%s'", node_where(status, key), p->name);
    for (size_t i = 0; i < p->model->n_receptors; i++)
        names[i] = p->model->receptors[i].name;
    if (receptor < 0)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no receptor '%.80s'", key->text), .where = where,
                    .why = TEXT("model '%s' has: %s", p->model->name,
                                nearest_list(status, names, p->model->n_receptors)),
                    .hint = p->model->n_receptors
                                ? nearest_hint(status, key->text, names, p->model->n_receptors)
                                : "a spike source has no input");
    if (p->model->receptors[receptor].counts)
        return FAIL(ENGRAM_E_USAGE, .what = "spikes that are counted cannot be scaled", .where = where,
                    .why = TEXT("receptor '%s' repeats the spikes that arrive", key->text),
                    .hint = "scale a population of neurons");
    if (p->neurogenesis)
        return FAIL(ENGRAM_E_USAGE, .what = "neurons that are born and die cannot scale their input",
                    .where = where, .why = "a newborn would go on with the factor of who was there before",
                    .hint = "give `scaling` to populations without neurogenesis");
    return ENGRAM_OK;
}

static engram_code name_states(struct scaling *s, const char *receptor, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct text factor = {0}, activity = {0};
    text_add(&factor, "factor_%s", receptor);
    text_add(&activity, "activity_%s", receptor);
    TRY(text_finish(&factor, &s->factor_name, status));
    TRY(text_finish(&activity, &s->activity_name, status));
cleanup:
    text_free(&factor);
    text_free(&activity);
    return code;
}

static engram_code resolve_one(struct resolver *r, const struct node *key, const struct node *map,
                               const struct population *p, struct scaling *s)
{
    engram_code code = ENGRAM_OK;
    double tick_ms = 0;
    TRY(check_population(r, key, p));
    s->receptor = (uint32_t)model_find_receptor(p->model, key->text);
    TRY(schema_number(map, SCALING "target_rate", &s->target_rate, r->status));
    TRY(schema_number(map, SCALING "beta", &s->beta, r->status));
    TRY(schema_number(map, SCALING "gamma", &s->gamma, r->status));
    TRY(schema_number(map, SCALING "tau_a", &s->tau_a_ms, r->status));
    TRY(schema_number(map, SCALING "tick", &tick_ms, r->status));
    TRY(schema_number(map, SCALING "min", &s->least, r->status));
    TRY(schema_number(map, SCALING "max", &s->most, r->status));
    s->tick = steps_of(r, tick_ms);
    TRY(check_ticks(r, map, p, s, tick_ms));
    TRY(name_states(s, key->text, r->status));
cleanup:
    return code;
}

engram_code resolve_scaling(struct resolver *r, const struct node *map, struct population *p)
{
    engram_code code = ENGRAM_OK;
    size_t n = map && map->kind == NODE_MAP ? map->n : 0;
    TRY(memory_new(&p->scalings, n, sizeof *p->scalings, p->name, r->status));
    for (size_t i = 0; i < n; i++) {
        p->n_scalings = i + 1;
        TRY(resolve_one(r, map->keys[i], map->items[i], p, &p->scalings[i]));
    }
cleanup:
    return code;
}
