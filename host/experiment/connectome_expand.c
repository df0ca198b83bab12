/* The templates of `connectome` become populations and projections, before anything else looks at the experiment. */
#include "config/make.h"
#include "config/node.h"
#include "core/memory.h"
#include "experiment/connectome.h"
#include "experiment/schema.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOT   "connectome."
#define TRACTS ROOT "tracts.*."
/* Lengths are drawn no further than this many standard deviations from that of the tract. */
#define MOST_DEVIATIONS 3.0
enum { NAME_BYTES = 256 };

struct expansion {
    const struct node *map; /* the key `connectome` */
    struct connectome connectome;
    struct tree *tree;
    struct node *populations, *projections; /* owned until they are in the tree */
    double threshold;
    engram_status *status;
};

/* What the tracts of one template share. */
struct tract_template {
    const struct node *key, *map;
    bool of_region; /* the in-degree is that of all tracts of a region together, not of the strongest tract */
    uint64_t indegree;
    double sd_mm, sd_relative;
};

/* ---- parts of trees ---- */

static engram_code add_entry(struct node *map, const struct node *place, const char *key, struct node **value,
                             engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *name = NULL;
    TRY(node_new_text(key, strlen(key), place, &name, status));
    TRY(map_append(map, &name, value, status));

cleanup:
    node_free(name);
    return code;
}

static engram_code add_text(struct node *map, const struct node *place, const char *key, const char *text,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *value = NULL;
    TRY(node_new_text(text, strlen(text), place, &value, status));
    TRY(add_entry(map, place, key, &value, status));

cleanup:
    node_free(value);
    return code;
}

static engram_code add_copy(struct node *map, const struct node *key, const char *name,
                            const struct node *value, struct node **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *copy = NULL;
    TRY(node_copy(value, &copy, status));
    TRY(add_entry(map, key, name, &copy, status));
    if (out)
        *out = map->items[map->n - 1];

cleanup:
    node_free(copy);
    return code;
}

/* `source: E` in a template is the E of a region. What is no name is left for the check of the schema to refuse. */
static engram_code append_label(struct node *map, const char *key, const struct node *label,
                                engram_status *status)
{
    struct node *end = node_get(map, key);
    size_t n = end && end->kind == NODE_SCALAR ? strlen(end->text) : 0, bytes = strlen(label->text) + 2;
    if (n == 0)
        return ENGRAM_OK;
    engram_code code = memory_resize(&end->text, n + bytes, 1, "connectome", status);
    if (code == ENGRAM_OK)
        snprintf(end->text + n, bytes, "_%s", label->text);
    return code;
}

/* ---- regions ---- */

/* Every template of a map once for each region; ends of projections are those of the region. */
static engram_code add_regions(struct expansion *x, const struct node *templates, struct node *out)
{
    engram_code code = ENGRAM_OK;
    for (size_t k = 0; templates && k < templates->n; k++)
        for (size_t i = 0; i < x->connectome.n; i++) {
            char name[NAME_BYTES];
            const struct node *key = templates->keys[k], *label = x->connectome.labels[i];
            struct node *map = NULL;
            snprintf(name, sizeof name, "%.120s_%s", key->text, label->text);
            TRY(add_copy(out, key, name, templates->items[k], &map, x->status));
            TRY(append_label(map, "source", label, x->status));
            TRY(append_label(map, "target", label, x->status));
        }

cleanup:
    return code;
}

/* ---- tracts ---- */

static const struct cell *cell_at(const struct matrix *m, size_t target, size_t source)
{
    return &m->cells[target * m->n + source];
}

static struct node place_of(const struct matrix *m, const struct cell *cell)
{
    return (struct node){.source = m->source, .line = cell->line, .column = cell->column};
}

/* The diagonal is no tract: what is inside a region is said by `projections`. */
static bool is_tract(const struct expansion *x, size_t target, size_t source)
{
    return target != source && cell_at(&x->connectome.weights, target, source)->value > x->threshold;
}

/* The largest weight of a tract that ends in a region, and the sum of them. */
static void row_weights(const struct expansion *x, size_t target, double *largest, double *sum)
{
    *largest = *sum = 0;
    for (size_t j = 0; j < x->connectome.n; j++)
        if (is_tract(x, target, j)) {
            double weight = cell_at(&x->connectome.weights, target, j)->value;
            *largest = fmax(*largest, weight);
            *sum += weight;
        }
}

static double largest_weight(const struct expansion *x)
{
    double largest = 0, of_row = 0, sum = 0;
    for (size_t i = 0; i < x->connectome.n; i++) {
        row_weights(x, i, &of_row, &sum);
        largest = fmax(largest, of_row);
    }
    return largest;
}

