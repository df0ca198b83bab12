/* A SONATA circuit and simulation config as a network: nodes become populations, edges static projections, inputs spikes. */
#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"
#include "experiment/resolve_quantity.h"
#include "experiment/sonata_config.h"
#include "experiment/sonata_edges.h"
#include "experiment/sonata_inputs.h"
#include "experiment/sonata_nodes.h"
#include "io/sonata_read.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct importing {
    struct resolver *r;
    struct sonata_config config;
    char *models, *synapses; /* folders of parameter files, or NULL */
};

/* ---- run ---- */

/* `path`: how it is called among our own keys. */
static engram_code run_number(struct importing *m, const char *key, const char *path, bool needed,
                              double *out)
{
    engram_status *status = m->r->status;
    const struct node *node = sonata_run_key(&m->config, key, path);
    struct schema_row row = *schema_find(path);
    if (node)
        return schema_number_here(node, &row, out, status);
    if (!needed)
        return schema_number(NULL, path, out, status);
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("key 'run.%s' is missing", key),
                .where = node_where(status, m->config.simulation.root), .why = "it has no default",
                .hint = TEXT("add it, or run with  --%s TIME", path));
}

static engram_code check_start(struct importing *m)
{
    engram_status *status = m->r->status;
    const struct node *node = sonata_run_key(&m->config, "tstart", NULL);
    double start = 0;
    engram_code code = node ? node_quantity(node, "tstart", "ms", &start, status) : ENGRAM_OK;
    if (code != ENGRAM_OK || start == 0)
        return code;
    return FAIL(ENGRAM_E_USAGE, .what = "run.tstart must be 0", .where = node_where(status, node),
                .why = TEXT("this run would begin at %g ms; ours begin at 0", start),
                .hint = "shift the input spikes, and set tstart to 0");
}

static engram_code resolve_run(struct importing *m)
{
    engram_status *status = m->r->status;
    engram_code code = ENGRAM_OK;
    struct network *net = m->r->net;
    const struct node *seed = sonata_run_key(&m->config, "random_seed", "seed");
    double stop = 0;
    TRY(schema_integer(NULL, "seed", &net->seed, status));
    if (seed)
        TRY(node_integer(seed, "random_seed", 0, UINT64_MAX, &net->seed, status));
    TRY(run_number(m, "dt", "dt", false, &net->dt_ms));
    TRY(run_number(m, "tstop", "duration", true, &stop));
    TRY(check_start(m));
    TRY(resolve_steps(m->r, sonata_run_key(&m->config, "tstop", "duration"), stop));

cleanup:
    return code;
}

/* ---- nodes ---- */

static engram_code add_population(struct importing *m, const struct node *entry, const char *path,
                                  const char *name, const struct sonata_types *types)
{
    engram_status *status = m->r->status;
    engram_code code = ENGRAM_OK;
    struct network *net = m->r->net;
    struct sonata_elements *nodes = NULL;

    if (network_find_population(net, name) >= 0)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("population '%s' appears twice", name),
                 .where = node_where(status, entry), .why = "two nodes files define it",
                 .hint = "remove one of them"));
    TRY(sonata_open(path, SONATA_NODES, name, types, &nodes, status));
    TRY(memory_resize(&net->populations, net->n_populations + 1, sizeof *net->populations, "populations",
                      status));
    struct population *p = &net->populations[net->n_populations];
    memset(p, 0, sizeof *p);
    net->n_populations++;
    TRY(sonata_nodes_resolve(m->r, entry, nodes, types, m->models, p));

cleanup:
    sonata_close(nodes);
    return code;
}

/* A file of an entry of networks.nodes or networks.edges; NULL if the key is absent or null and not needed. */
static engram_code entry_file(struct importing *m, const struct node *entry, const char *key, bool needed,
                              char **out)
{
    engram_code code = ENGRAM_OK;
    struct node *node = node_get(entry, key);
    *out = NULL;
    TRY(node_require(entry, NODE_MAP, "an entry of networks", m->r->status));
    if (needed)
        TRY(node_need(entry, key, "an entry of networks", &node, m->r->status));
    if (node && !node_is_null(node) && strcmp(node->text ? node->text : "", "NULL") != 0)
        TRY(sonata_expand_path(&m->config.circuit, node, out, m->r->status));

cleanup:
    return code;
}

