/* Which neurons of a population are meant: keys that events and measures share. */
#include "core/memory.h"
#include "experiment/resolve.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The row of a key below `path`. */
static const struct schema_row *row_below(const char *path, const char *key)
{
    char whole[256];
    snprintf(whole, sizeof whole, "%.120s.%.120s", path, key);
    return schema_row_at(whole);
}

/* ---- numbers and ranges ---- */

/* The number at *text, which is moved behind it. */
static bool read_number(const char **text, uint64_t *out)
{
    char *end = NULL;
    if (**text < '0' || **text > '9')
        return false;
    *out = strtoull(*text, &end, 10);
    *text = end;
    return true;
}

static engram_code read_range(struct resolver *r, const struct node *node, const struct population *p,
                              struct neuron_range *out)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const char *text = node->text;
    uint64_t first = 0, last = 0;
    bool good = read_number(&text, &first);
    last = first;
    if (good && *text == '-') {
        text++;
        good = read_number(&text, &last);
    }
    if (!good || *text || last < first)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("'%.80s' are no neurons", node->text),
                 .where = node_where(status, node),
                 .why = "a neuron is a number from 0, and a range two of them, the smaller one first",
                 .hint = "write  [3, 10-20]  for neuron 3 and those from 10 to 20"));
    TRY(check_neuron(r, node, p, last));
    *out = (struct neuron_range){(uint32_t)first, (uint32_t)last};
cleanup:
    return code;
}

static engram_code read_ranges(struct resolver *r, const struct node *list, const struct population *p,
                               struct selection *s)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    size_t n = list->kind == NODE_LIST ? list->n : 1;
    if (n == 0)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "no neuron is named", .where = node_where(status, list),
                 .why = "the list is empty", .hint = "name some, or leave `neurons` out for all of them"));
    TRY(memory_new(&s->ranges, n, sizeof *s->ranges, "neurons", status));
    for (size_t i = 0; i < n; i++)
        TRY(read_range(r, list->kind == NODE_LIST ? list->items[i] : list, p, &s->ranges[i]));
    s->n_ranges = n;
    selection_sort(s);
cleanup:
    return code;
}

/* ---- sphere ---- */

static engram_code check_sphere(struct resolver *r, const struct node *sphere, const struct population *p,
                                const struct selection *s)
{
    engram_status *status = r->status;
    if (!p->positions)
        return FAIL(ENGRAM_E_USAGE, .what = TEXT("population '%s' has no positions", p->name),
                    .where = node_where(status, sphere), .why = "without them no neuron is in a sphere",
                    .hint = TEXT("give '%s' `positions`, or select by `neurons` or `fraction`", p->name));
    for (uint32_t i = 0; i < p->n; i++)
        if (selection_has(s, p, 0, 0, i))
            return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("no neuron of population '%s' is in the sphere", p->name),
                .where = node_where(status, sphere),
                .why = TEXT("none lies between %g and %g um from (%g, %g, %g)%s", s->inner_um, s->radius_um,
                            s->center_um[0], s->center_um[1], s->center_um[2],
                            s->ranges ? " and is among `neurons`" : ""),
                .hint = "compare it with the positions of the population, which are in um");
}

static engram_code read_sphere(struct resolver *r, const struct node *sphere, const char *path,
                               struct selection *s)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *center = node_get(sphere, "center"), *inner = node_get(sphere, "inner_radius");
    const struct schema_row *row = row_below(path, "sphere.center");
    if (center->n != 2 && center->n != 3)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "center has the wrong number of values",
                 .where = node_where(status, center),
                 .why = TEXT("there are %zu; a point has 2 or 3 coordinates", center->n),
                 .hint = "write  center: [x, y]  or  [x, y, z], in um"));
    for (size_t k = 0; k < center->n; k++)
        TRY(schema_number_here(center->items[k], row, &s->center_um[k], status));
    TRY(schema_number_here(node_get(sphere, "radius"), row_below(path, "sphere.radius"), &s->radius_um,
                           status));
    if (inner && !node_is_null(inner))
        TRY(schema_number_here(inner, row_below(path, "sphere.inner_radius"), &s->inner_um, status));
    s->in_sphere = true;
cleanup:
    return code;
}

engram_code resolve_selection(struct resolver *r, const struct node *map, const char *path,
                              const struct population *p, struct selection *out)
{
    engram_code code = ENGRAM_OK;
    const struct node *neurons = node_get(map, "neurons"), *sphere = node_get(map, "sphere"),
                      *fraction = node_get(map, "fraction");
    out->fraction = 1;
    if (neurons && !node_is_null(neurons))
        TRY(read_ranges(r, neurons, p, out));
    if (sphere && !node_is_null(sphere)) {
        TRY(read_sphere(r, sphere, path, out));
        TRY(check_sphere(r, sphere, p, out));
    }
    if (fraction && !node_is_null(fraction))
        TRY(schema_number_here(fraction, row_below(path, "fraction"), &out->fraction, r->status));
cleanup:
    return code;
}
