#include "experiment/sonata_nodes.h"

#include "config/nearest.h"
#include "core/memory.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LISTED = 64 };

/* Models of other simulators that are ours under another name or in other units. NEST's names and units are our own, so it needs no row here. */
static const struct foreign_model {
    const char *template, *model;
    double
        time_scale; /* of every parameter in ms: NEURON's artificial cells of the Allen Institute have seconds */
} foreign_models[] = {{"nrn:IntFire1", "intfire1", 1000}};
enum { N_FOREIGN = sizeof foreign_models / sizeof foreign_models[0] };

/* Building one population: what every node says for itself, or else through its type. */
struct nodes {
    struct resolver *r;
    const struct node *node;
    struct sonata_elements *elements;
    const struct sonata_types *types;
    const char *models;
    struct population *p;
    double time_scale;
    struct tree **type_files; /* [n_types] JSON of each type, or NULL */
    size_t n_types;
};

static const char *where(struct nodes *b, uint64_t i)
{
    engram_status *status = b->r->status;
    return TEXT("%s, population '%s', node %" PRIu64, sonata_path(b->elements), b->p->name, i);
}

/* The text all nodes agree on, or a failure; *out owned, NULL if no node has one. */
static engram_code common_text(struct nodes *b, const char *name, char **out)
{
    engram_status *status = b->r->status;
    engram_code code = ENGRAM_OK;
    uint64_t n = b->p->n;
    char **texts = NULL;

    *out = NULL;
    TRY(memory_new(&texts, n, sizeof *texts, "nodes", status));
    if (!sonata_has(b->elements, name))
        goto cleanup;
    TRY(sonata_texts(b->elements, name, 0, n, texts, status));
    for (uint64_t i = 1; i < n; i++)
        if (strcmp(texts[i] ? texts[i] : "", texts[0] ? texts[0] : "") != 0)
            TRY(FAIL(
                ENGRAM_E_INPUT, .what = TEXT("the nodes differ in %s", name), .where = where(b, i),
                .why = TEXT(
                    "it is '%.60s' here and '%.60s' at node 0; all neurons of a population have one model",
                    texts[i] ? texts[i] : "", texts[0] ? texts[0] : ""),
                .hint = "split the population in the SONATA files"));
    *out = texts[0];
    texts[0] = NULL;

cleanup:
    for (uint64_t i = 0; texts && i < n; i++)
        free(texts[i]);
    free(texts);
    return code;
}

static engram_code unknown_template(struct nodes *b, const char *template)
{
    engram_status *status = b->r->status;
    return FAIL(ENGRAM_E_INPUT, .what = TEXT("neuron model '%.80s' is not supported", template),
                .where = where(b, 0),
                .why = "known are nrn:IntFire1, and nest: followed by the name of one of our models (engram "
                       "rules lists them)",
                .hint = "write an Engram experiment that connects these edges (connect: {sonata: ...}) to a "
                        "model of your choice");
}

static engram_code find_model(struct nodes *b, const char *template)
{
    const char *name = strncmp(template, "nest:", 5) == 0 ? template + 5 : template;
    b->time_scale = 1;
    for (size_t i = 0; i < N_FOREIGN; i++)
        if (strcmp(foreign_models[i].template, template) == 0) {
            name = foreign_models[i].model;
            b->time_scale = foreign_models[i].time_scale;
        }
    b->p->model = registry_find(b->r->net->registry, MODEL_NEURON, name);
    return b->p->model ? ENGRAM_OK : unknown_template(b, template);
}

static engram_code choose_model(struct nodes *b)
{
    engram_status *status = b->r->status;
    engram_code code = ENGRAM_OK;
    char *type = NULL, *template = NULL;
    TRY(common_text(b, "model_type", &type));
    if (type && strcmp(type, "virtual") == 0) {
        b->p->model = registry_find(b->r->net->registry, MODEL_NEURON, "spike_generator");
        goto cleanup;
    }
    TRY(common_text(b, "model_template", &template));
    if (!template)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "the nodes have no model", .where = where(b, 0),
                 .why = "model_template is given neither in the HDF5 file nor in the table of node types, "
                        "and model_type is not virtual",
                 .hint = "add a column model_template, for example nrn:IntFire1"));
    TRY(find_model(b, template));