static engram_code add_nodes(struct importing *m, const struct node *entry)
{
    engram_code code = ENGRAM_OK;
    char *path = NULL, *types_path = NULL, **names = NULL;
    size_t n = 0;
    struct sonata_types *types = NULL;

    TRY(entry_file(m, entry, "nodes_file", true, &path));
    TRY(entry_file(m, entry, "node_types_file", false, &types_path));
    if (types_path)
        TRY(sonata_types_read(types_path, &types, m->r->status));
    TRY(sonata_populations(path, SONATA_NODES, &names, &n, m->r->status));
    for (size_t i = 0; i < n; i++)
        TRY(add_population(m, entry, path, names[i], types));

cleanup:
    sonata_names_free(names, n);
    sonata_types_free(types);
    free(types_path);
    free(path);
    return code;
}

/* ---- edges ---- */

static engram_code edge_ends(struct importing *m, const struct node *entry, const char *path,
                             const char *name, struct projection *p)
{
    engram_code code = ENGRAM_OK;
    struct sonata_elements *edges = NULL;
    TRY(sonata_open(path, SONATA_EDGES, name, NULL, &edges, m->r->status));
    TRY(resolve_population_name(m->r, entry, sonata_end_population(edges, SONATA_SOURCE), &p->source));
    TRY(resolve_population_name(m->r, entry, sonata_end_population(edges, SONATA_TARGET), &p->target));

cleanup:
    sonata_close(edges);
    return code;
}

/* Models with receptors exc and inh take the sign of a weight as the choice between them; conductances are then positive. */
static bool has_two_receptors(const struct population *target)
{
    return model_find_receptor(target->model, "exc") >= 0 && model_find_receptor(target->model, "inh") >= 0;
}

/* Keep the edges whose weights have the wanted sign. */
static void keep_sign(struct projection *p, struct edge_columns *c, bool negative, bool flip)
{
    uint64_t n = 0;
    for (uint64_t i = 0; i < c->n; i++) {
        if ((c->weight[i] < 0) != negative)
            continue;
        p->connect.sources[n] = p->connect.sources[i];
        p->connect.targets[n] = p->connect.targets[i];
        if (c->delay_ms)
            c->delay_ms[n] = c->delay_ms[i];
        c->weight[n++] = flip ? fabs(c->weight[i]) : c->weight[i];
    }
    c->n = p->connect.n = n;
}

enum part { ALL_EDGES, EXCITATORY, INHIBITORY };

static void choose_receptor(struct importing *m, struct projection *p, struct edge_columns *columns,
                            enum part part)
{
    const struct model *target = m->r->net->populations[p->target].model;
    if (part == ALL_EDGES)
        return;
    p->receptor = (uint32_t)model_find_receptor(target, part == EXCITATORY ? "exc" : "inh");
    bool conductance = strcmp(target->receptors[p->receptor].unit, "nS") == 0;
    if (columns->weight)
        keep_sign(p, columns, part == INHIBITORY, conductance);
}

static engram_code fill_projection(struct importing *m, const struct node *entry,
                                   const struct sonata_edge_request *want, const char *name, enum part part,
                                   struct projection *p)
{
    engram_status *status = m->r->status;
    engram_code code = ENGRAM_OK;
    struct edge_columns columns = {0};
    struct sonata_edge_request request = *want;
    /* No keys of ours: defaults apply, and messages point at the entry. */
    struct node none = {
        .kind = NODE_MAP, .source = entry->source, .line = entry->line, .column = entry->column};

    TRY(memory_string(&p->name, part == INHIBITORY ? TEXT("%s_inh", name) : name, status));
    TRY(name_check(p->name, entry, status));
    p->owner = name_hash(p->name);
    TRY(edge_ends(m, entry, want->edges_file, name, p));
    request.n_sources = m->r->net->populations[p->source].n;
    request.n_targets = m->r->net->populations[p->target].n;
    TRY(resolve_rule(m->r, &none, p));
    TRY(sonata_edges_load(&request, &p->connect, &columns, status));
    choose_receptor(m, p, &columns, part);
    TRY(resolve_weight(m->r, &none, p, &columns));
    TRY(resolve_delay(m->r, &none, p, &columns));

cleanup:
    free(columns.weight);
    free(columns.delay_ms);
    return code;
}

