/* The key `schedule`: what happens during the run. Events on axons are read with the projections they concern, which need them for their delays; here they
 * are only checked. Events on neurons are read here, when everybody is there. */
#include "experiment/resolve.h"

typedef engram_code (*event_reader)(struct resolver *r, const struct node *item, const struct node *key,
                                    const struct node *map);

static engram_code resolve_rest(struct resolver *r, const struct node *item, const struct node *key,
                                const struct node *map)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    double at = 0, until = 0;
    (void)key;
    TRY(schema_number(item, "schedule[].at", &at, status));
    TRY(schema_number(map, "schedule[].rest.until", &until, status));
    if (steps_of(r, until) <= steps_of(r, at))
        TRY(FAIL(ENGRAM_E_USAGE, .what = "a rest ends before it begins",
                 .where = node_where(status, node_get(map, "until")),
                 .why = TEXT("it is from %g ms until %g ms; both count from the start of the run", at, until),
                 .hint = "let it end later"));
    TRY(rest_add(r->net, (struct rest){steps_of(r, at), steps_of(r, until)}, status));
cleanup:
    return code;
}

static const struct {
    const char *key;
    event_reader read;
} readers[] = {
    {"demyelinate", check_damage},     {"remyelinate", check_damage},
    {"silence", resolve_neuron_event}, {"restore", resolve_neuron_event},
    {"drive", resolve_neuron_event},   {"relearn", resolve_relearn},
    {"cut", resolve_structure_event},  {"adjust", resolve_structure_event},
    {"region", resolve_region},        {"rest", resolve_rest},
    {"gate", resolve_gate_event},      {"reward", resolve_reward},
};

engram_code resolve_schedule(struct resolver *r)
{
    engram_code code = ENGRAM_OK;
    size_t n = r->schedule && r->schedule->kind == NODE_LIST ? r->schedule->n : 0;
    for (size_t i = 0; i < n; i++) {
        const struct node *item = r->schedule->items[i];
        for (size_t k = 0; k < sizeof readers / sizeof *readers; k++)
            if (node_get(item, readers[k].key))
                TRY(readers[k].read(r, item, node_key(item, readers[k].key), node_get(item, readers[k].key)));
    }
cleanup:
    return code;
}