cleanup:
    free(type);
    free(template);
    return code;
}

/* Names in a JSON file of parameters that mean nothing to us. */
static bool is_label(const char *key)
{
    return strcmp(key, "type") == 0 || strcmp(key, "name") == 0 || strcmp(key, "level_of_detail") == 0;
}

static engram_code check_names(struct nodes *b, const struct node *map)
{
    engram_status *status = b->r->status;
    const char *names[MOST_LISTED];
    size_t n = b->p->model->n_params < MOST_LISTED ? b->p->model->n_params : MOST_LISTED;
    for (size_t i = 0; i < n; i++)
        names[i] = b->p->model->params[i].name;
    for (size_t i = 0; i < map->n; i++) {
        const char *key = map->keys[i]->text;
        if (!is_label(key) && model_find_param(b->p->model, key) < 0)
            return FAIL(ENGRAM_E_INPUT, .what = TEXT("unknown parameter '%.80s'", key),
                        .where = node_where(status, map->keys[i]),
                        .why = TEXT("model '%s' has: %s", b->p->model->name, nearest_list(status, names, n)),
                        .hint = nearest_hint(status, key, names, n));
    }
    return ENGRAM_OK;
}

static engram_code read_type_file(struct nodes *b, size_t row, const char *file)
{
    engram_status *status = b->r->status;
    engram_code code = ENGRAM_OK;
    char *path = NULL;
    size_t n = (b->models ? strlen(b->models) : 0) + strlen(file) + 2;
    if (!b->models)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "key 'point_neuron_models_dir' is missing",
                 .where = node_where(status, b->node),
                 .why = TEXT(
                     "node types name the parameter file '%.80s', but `components` does not say where it is",
                     file),
                 .hint = "add  \"components\": {\"point_neuron_models_dir\": \"...\"}"));
    TRY(memory_new(&path, n, 1, "path", status));
    snprintf(path, n, "%s/%s", b->models, file);
    TRY(yaml_read_file(path, &b->type_files[row], status));
    TRY(node_require(b->type_files[row]->root, NODE_MAP, "a file of parameters", status));
    TRY(check_names(b, b->type_files[row]->root));

cleanup:
    free(path);
    return code;
}

static engram_code read_type_files(struct nodes *b)
{
    engram_code code = ENGRAM_OK;
    b->n_types = b->types ? sonata_types_rows(b->types) : 0;
    TRY(memory_new(&b->type_files, b->n_types, sizeof *b->type_files, "node types", b->r->status));
    for (size_t row = 0; row < b->n_types; row++) {
        const char *file = sonata_types_text(b->types, row, "dynamics_params");
        if (file)
            TRY(read_type_file(b, row, file));
    }

cleanup:
    return code;
}

/* Value of a parameter for node i, in our unit: its own in HDF5, else its type's, else the model's default. */
static engram_code param_of_node(struct nodes *b, const struct model_param *param, double own, int64_t row,
                                 uint64_t i, double *out)
{
    engram_status *status = b->r->status;
    engram_code code = ENGRAM_OK;
    double scale = strcmp(param->unit, "ms") == 0 ? b->time_scale : 1;
    const struct node *value =
        row >= 0 && b->type_files[row] ? node_get(b->type_files[row]->root, param->name) : NULL;
    double x = own;

    if (isnan(x) && value)
        TRY(node_number(value, param->name, &x, status));
    *out = isnan(x) ? param->standard : x * scale;
    bool low = param->min_excluded ? *out <= param->min : *out < param->min;
    bool high = param->max_excluded ? *out >= param->max : *out > param->max;
    if (low || high || isnan(*out))
        TRY(FAIL(ENGRAM_E_INPUT,
                 .what = TEXT("%s is %s", param->name, isnan(*out) ? "missing" : "out of range"),
                 .where = where(b, i),
                 .why = isnan(*out) ? "it has no default" : TEXT("%g %s is not allowed", *out, param->unit),
                 .hint = TEXT("%s: %s", param->name, param->doc ? param->doc : "")));

cleanup:
    return code;
}

