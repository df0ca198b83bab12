#include "network/curves.h"
#include "config/nearest.h"
#include "core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 32 };

static engram_code read_numbers(const struct node *list, const char *name, double **out, size_t *n,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    TRY(node_require(list, NODE_LIST, name, status));
    TRY(memory_new(out, list->n, sizeof **out, "numbers of a diagram", status));
    for (*n = 0; *n < list->n; ++*n)
        TRY(node_number(list->items[*n], name, &(*out)[*n], status));

cleanup:
    return code;
}

static engram_code wrong_length(const struct node *list, const char *what, size_t n, const char *of,
                                engram_status *status)
{
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("%s has the wrong number of values", what),
                .where = node_where(status, list), .why = TEXT("there are %zu, not %zu", list->n, n),
                .hint = TEXT("give one for each %s", of));
}

static engram_code read_conditions(const struct node *map, struct curve_diagram *d, engram_status *status)
{
    const struct node *at = node_get(map, "at"), *names = node_get(map, "names");
    engram_code code = ENGRAM_OK;
    if (!at == !names)
        TRY(FAIL(ENGRAM_E_USAGE,
                 .what = TEXT("diagram '%s' %s", d->name, at ? "has conditions twice" : "has no conditions"),
                 .where = node_where(status, at ? names : map),
                 .why = "`at` gives them as numbers, `names` as words; it is one or the other",
                 .hint = at ? "remove one of the two" : "add  at: [1, 2, 3]"));
    if (at) {
        TRY(read_numbers(at, "at", &d->at, &d->n, status));
    } else {
        TRY(node_require(names, NODE_LIST, "names", status));
        TRY(memory_new(&d->names, names->n, sizeof *d->names, "names of conditions", status));
        TRY(memory_new(&d->at, names->n, sizeof *d->at, "conditions", status));
        for (; d->n < names->n; d->n++) {
            TRY(node_text(names->items[d->n], "the name of a condition", &d->names[d->n], status));
            d->at[d->n] = (double)d->n + 1;
        }
    }
    if (d->n == 0)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("diagram '%s' has no conditions", d->name),
                 .where = node_where(status, at ? at : names), .why = "the list is empty",
                 .hint = "give one for each neuron"));

cleanup:
    return code;
}

static engram_code read_line(const struct node *key, const struct node *map, struct curve_line *line,
                             engram_status *status)
{
    static const char *const of[] = {
        [CURVE_RELATIVE_CHANGE] = "relative_change", [CURVE_CHANGE] = "change", [CURVE_WEIGHT] = "weight"};
    static const char *const by[] = {"target", "source"};
    struct node *projection = NULL;
    size_t which = 0;
    engram_code code = ENGRAM_OK;

    *line = (struct curve_line){.name = key->text, .end_ms = INFINITY, .neurons = 1};
    TRY(node_need(map, "projection", "a line of a diagram", &projection, status));
    TRY(node_text(projection, "projection", &line->projection, status));
    line->place = projection;
    if (node_get(map, "of"))
        TRY(node_choice(node_get(map, "of"), "of", of, 3, &which, status));
    line->of = (enum curve_of)which;
    which = 0;
    if (node_get(map, "by"))
        TRY(node_choice(node_get(map, "by"), "by", by, 2, &which, status));
    line->by_source = which == 1;
    if (node_get(map, "neurons"))
        TRY(node_integer(node_get(map, "neurons"), "neurons", 1, UINT32_MAX, &line->neurons, status));
    if (node_get(map, "begin"))
        TRY(node_quantity(node_get(map, "begin"), "begin", "ms", &line->begin_ms, status));
    if (node_get(map, "end"))
        TRY(node_quantity(node_get(map, "end"), "end", "ms", &line->end_ms, status));

cleanup:
    return code;
}

static engram_code find_line(const struct curve_diagram *d, const struct node *node, size_t *out,
                             engram_status *status)
{
    const char *names[MOST_LINES], *name = NULL;
    engram_code code = node_text(node, "like", &name, status);
    if (code != ENGRAM_OK)
        return code;
    for (*out = 0; *out < d->n_lines && strcmp(d->lines[*out].name, name) != 0; ++*out)
        names[*out] = d->lines[*out].name;
    if (*out < d->n_lines)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no line '%.80s'", name),
                .where = node_where(status, node),
                .why = TEXT("the diagram has: %s", nearest_list(status, names, d->n_lines)),
                .hint = nearest_hint(status, name, names, d->n_lines));
}