static engram_code add_projection(struct importing *m, const struct node *entry,
                                  const struct sonata_edge_request *want, const char *name, enum part part)
{
    engram_status *status = m->r->status;
    engram_code code = ENGRAM_OK;
    struct network *net = m->r->net;
    if (network_find_projection(net, name) >= 0 && part != INHIBITORY)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("edge population '%s' appears twice", name),
                 .where = node_where(status, entry), .why = "two edges files define it",
                 .hint = "remove one of them"));
    TRY(memory_resize(&net->projections, net->n_projections + 1, sizeof *net->projections, "projections",
                      status));
    struct projection *p = &net->projections[net->n_projections];
    memset(p, 0, sizeof *p);
    net->n_projections++;
    TRY(fill_projection(m, entry, want, name, part, p));

cleanup:
    return code;
}

static engram_code add_edge_population(struct importing *m, const struct node *entry,
                                       const struct sonata_edge_request *want, const char *name)
{
    engram_code code = ENGRAM_OK;
    struct projection ends = {0};
    TRY(edge_ends(m, entry, want->edges_file, name, &ends));
    if (!has_two_receptors(&m->r->net->populations[ends.target]))
        return add_projection(m, entry, want, name, ALL_EDGES);
    TRY(add_projection(m, entry, want, name, EXCITATORY));
    TRY(add_projection(m, entry, want, name, INHIBITORY));

cleanup:
    return code;
}

static engram_code add_edges(struct importing *m, const struct node *entry)
{
    engram_code code = ENGRAM_OK;
    char *path = NULL, *types = NULL, **names = NULL;
    size_t n = 0;
    TRY(entry_file(m, entry, "edges_file", true, &path));
    TRY(entry_file(m, entry, "edge_types_file", false, &types));
    TRY(sonata_populations(path, SONATA_EDGES, &names, &n, m->r->status));
    for (size_t i = 0; i < n; i++) {
        struct sonata_edge_request want = {.edges_file = path,
                                           .types_file = types,
                                           .population = names[i],
                                           .synaptic_models = m->synapses,
                                           .weights = true};
        TRY(add_edge_population(m, entry, &want, names[i]));
    }

cleanup:
    sonata_names_free(names, n);
    free(types);
    free(path);
    return code;
}

/* ---- everything ---- */

static engram_code each_entry(struct importing *m, const char *kind, bool needed,
                              engram_code (*add)(struct importing *, const struct node *))
{
    engram_code code = ENGRAM_OK;
    struct node *networks = NULL, *list = NULL;
    TRY(node_need(m->config.circuit.root, "networks", "the circuit config", &networks, m->r->status));
    list = node_get(networks, kind);
    if (needed)
        TRY(node_need(networks, kind, "networks", &list, m->r->status));
    if (!list)
        return ENGRAM_OK;
    TRY(node_require(list, NODE_LIST, kind, m->r->status));
    for (size_t i = 0; i < list->n; i++)
        TRY(add(m, list->items[i]));

cleanup:
    return code;
}

engram_code resolve_sonata(struct resolver *r, const struct node *root)
{
    engram_code code = ENGRAM_OK;
    struct importing m = {.r = r};

    TRY(sonata_config_open(r, root, &m.config));
    TRY(sonata_check_settings(&m.config, r->status));
    if (node_get(root, "record"))
        TRY(schema_check_map(node_get(root, "record"), "record", "record", r->status));
    TRY(resolve_run(&m));
    TRY(sonata_component(&m.config, "point_neuron_models_dir", &m.models, r->status));
    TRY(sonata_component(&m.config, "synaptic_models_dir", &m.synapses, r->status));
    TRY(each_entry(&m, "nodes", true, add_nodes));
    TRY(each_entry(&m, "edges", false, add_edges));
    TRY(sonata_inputs_resolve(r, &m.config));
    TRY(resolve_record(r, node_get(root, "record")));

cleanup:
    free(m.models);
    free(m.synapses);
    sonata_config_close(&m.config);
    return code;
}
