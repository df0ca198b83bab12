/* The key `calcium` of a population. */
#include "core/memory.h"
#include "experiment/resolve.h"
#include "network/calcium.h"

#define CALCIUM "populations.*.calcium."

static engram_code check_ticks(struct resolver *r, const struct node *map, const struct population *p,
                               double tick_ms)
{
    engram_status *status = r->status;
    const struct calcium *c = p->calcium;
    const char *where = TEXT("%s, population '%s'", node_where(status, map), p->name);
    if (c->tick == 0)
        return FAIL(ENGRAM_E_USAGE, .what = "tick is shorter than one step", .where = where,
                    .why = TEXT("%g ms is less than half of dt = %g ms", tick_ms, r->net->dt_ms),
                    .hint = "calcium changes slowly: 10 ms is a good choice");
    double ticks = c->tau_ms / ((double)c->tick * r->net->dt_ms);
    if (ticks >= 1 && ticks <= CALCIUM_MAX_TICKS)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("tick does not suit tau_Ca = %g ms", c->tau_ms), .where = where,
                .why = TEXT("tau_Ca is %g ticks; 1 to %g are possible", ticks, CALCIUM_MAX_TICKS),
                .hint = ticks < 1 ? "make the tick shorter" : "make the tick longer");
}

engram_code resolve_calcium(struct resolver *r, const struct node *map, struct population *p)
{
    engram_code code = ENGRAM_OK;
    double tick_ms = 0;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(memory_new(&p->calcium, 1, sizeof *p->calcium, p->name, r->status));
    TRY(schema_number(map, CALCIUM "tau_Ca", &p->calcium->tau_ms, r->status));
    TRY(schema_number(map, CALCIUM "beta_Ca", &p->calcium->beta, r->status));
    TRY(schema_number(map, CALCIUM "tick", &tick_ms, r->status));
    TRY(schema_number(map, CALCIUM "initial", &p->calcium->initial, r->status));
    p->calcium->tick = steps_of(r, tick_ms);
    TRY(check_ticks(r, map, p, tick_ms));

cleanup:
    return code;
}