static engram_code add_indegree(struct expansion *x, const struct tract_template *t, size_t target,
                                size_t source, double reference, struct node *out)
{
    engram_status *status = x->status;
    engram_code code = ENGRAM_OK;
    const struct cell *weight = cell_at(&x->connectome.weights, target, source);
    struct node place = place_of(&x->connectome.weights, weight), *connect = NULL;
    double indegree = (double)t->indegree * weight->value / reference;
    char text[32];

    if (indegree < 0.5)
        TRY(FAIL(ENGRAM_E_INPUT,
                 .what = TEXT("tract '%s' from %s to %s would have no synapses", t->key->text,
                              x->connectome.labels[source]->text, x->connectome.labels[target]->text),
                 .where = node_where(status, &place),
                 .why = TEXT("its share of the in-degree is %.2g, for its weight of %g is small", indegree,
                             weight->value),
                 .hint = TEXT("leave weak tracts out with  threshold: %g  or more, or raise the indegree",
                              weight->value)));
    snprintf(text, sizeof text, "%.0f", round(indegree));
    TRY(node_new(NODE_MAP, &place, &connect, status));
    TRY(add_text(connect, &place, "fixed_indegree", text, status));
    TRY(add_entry(out, &place, "connect", &connect, status));

cleanup:
    node_free(connect);
    return code;
}

static engram_code add_mm(struct node *map, const struct node *place, const char *key, double mm,
                          engram_status *status)
{
    char text[48];
    snprintf(text, sizeof text, "%.17g mm", mm);
    return add_text(map, place, key, text, status);
}

/* {normal: {mean, sd}, min, max} */
static engram_code make_distribution(const struct node *place, double mm, double sd, struct node **out,
                                     engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *length = NULL, *normal = NULL;
    TRY(node_new(NODE_MAP, place, &length, status));
    TRY(node_new(NODE_MAP, place, &normal, status));
    TRY(add_mm(normal, place, "mean", mm, status));
    TRY(add_mm(normal, place, "sd", sd, status));
    TRY(add_entry(length, place, "normal", &normal, status));
    TRY(add_mm(length, place, "min", fmax(mm - MOST_DEVIATIONS * sd, 0), status));
    TRY(add_mm(length, place, "max", mm + MOST_DEVIATIONS * sd, status));
    *out = length;
    length = NULL;

cleanup:
    node_free(normal);
    node_free(length);
    return code;
}

static engram_code add_length(struct expansion *x, const struct tract_template *t, size_t target,
                              size_t source, struct node *out)
{
    engram_status *status = x->status;
    engram_code code = ENGRAM_OK;
    const struct connectome *c = &x->connectome;
    const struct cell *length = cell_at(&c->lengths, target, source);
    struct node place = place_of(&c->lengths, length), *value = NULL;
    double sd = t->sd_mm + t->sd_relative * length->value;

    if (length->value <= 0)
        TRY(FAIL(ENGRAM_E_INPUT,
                 .what = TEXT("the tract from %s to %s has no length", c->labels[source]->text,
                              c->labels[target]->text),
                 .where = node_where(status, &place),
                 .why = TEXT("it is 0 mm, but the weight is %g", cell_at(&c->weights, target, source)->value),
                 .hint = "give its length, or leave it out with a weight of 0"));
    if (sd > 0) {
        TRY(make_distribution(&place, length->value, sd, &value, status));
        TRY(add_entry(out, &place, "length", &value, status));
    } else {
        TRY(add_mm(out, &place, "length", length->value, status));
    }

cleanup:
    node_free(value);
    return code;
}

/* The template but for what is said of tracts only. */
static engram_code copy_template(const struct tract_template *t, struct node **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct node *map = NULL;
    TRY(node_new(NODE_MAP, t->map, &map, status));
    for (size_t i = 0; i < t->map->n; i++) {
        const struct node *key = t->map->keys[i];
        if (strcmp(key->text, "indegree") != 0 && strcmp(key->text, "length_sd") != 0)
            TRY(add_copy(map, key, key->text, t->map->items[i], NULL, status));
    }
    *out = map;
    map = NULL;

cleanup:
    node_free(map);
    return code;
}

static engram_code add_tract(struct expansion *x, const struct tract_template *t, size_t target,
                             size_t source, double reference)
{
    engram_code code = ENGRAM_OK;
    const struct node *from = x->connectome.labels[source], *to = x->connectome.labels[target];
    struct node *map = NULL;
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "%.100s_%s_to_%s", t->key->text, from->text, to->text);
    TRY(copy_template(t, &map, x->status));
    TRY(append_label(map, "source", from, x->status));
    TRY(append_label(map, "target", to, x->status));
    TRY(add_indegree(x, t, target, source, reference, map));
    TRY(add_length(x, t, target, source, map));
    TRY(add_entry(x->projections, t->key, name, &map, x->status));