/* A list, or a constant if all are equal (so that kernels need no column for it). */
static void keep_values(struct quantity *q, double **values, uint64_t n)
{
    uint64_t i = 1;
    while (i < n && (*values)[i] == (*values)[0])
        i++;
    *q = quantity_constant((*values)[0]);
    if (i < n) {
        q->kind = QUANTITY_LIST;
        q->list = *values;
        q->n_list = n;
        *values = NULL;
    }
}

static engram_code resolve_param(struct nodes *b, const struct model_param *param, const int64_t *rows,
                                 struct quantity *out)
{
    engram_code code = ENGRAM_OK;
    uint64_t n = b->p->n;
    double *values = NULL;
    TRY(memory_new(&values, n, sizeof *values, param->name, b->r->status));
    for (uint64_t i = 0; i < n; i++)
        values[i] = (double)NAN;
    if (sonata_has(b->elements, param->name))
        TRY(sonata_numbers(b->elements, param->name, 0, n, values, b->r->status));
    for (uint64_t i = 0; i < n; i++)
        TRY(param_of_node(b, param, values[i], rows[i], i, &values[i]));
    keep_values(out, &values, n);

cleanup:
    free(values);
    return code;
}

static engram_code resolve_params(struct nodes *b)
{
    engram_code code = ENGRAM_OK;
    struct population *p = b->p;
    int64_t *rows = NULL;
    TRY(memory_new(&p->params, p->model->n_params, sizeof *p->params, p->name, b->r->status));
    TRY(memory_new(&p->states, p->model->n_variables, sizeof *p->states, p->name, b->r->status));
    TRY(memory_new(&rows, p->n, sizeof *rows, "node types", b->r->status));
    TRY(sonata_type_ids(b->elements, 0, p->n, rows, b->r->status));
    for (uint32_t i = 0; i < p->n; i++)
        rows[i] = b->types ? sonata_types_find(b->types, rows[i]) : -1;
    for (size_t k = 0; k < p->model->n_params; k++)
        TRY(resolve_param(b, &p->model->params[k], rows, &p->params[k]));
    for (size_t k = 0; k < p->model->n_variables; k++) {
        const struct model_variable *state = &p->model->variables[k];
        p->states[k] = quantity_constant(state->initial_param >= 0 ? (double)NAN : state->initial);
    }

cleanup:
    free(rows);
    return code;
}

static engram_code resolve_positions(struct nodes *b)
{
    engram_code code = ENGRAM_OK;
    struct population *p = b->p;
    int n_axes = 0;
    TRY(memory_new(&p->positions, 3 * (uint64_t)p->n, sizeof(float), "positions", b->r->status));
    TRY(sonata_positions(b->elements, 0, p->n, p->positions, &n_axes, b->r->status));
    if (n_axes == 0) {
        free(p->positions);
        p->positions = NULL;
    }

cleanup:
    return code;
}

engram_code sonata_nodes_resolve(struct resolver *r, const struct node *node,
                                 struct sonata_elements *elements, const struct sonata_types *types,
                                 const char *models, struct population *p)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct nodes b = {.r = r,
                      .node = node,
                      .elements = elements,
                      .types = types,
                      .models = models,
                      .p = p,
                      .time_scale = 1};
    uint64_t n = sonata_count(elements), most = schema_find("populations.*.size")->most;

    TRY(name_check(sonata_population(elements), node, status));
    TRY(memory_string(&p->name, sonata_population(elements), status));
    p->owner = name_hash(p->name);
    p->record_spikes = true;
    if (n == 0 || n > most)
        TRY(FAIL(ENGRAM_E_INPUT, .what = TEXT("population '%s' has %s nodes", p->name, n ? "too many" : "no"),
                 .where = sonata_path(elements),
                 .why = TEXT("there are %" PRIu64 "; from 1 to %" PRIu64 " are possible", n, most),
                 .hint = "check the file"));
    p->n = (uint32_t)n;
    TRY(choose_model(&b));
    if (p->model->generator != GENERATOR_LIST)
        TRY(read_type_files(&b));
    TRY(resolve_params(&b));
    TRY(resolve_positions(&b));

cleanup:
    for (size_t i = 0; i < b.n_types && b.type_files; i++)
        tree_free(b.type_files[i]);
    free(b.type_files);
    return code;
}
