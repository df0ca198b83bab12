/* Positions of neurons: drawn, on a grid, or listed. In um, three coordinates; the third is 0 in two dimensions. */
#include "common/philox.h"
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"

#include <inttypes.h>
#include <math.h>

static engram_code wrong_length(const struct node *list, const char *name, const char *wanted,
                                engram_status *status)
{
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has the wrong number of values", name),
                .where = node_where(status, list),
                .why = TEXT("there are %zu values; there must be %s", list->n, wanted),
                .hint = TEXT("write %s values in brackets", wanted));
}

static engram_code place_random(struct resolver *r, const struct node *map, struct population *p)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    uint64_t dimensions = 0;
    bool periodic = false;
    double extent[3] = {0};
    const struct node *list = node_get(map, "extent");

    TRY(schema_integer(map, "populations.*.positions.random.dimensions", &dimensions, status));
    TRY(schema_flag(map, "populations.*.positions.random.periodic", &periodic, status));
    if (list->n != dimensions)
        TRY(wrong_length(list, "extent", dimensions == 2 ? "2" : "3", status));
    for (size_t axis = 0; axis < dimensions; axis++) {
        struct wanted w = wanted_row(schema_find("populations.*.positions.random.extent"));
        TRY(resolve_constant(list->items[axis], &w, &extent[axis], status));
        p->period[axis] = periodic ? extent[axis] : 0;
    }
    for (uint64_t i = 0; i < p->n; i++)
        for (uint32_t axis = 0; axis < dimensions; axis++) {
            struct quantity side = quantity_constant(0);
            side.kind = QUANTITY_UNIFORM;
            side.b = extent[axis];
            struct draw_key draw = {r->net->seed, p->owner, STREAM_PLACE, (uint32_t)i, axis};
            p->positions[3 * i + axis] = (float)quantity_value(&side, &draw, 0);
        }

cleanup:
    return code;
}

static engram_code read_shape(struct resolver *r, const struct node *list, const struct population *p,
                              uint64_t shape[3])
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct schema_row *row = schema_find("populations.*.positions.grid.shape");
    uint64_t n = 1;
    bool too_many = false;
    if (list->n != 2 && list->n != 3)
        TRY(wrong_length(list, "shape", "2 or 3", status));
    for (size_t axis = 0; axis < list->n; axis++) {
        TRY(node_integer(list->items[axis], "shape", row->least, row->most, &shape[axis], status));
        too_many = too_many || __builtin_mul_overflow(n, shape[axis], &n);
    }
    if (too_many || n != p->n)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "the grid does not fit the population",
                 .where = node_where(status, list),
                 .why = too_many ? TEXT("its nodes cannot be counted in 64 bits; population '%s' has %" PRIu32
                                        " neurons",
                                        p->name, p->n)
                                 : TEXT("it has %" PRIu64 " nodes; population '%s' has %" PRIu32 " neurons",
                                        n, p->name, p->n),
                 .hint = "change shape or size until they agree"));

cleanup:
    return code;
}

static engram_code place_grid(struct resolver *r, const struct node *map, struct population *p)
{
    engram_code code = ENGRAM_OK;
    uint64_t shape[3] = {1, 1, 1};
    double spacing = 0;
    bool periodic = false;
    const struct node *list = node_get(map, "shape");

    TRY(read_shape(r, list, p, shape));
    TRY(schema_number(map, "populations.*.positions.grid.spacing", &spacing, r->status));
    TRY(schema_flag(map, "populations.*.positions.grid.periodic", &periodic, r->status));
    for (size_t axis = 0; axis < list->n; axis++)
        p->period[axis] = periodic ? (double)shape[axis] * spacing : 0;
    for (uint64_t i = 0; i < p->n; i++) {
        p->positions[3 * i] = (float)((double)(i % shape[0]) * spacing);
        p->positions[3 * i + 1] = (float)((double)(i / shape[0] % shape[1]) * spacing);
        p->positions[3 * i + 2] = (float)((double)(i / shape[0] / shape[1]) * spacing);
    }

cleanup:
    return code;
}

static engram_code place_list(struct resolver *r, const struct node *list, struct population *p)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct wanted w = wanted_any("position", "um");
    if (list->n != p->n)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "positions do not fit the population",
                 .where = node_where(status, list),
                 .why = TEXT("there are %zu positions; population '%s' has %" PRIu32 " neurons", list->n,
                             p->name, p->n),
                 .hint = "give one position for each neuron"));
    for (size_t i = 0; i < list->n; i++) {
        const struct node *point = list->items[i];
        if (point->n != 2 && point->n != 3)
            TRY(wrong_length(point, "position", "2 or 3", status));
        for (size_t axis = 0; axis < point->n; axis++) {
            double value = 0;
            TRY(resolve_constant(point->items[axis], &w, &value, status));
            p->positions[3 * i + axis] = (float)value;
        }
    }

cleanup:
    return code;
}

engram_code resolve_places(struct resolver *r, const struct node *map, struct population *p)
{
    engram_code code = ENGRAM_OK;
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(memory_new(&p->positions, 3 * (uint64_t)p->n, sizeof(float), p->name, r->status));
    if (node_get(map, "random"))
        TRY(place_random(r, node_get(map, "random"), p));
    else if (node_get(map, "grid"))
        TRY(place_grid(r, node_get(map, "grid"), p));
    else
        TRY(place_list(r, node_get(map, "list"), p));

cleanup:
    return code;
}