static engram_code read_points(const struct curve_diagram *d, const struct node *key, const struct node *map,
                               struct curve_points *p, engram_status *status)
{
    const struct node *x = node_get(map, "x"), *sem = node_get(map, "sem");
    struct node *y = NULL;
    size_t n = 0;
    engram_code code = ENGRAM_OK;

    p->name = key->text;
    TRY(node_need(map, "y", "data of a diagram", &y, status));
    TRY(read_numbers(y, "y", &p->y, &p->n, status));
    if (x) {
        TRY(read_numbers(x, "x", &p->x, &n, status));
    } else {
        n = p->n <= d->n ? p->n : d->n;
        TRY(memory_new(&p->x, n, sizeof *p->x, "points of a diagram", status));
        memcpy(p->x, d->at, n * sizeof *p->x);
    }
    if (n != p->n)
        TRY(wrong_length(x ? x : y, x ? "x" : "y", x ? p->n : d->n, x ? "value of y" : "condition", status));
    if (sem) {
        TRY(read_numbers(sem, "sem", &p->sem, &n, status));
        if (n != p->n)
            TRY(wrong_length(sem, "sem", p->n, "value of y", status));
    }
    p->like = (size_t)(p - d->data) < d->n_lines ? (size_t)(p - d->data) : SIZE_MAX;
    if (node_get(map, "like"))
        TRY(find_line(d, node_get(map, "like"), &p->like, status));

cleanup:
    return code;
}

static engram_code read_diagram(const struct node *key, const struct node *map, struct curve_diagram *d,
                                engram_status *status)
{
    const struct node *y = node_get(map, "y"), *data = node_get(map, "data");
    struct node *x = NULL, *lines = NULL;
    engram_code code = ENGRAM_OK;

    *d = (struct curve_diagram){.name = key->text, .y = "change of the weight"};
    TRY(node_require(map, NODE_MAP, key->text, status));
    TRY(node_need(map, "x", "a diagram", &x, status));
    TRY(node_text(x, "x", &d->x, status));
    if (y)
        TRY(node_text(y, "y", &d->y, status));
    TRY(read_conditions(map, d, status));
    TRY(node_need(map, "lines", "a diagram", &lines, status));
    TRY(node_require(lines, NODE_MAP, "lines", status));
    if (lines->n == 0 || lines->n > MOST_LINES)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("diagram '%s' has %zu lines", d->name, lines->n),
                 .where = node_where(status, lines), .why = TEXT("1 to %d can be drawn", MOST_LINES),
                 .hint = "change their number"));
    TRY(memory_new(&d->lines, lines->n, sizeof *d->lines, "lines of a diagram", status));
    for (; d->n_lines < lines->n; d->n_lines++)
        TRY(read_line(lines->keys[d->n_lines], lines->items[d->n_lines], &d->lines[d->n_lines], status));
    if (!data || node_is_null(data))
        return ENGRAM_OK;
    TRY(node_require(data, NODE_MAP, "data", status));
    TRY(memory_new(&d->data, data->n, sizeof *d->data, "data of a diagram", status));
    for (size_t i = 0; i < data->n; i++) {
        d->n_data = i + 1;
        TRY(read_points(d, data->keys[i], data->items[i], &d->data[i], status));
    }

cleanup:
    return code;
}

engram_code curves_read(const struct node *map, struct curves *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    *out = (struct curves){0};
    if (!map || node_is_null(map))
        return ENGRAM_OK;
    TRY(node_require(map, NODE_MAP, "curves", status));
    TRY(memory_new(&out->diagrams, map->n, sizeof *out->diagrams, "diagrams", status));
    for (size_t i = 0; i < map->n; i++) {
        out->n = i + 1;
        TRY(read_diagram(map->keys[i], map->items[i], &out->diagrams[i], status));
    }

cleanup:
    return code;
}

void curves_free(struct curves *curves)
{
    for (size_t i = 0; i < curves->n; i++) {
        struct curve_diagram *d = &curves->diagrams[i];
        for (size_t k = 0; k < d->n_data; k++)
            free(d->data[k].x), free(d->data[k].y), free(d->data[k].sem);
        free(d->data), free(d->lines), free(d->at), free(d->names);
    }
    free(curves->diagrams);
    *curves = (struct curves){0};
}
