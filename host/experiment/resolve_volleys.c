/* The key `volleys` of spike_times. */
#include "experiment/resolve.h"
#include "network/volleys.h"

#include <inttypes.h>

#define VOLLEYS "populations.*.spike_times.volleys."

/* Offsets have a spread only among each other; volleys and spikes are counted with 32 bits. */
static engram_code check_law(struct resolver *r, const struct node *map, const struct population *p,
                             const struct volley_law *law)
{
    engram_status *status = r->status;
    if (law->spread_ms > 0 && p->n < 2)
        return FAIL(ENGRAM_E_USAGE, .what = "one neuron has no spread",
                    .where = node_where(status, node_get(map, "spread")),
                    .why = TEXT("population '%s' has %" PRIu32 " neuron", p->name, p->n),
                    .hint = "remove spread, or make the population larger");
    if (law->rate_hz * r->net->dt_ms > 1e3)
        return FAIL(ENGRAM_E_USAGE, .what = "volleys come too fast",
                    .where = node_where(status, node_get(map, "rate")),
                    .why =
                        TEXT("%g Hz is more than one volley in a step of %g ms", law->rate_hz, r->net->dt_ms),
                    .hint = TEXT("make it at most %g Hz", 1e3 / r->net->dt_ms));
    if (steps_of(r, law->end_ms) > MOST_STEPS)
        return FAIL(
            ENGRAM_E_USAGE, .what = "volleys end later than any run can",
            .where = node_where(status, node_get(map, "end")),
            .why = TEXT("end is %g ms; a run has fewer than 2^30 steps of %g ms", law->end_ms, r->net->dt_ms),
            .hint = "leave  end  out: volleys then end with the run");
    if (law->end_ms <= law->begin_ms && node_get(map, "end"))
        return FAIL(ENGRAM_E_USAGE, .what = "volleys end before they begin",
                    .where = node_where(status, node_get(map, "end")),
                    .why = TEXT("end %g ms is not after begin %g ms", law->end_ms, law->begin_ms),
                    .hint = "exchange them, or check the units");
    return ENGRAM_OK;
}

engram_code resolve_volleys(struct resolver *r, const struct node *map, struct population *p)
{
    engram_code code = ENGRAM_OK;
    engram_status *status = r->status;
    struct volley_law law = {.end_ms = (double)r->net->n_steps * r->net->dt_ms};
    struct volley_spikes spikes = {0};
    TRY(schema_number(map, VOLLEYS "rate", &law.rate_hz, status));
    TRY(schema_number(map, VOLLEYS "spread", &law.spread_ms, status));
    TRY(schema_number(map, VOLLEYS "jitter", &law.jitter_ms, status));
    TRY(schema_number(map, VOLLEYS "begin", &law.begin_ms, status));
    if (node_get(map, "end") && !node_is_null(node_get(map, "end")))
        TRY(schema_number(map, VOLLEYS "end", &law.end_ms, status));
    TRY(schema_flag(map, VOLLEYS "independent", &law.independent, status));
    TRY(check_law(r, map, p, &law));
    TRY(volleys_draw(r->net, p, &law, &spikes, status));
    TRY(spikes_add(r, map, p, spikes.neuron, spikes.time_ms, spikes.n));

cleanup:
    volley_spikes_free(&spikes);
    return code;
}
