/* The key `axon`: velocities from diameters and myelin, by the laws of network/axon.h. */
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"

#include <string.h>

#define AXON "projections.*.axon."

struct law {
    enum axon_law law;
    const char *name;
    const char *ignores[3]; /* keys that have no part in it */
};
static const struct law laws[] = {{AXON_MYELINATED, "myelinated", {"k_u"}},
                                  {AXON_UNMYELINATED, "unmyelinated", {"g_ratio", "k_m", "g_0"}},
                                  {AXON_FASTEST, "fastest", {NULL}}};
enum { N_IGNORES = sizeof laws[0].ignores / sizeof laws[0].ignores[0] };

/* What a law does not use must not look as if it did something. */
static engram_code refuse_ignored(struct resolver *r, const struct node *map, const struct law *law)
{
    engram_status *status = r->status;
    for (size_t i = 0; i < N_IGNORES && law->ignores[i]; i++)
        if (node_get(map, law->ignores[i]))
            return FAIL(
                ENGRAM_E_USAGE, .what = TEXT("%s has no meaning in the law '%s'", law->ignores[i], law->name),
                .where = node_where(status, node_key(map, law->ignores[i])),
                .why = law->law == AXON_MYELINATED ? "the velocity follows from the fibre's diameter alone"
                                                   : "there is no myelin",
                .hint = TEXT("remove it, or choose  law: %s",
                             law->law == AXON_MYELINATED ? "fastest" : "myelinated"));
    return ENGRAM_OK;
}

/* A number or distribution per axon; the default of the table if it is not given. */
static engram_code read_per_axon(struct resolver *r, const struct node *map, const char *path, uint64_t n,
                                 struct quantity *out)
{
    engram_code code = ENGRAM_OK;
    const struct node *node = node_get(map, schema_key(schema_find(path)));
    struct wanted w = wanted_row(schema_find(path));
    w.n_list = n;
    w.list_of = "source neuron";
    *out = quantity_constant(0);
    if (node && !node_is_null(node))
        TRY(resolve_quantity(node, &w, out, r->status));
    else
        TRY(schema_number(map, path, &out->a, r->status));

cleanup:
    return code;
}

engram_code resolve_axon(struct resolver *r, const struct node *map, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    struct axon *axon = &p->axon;
    uint64_t n = r->net->populations[p->source].n;
    size_t law = 0;

    TRY(schema_word(map, AXON "law", &law, r->status));
    axon->law = laws[law].law;
    TRY(refuse_ignored(r, map, &laws[law]));
    TRY(read_per_axon(r, map, AXON "diameter", n, &axon->diameter));
    TRY(read_per_axon(r, map, AXON "g_ratio", n, &axon->g_ratio));
    TRY(schema_number(map, AXON "k_m", &axon->k_m, r->status));
    TRY(schema_number(map, AXON "g_0", &axon->g_0, r->status));
    TRY(schema_number(map, AXON "k_u", &axon->k_u, r->status));

cleanup:
    return code;
}