cleanup:
    node_free(map);
    return code;
}

static engram_code read_template(struct expansion *x, struct tract_template *t)
{
    static const char *const made[] = {"connect", "length", "delay"};
    engram_status *status = x->status;
    engram_code code = ENGRAM_OK;
    const struct node *indegree = node_get(t->map, "indegree"), *sd = node_get(t->map, "length_sd");
    double sd_um = 0;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        if (node_key(t->map, made[i]))
            TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("'%s' is not for tracts", made[i]),
                     .where = node_where(status, node_key(t->map, made[i])),
                     .why = "it follows from the weights and lengths of the connectome",
                     .hint = "remove it; see indegree and length_sd"));
    t->of_region = node_get(indegree, "region") != NULL;
    TRY(schema_integer(indegree, t->of_region ? TRACTS "indegree.region" : TRACTS "indegree.strongest",
                       &t->indegree, status));
    if (node_get(sd, "absolute"))
        TRY(schema_number(sd, TRACTS "length_sd.absolute", &sd_um, status));
    if (node_get(sd, "relative"))
        TRY(schema_number(sd, TRACTS "length_sd.relative", &t->sd_relative, status));
    t->sd_mm = sd_um * 1e-3;

cleanup:
    return code;
}

static engram_code no_tracts(const struct expansion *x)
{
    engram_status *status = x->status;
    return FAIL(ENGRAM_E_INPUT, .what = "there are no tracts", .where = x->connectome.weights.source,
                .why = TEXT("no weight off the diagonal is above the threshold of %g", x->threshold),
                .hint = "lower  threshold, or leave  tracts  out");
}

static engram_code add_tracts(struct expansion *x, const struct node *templates)
{
    engram_code code = ENGRAM_OK;
    double largest = largest_weight(x), of_row = 0, sum = 0;
    if (largest <= 0)
        TRY(no_tracts(x));
    for (size_t k = 0; k < templates->n; k++) {
        struct tract_template t = {.key = templates->keys[k], .map = templates->items[k]};
        TRY(read_template(x, &t));
        for (size_t i = 0; i < x->connectome.n; i++) {
            row_weights(x, i, &of_row, &sum);
            for (size_t j = 0; j < x->connectome.n; j++)
                if (is_tract(x, i, j))
                    TRY(add_tract(x, &t, i, j, t.of_region ? sum : largest));
        }
    }

cleanup:
    return code;
}

/* ---- the experiment ---- */

/* All other keys as they are; `projections` may have more than what the templates make. */
static engram_code copy_rest(struct expansion *x, const struct node *root)
{
    engram_code code = ENGRAM_OK;
    for (size_t i = 0; i < root->n; i++) {
        const struct node *key = root->keys[i];
        bool is_replaced = strcmp(key->text, "connectome") == 0;
        if (strcmp(key->text, "projections") == 0 && root->items[i]->kind == NODE_MAP)
            TRY(node_copy(root->items[i], &x->projections, x->status));
        else if (!is_replaced)
            TRY(add_copy(x->tree->root, key, key->text, root->items[i], NULL, x->status));
    }
    if (!x->projections)
        TRY(node_new(NODE_MAP, x->map, &x->projections, x->status));

cleanup:
    return code;
}

engram_code connectome_expand(const struct node *root, const char *folder, struct tree **out,
                              engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct expansion x = {.map = node_get(root, "connectome"), .status = status};
    const struct node *tracts = node_get(x.map, "tracts");
    *out = NULL;
    if (!node_key(root, "connectome"))
        return ENGRAM_OK;
    TRY(schema_check(root, status));
    TRY(schema_number(x.map, ROOT "threshold", &x.threshold, status));
    TRY(memory_new(&x.tree, 1, sizeof *x.tree, "connectome", status));
    TRY(connectome_read(x.map, folder, x.tree, &x.connectome, status));
    TRY(node_new(NODE_MAP, root, &x.tree->root, status));
    TRY(node_new(NODE_MAP, x.map, &x.populations, status));
    TRY(copy_rest(&x, root));
    TRY(add_regions(&x, node_get(x.map, "populations"), x.populations));
    TRY(add_regions(&x, node_get(x.map, "projections"), x.projections));
    if (tracts && tracts->kind == NODE_MAP && tracts->n)
        TRY(add_tracts(&x, tracts));
    TRY(add_entry(x.tree->root, x.map, "populations", &x.populations, status));
    TRY(add_entry(x.tree->root, x.map, "projections", &x.projections, status));
    *out = x.tree;
    x.tree = NULL;

cleanup:
    node_free(x.populations);
    node_free(x.projections);
    connectome_free(&x.connectome);
    tree_free(x.tree);
    return code;
}
