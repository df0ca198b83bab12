/* From the keys below `oscillators` to a network of phase oscillators. */
#include "core/memory.h"
#include "experiment/resolve_quantity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROOT "oscillators."

/* What belongs to neurons must not be there, or it would be believed to have an effect. */
static engram_code refuse_others(const struct node *root, engram_status *status)
{
    static const char *const others[] = {"projections", "record", "measures", "rules", "neurons"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (node_key(root, others[i]))
            return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' is not for oscillators", others[i]),
                        .where = node_where(status, node_key(root, others[i])),
                        .why = "it belongs to populations of neurons",
                        .hint = "remove it; engram schema lists the keys of oscillators");
    return ENGRAM_OK;
}

/* Rates and velocities become changes per step, rounded once. */
static engram_code resolve_law(struct resolver *r, const struct node *map, struct oscillators *o)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    double frequency = 0, coupling = 0, slowest = 0, fastest = 0, alpha = 0, eps = 0, retraction = 0,
           dt_ms = r->net->dt_ms;
    TRY(schema_number(map, ROOT "frequency", &frequency, status));
    TRY(schema_number(map, ROOT "coupling", &coupling, status));
    TRY(schema_number(map, ROOT "velocity", &slowest, status));
    TRY(schema_number(map, ROOT "velocity_max", &fastest, status));
    TRY(schema_number(map, ROOT "alpha", &alpha, status));
    TRY(schema_number(map, ROOT "eps", &eps, status));
    TRY(schema_number(map, ROOT "retraction", &retraction, status));
    if (fastest < slowest)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "velocity_max is below velocity",
                 .where = node_where(status, node_get(map, "velocity_max") ? node_get(map, "velocity_max")
                                                                           : node_get(map, "velocity")),
                 .why = TEXT("%g m/s < %g m/s", fastest, slowest), .hint = "make it at least as high"));
    o->law = (phase_law){.turn = (float)(2 * 3.141592653589793 * frequency * 1e-3 * dt_ms),
                         .gain = (float)(coupling * 1e-3 * dt_ms / o->n),
                         .slowest = (float)(slowest * dt_ms),
                         .fastest = (float)(fastest * dt_ms),
                         .rate = (float)(alpha * 1e-3 * dt_ms),
                         .lift = (float)(eps * dt_ms),
                         .retraction = (float)retraction};
    /* A phase may not turn by more than sin_ and the wrap can take, nor a velocity leave what recip_ can. */
    bool sane = o->law.turn < 1e4f && coupling * 1e-3 * dt_ms < 1e4 && o->law.slowest > 1e-30f &&
                o->law.fastest < 1e30f && o->law.rate < 1e30f && o->law.lift < 1e30f;
    if (!sane)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "a step would be too large",
                 .where = node_where(status, node_key(map, "size")),
                 .why = "frequency, coupling, a velocity, alpha or eps times dt does not fit 32-bit floats",
                 .hint = "check their units, or make dt smaller"));

cleanup:
    return code;
}

static engram_code resolve_connections(struct resolver *r, const struct node *map, struct oscillators *o)
{
    engram_code code = ENGRAM_OK;
    const struct node *random = node_get(map, "random"), *file = node_get(map, "file");
    struct quantity length = quantity_constant(0);
    char *path = NULL;
    if (random) {
        struct wanted wanted = wanted_row(schema_find(ROOT "connections.random.length"));
        const struct node *node = node_get(random, "length");
        double density = 0;
        TRY(schema_number(random, ROOT "connections.random.density", &density, r->status));
        TRY(resolve_quantity(node, &wanted, &length, r->status));
        TRY(graph_random(o, density, &length, node_where(r->status, node), r->status));
    } else {
        TRY(resolve_path(r, file->text, &path));
        TRY(graph_file(o, path, r->status));
    }

cleanup:
    quantity_free(&length);
    free(path);
    return code;
}

static engram_code resolve_insult(struct resolver *r, const struct node *map, struct oscillators *o)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    double time_ms = 0;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(schema_number(map, ROOT "insult.time", &time_ms, status));
    TRY(schema_number(map, ROOT "insult.fraction", &o->insult_fraction, status));
    o->has_insult = true;
    o->insult_step = steps_of(r, time_ms);
    if (o->insult_step < 1)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "the insult comes before the first step",
                 .where = node_where(status, node_get(map, "time")),
                 .why = TEXT("%g ms is less than half of dt = %g ms", time_ms, r->net->dt_ms),
                 .hint = "choose a later time"));

cleanup:
    return code;
}

static engram_code resolve_expected(const struct oscillators *o, const struct node *node, enum number number,
                                    struct band *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    bool of_control = number == NUMBER_BEFORE_STATIC || number == NUMBER_AFTER_STATIC,
         of_insult = number == NUMBER_AFTER || number == NUMBER_AFTER_STATIC;
    if ((of_control && !o->has_control) || (of_insult && !o->has_insult))
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' is not measured in this run", number_names[number]),
                 .where = node_where(status, node),
                 .why = of_insult && !o->has_insult ? "there is no insult" : "there is no control",
                 .hint = of_insult && !o->has_insult ? "add  insult: {time: ...}" : "add  control: true"));
    TRY(resolve_band(node, number_names[number], "1", out, status));

cleanup:
    return code;
}

static engram_code resolve_rest(struct resolver *r, const struct node *map, struct oscillators *o)
{
    engram_code code = ENGRAM_OK;
    const struct node *expect = node_get(map, "expect");
    double interval_ms = 0;
    TRY(schema_number(map, ROOT "delay_interval", &interval_ms, r->status));
    o->delay_interval = (uint64_t)fmax(1, (double)steps_of(r, interval_ms));
    TRY(schema_flag(map, ROOT "control", &o->has_control, r->status));
    for (int k = 0; k < N_NUMBERS; k++) {
        const struct node *node = node_get(expect, number_names[k]);
        if (node && !node_is_null(node))
            TRY(resolve_expected(o, node, (enum number)k, &o->expect[k], r->status));
    }

cleanup:
    return code;
}

engram_code resolve_oscillators(const struct node *root, const char *folder, const char *default_name,
                                struct oscillators **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct oscillators *o = NULL;
    struct resolver r = {.folder = folder, .status = status};
    const struct node *map = node_get(root, "oscillators");
    uint64_t n = 0;

    TRY(memory_new(&o, 1, sizeof *o, "oscillators", status));
    code = resolve_begin(&r, root, default_name);
    o->run = r.net;
    TRY(code);
    TRY(schema_check(root, status));
    TRY(refuse_others(root, status));
    TRY(resolve_clock(&r, root));
    TRY(schema_integer(map, ROOT "size", &n, status));
    o->n = (uint32_t)n;
    TRY(resolve_law(&r, map, o));
    TRY(resolve_connections(&r, node_get(map, "connections"), o));
    TRY(resolve_insult(&r, node_get(map, "insult"), o));
    TRY(resolve_rest(&r, map, o));
    *out = o;
    o = NULL;

cleanup:
    oscillators_free(o);
    return code;
}
