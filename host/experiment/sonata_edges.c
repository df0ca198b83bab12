#include "experiment/sonata_edges.h"

#include "core/memory.h"
#include "io/sonata_read.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* sign[row] of every edge type: from the JSON file in the synaptic models' folder that its dynamics_params names. */
static engram_code read_sign(const char *folder, const char *file, double *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct tree *tree = NULL;
    char *path = NULL;
    size_t n = strlen(folder) + strlen(file) + 2;

    *out = 1;
    TRY(memory_new(&path, n, 1, "path", status));
    snprintf(path, n, "%s/%s", folder, file);
    TRY(yaml_read_file(path, &tree, status));
    if (node_get(tree->root, "sign"))
        TRY(node_number(node_get(tree->root, "sign"), "sign", out, status));

cleanup:
    tree_free(tree);
    free(path);
    return code;
}

static engram_code type_signs(const struct sonata_edge_request *want, const struct sonata_types *types,
                              double **signs, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t n = types ? sonata_types_rows(types) : 0;
    TRY(memory_new(signs, n, sizeof **signs, "edge types", status));
    for (size_t row = 0; row < n; row++) {
        const char *file = sonata_types_text(types, row, "dynamics_params");
        (*signs)[row] = 1;
        if (file && want->weights && !want->synaptic_models)
            TRY(FAIL(
                ENGRAM_E_INPUT, .what = "the signs of the weights are unknown",
                .where = TEXT("%s:%" PRIu64, sonata_types_path(types), sonata_types_line(types, row)),
                .why = TEXT(
                    "this type takes its sign from '%.80s', and no folder of synaptic models is given", file),
                .hint = "in a SONATA config add components.synaptic_models_dir; in an experiment "
                        "connect.sonata.synaptic_models, or a weight"));
        if (file && want->weights)
            TRY(read_sign(want->synaptic_models, file, &(*signs)[row], status));
    }

cleanup:
    return code;
}

/* Only static synapses can be had from a SONATA file; anything else must not silently become static. */
static engram_code check_templates(const struct sonata_types *types, engram_status *status)
{
    for (size_t row = 0; types && row < sonata_types_rows(types); row++) {
        const char *template = sonata_types_text(types, row, "model_template");
        if (template && !strstr(template, "static"))
            return FAIL(ENGRAM_E_INPUT, .what = TEXT("synapse model '%.80s' is not supported", template),
                        .where = TEXT("%s:%" PRIu64, sonata_types_path(types), sonata_types_line(types, row)),
                        .why = "edges of a SONATA config become static synapses",
                        .hint = "write an Engram experiment that reads these edges (connect: {sonata: ...}) "
                                "and names a rule");
    }
    return ENGRAM_OK;
}

/* One number per edge, all or none of them: *out stays NULL if no edge has a value. */
static engram_code read_column(struct sonata_elements *edges, const char *name, uint64_t n, double **out,
                               engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double *values = NULL;
    uint64_t n_missing = 0, first = 0;

    *out = NULL;
    if (!sonata_has(edges, name))
        return ENGRAM_OK;
    TRY(memory_new(&values, n, sizeof *values, name, status));
    TRY(sonata_numbers(edges, name, 0, n, values, status));
    for (uint64_t i = 0; i < n; i++)
        if (isnan(values[i]) && n_missing++ == 0)
            first = i;
    if (n_missing > 0 && n_missing < n)
        TRY(FAIL(ENGRAM_E_INPUT, .what = TEXT("%s is missing for some edges", name),
                 .where = TEXT("%s, population '%s', edge %" PRIu64, sonata_path(edges),
                               sonata_population(edges), first),
                 .why = TEXT("%" PRIu64 " of %" PRIu64 " edges have no value", n_missing, n),
                 .hint = "give it in the HDF5 file or in the table of edge types"));
    if (n_missing == 0) {
        *out = values;
        values = NULL;
    }

cleanup:
    free(values);
    return code;
}

static engram_code apply_signs(struct sonata_elements *edges, const struct sonata_types *types,
                               const double *signs, double *weight, uint64_t n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    int64_t *ids = NULL;
    TRY(memory_new(&ids, n, sizeof *ids, "edge types", status));
    TRY(sonata_type_ids(edges, 0, n, ids, status));
    for (uint64_t i = 0; i < n; i++) {
        int64_t row = sonata_types_find(types, ids[i]);
        weight[i] *= row >= 0 ? signs[row] : 1;
    }

cleanup:
    free(ids);
    return code;
}

static engram_code read_columns(const struct sonata_edge_request *want, struct sonata_elements *edges,
                                const struct sonata_types *types, const double *signs,
                                struct edge_columns *columns, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    double *nsyns = NULL;
    if (want->weights)
        TRY(read_column(edges, "syn_weight", columns->n, &columns->weight, status));
    TRY(read_column(edges, "delay", columns->n, &columns->delay_ms, status));
    TRY(read_column(edges, "nsyns", columns->n, &nsyns, status));
    for (uint64_t i = 0; columns->weight && nsyns && i < columns->n; i++)
        columns->weight[i] *= nsyns[i];
    if (columns->weight && types)
        TRY(apply_signs(edges, types, signs, columns->weight, columns->n, status));

cleanup:
    free(nsyns);
    return code;
}

engram_code sonata_edges_load(const struct sonata_edge_request *want, struct connect *connect,
                              struct edge_columns *columns, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct sonata_types *types = NULL;
    struct sonata_elements *edges = NULL;
    double *signs = NULL;

    if (want->types_file)
        TRY(sonata_types_read(want->types_file, &types, status));
    TRY(check_templates(types, status));
    TRY(type_signs(want, types, &signs, status));
    TRY(sonata_open(want->edges_file, SONATA_EDGES, want->population, types, &edges, status));
    connect->kind = CONNECT_LIST;
    connect->n = columns->n = sonata_count(edges);
    TRY(memory_new(&connect->sources, connect->n, sizeof *connect->sources, "edges", status));
    TRY(memory_new(&connect->targets, connect->n, sizeof *connect->targets, "edges", status));
    TRY(sonata_end_ids(edges, SONATA_SOURCE, 0, connect->n, want->n_sources, connect->sources, status));
    TRY(sonata_end_ids(edges, SONATA_TARGET, 0, connect->n, want->n_targets, connect->targets, status));
    TRY(read_columns(want, edges, types, signs, columns, status));

cleanup:
    free(signs);
    sonata_close(edges);
    sonata_types_free(types);
    return code;
}
