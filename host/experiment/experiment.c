/* The public experiment object: a tree of keys, and the network or the oscillators it was resolved to. */
#include "experiment/experiment.h"

#include "config/edit.h"
#include "config/node.h"
#include "core/memory.h"
#include "experiment/resolve.h"

#include <stdlib.h>
#include <string.h>

struct engram_experiment {
    struct tree *tree;
    char *folder;                    /* of the file, with a slash at the end; "" for the working directory */
    char *name;                      /* of the file without folder and extension */
    struct network *network;         /* NULL until checked, and again after a change */
    struct oscillators *oscillators; /* in place of it */
};

static void forget_network(struct engram_experiment *e)
{
    network_free(e->network);
    e->network = NULL;
    oscillators_free(e->oscillators);
    e->oscillators = NULL;
}

void engram_experiment_free(engram_experiment *e)
{
    if (!e)
        return;
    forget_network(e);
    tree_free(e->tree);
    free(e->folder);
    free(e->name);
    free(e);
}

/* An experiment without a tree; `path` gives folder and name. */
static engram_code experiment_new(const char *path, struct engram_experiment **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct engram_experiment *e = NULL;
    const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
    size_t n_folder = (size_t)(file - path), n_name = strcspn(file, ".");

    TRY(memory_new(&e, 1, sizeof *e, "experiment", status));
    TRY(memory_new(&e->folder, n_folder + 1, 1, "experiment", status));
    memcpy(e->folder, path, n_folder);
    TRY(memory_new(&e->name, n_name + 1, 1, "experiment", status));
    memcpy(e->name, file, n_name);
    *out = e;
    e = NULL;

cleanup:
    engram_experiment_free(e);
    return code;
}

engram_code engram_experiment_load(const char *path, const char *const *overrides, size_t n_overrides,
                                   engram_experiment **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct engram_experiment *e = NULL;
    *out = NULL;
    TRY(experiment_new(path, &e, status));
    TRY(yaml_read_file(path, &e->tree, status));
    for (size_t i = 0; i < n_overrides; i++)
        TRY(tree_override(e->tree, "--set", overrides[i], status));
    TRY(engram_experiment_check(e, status));
    *out = e;
    e = NULL;

cleanup:
    engram_experiment_free(e);
    return code;
}

engram_code engram_experiment_parse(const char *name, const char *text, engram_experiment **out,
                                    engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct engram_experiment *e = NULL;
    const char *slash = strrchr(name, '/');
    *out = NULL;
    TRY(experiment_new(slash ? slash + 1 : name, &e, status));
    TRY(yaml_read_text(name, text, 1, 1, &e->tree, status));
    TRY(engram_experiment_check(e, status));
    *out = e;
    e = NULL;

cleanup:
    engram_experiment_free(e);
    return code;
}

engram_code engram_experiment_create(engram_experiment **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct engram_experiment *e = NULL;
    *out = NULL;
    TRY(experiment_new("experiment", &e, status));
    TRY(tree_create("experiment", &e->tree, status));
    *out = e;
    e = NULL;

cleanup:
    engram_experiment_free(e);
    return code;
}

engram_code engram_experiment_set(engram_experiment *e, const char *path, const char *value,
                                  engram_status *status)
{
    forget_network(e);
    return tree_set(e->tree, "experiment", path, value, status);
}

engram_code engram_experiment_check(engram_experiment *e, engram_status *status)
{
    const struct node *root = e->tree->root;
    if (e->network || e->oscillators)
        return ENGRAM_OK;
    if (!sonata_is_config(root) && node_get(root, "oscillators"))
        return resolve_oscillators(root, e->folder, e->name, &e->oscillators, status);
    return resolve_experiment(root, e->folder, e->name, &e->network, status);
}

engram_code experiment_network(engram_experiment *e, const struct network **out, engram_status *status)
{
    engram_code code = engram_experiment_check(e, status);
    *out = e->network;
    if (code != ENGRAM_OK || e->network)
        return code;
    return FAIL(ENGRAM_E_USAGE, .what = "this is done with networks of neurons",
                .where = node_where(status, node_key(e->tree->root, "oscillators")),
                .why = "the experiment has oscillators",
                .hint = "engram run and engram validate work with them");
}

engram_code experiment_oscillators(engram_experiment *e, const struct oscillators **out,
                                   engram_status *status)
{
    engram_code code = engram_experiment_check(e, status);
    *out = e->oscillators;
    if (code != ENGRAM_OK || e->oscillators)
        return code;
    return FAIL(ENGRAM_E_USAGE, .what = "this is done with oscillators",
                .where = node_where(status, e->tree->root),
                .why = "the experiment has populations of neurons", .hint = "see examples/myelin_sync.yaml");
}

/* ---- queries: harmless before a check, when there is nothing to tell ---- */

/* Name and clock of either kind. */
static const struct network *run_of(const engram_experiment *e)
{
    return e->oscillators ? e->oscillators->run : e->network;
}

const char *engram_experiment_name(const engram_experiment *e)
{
    return run_of(e) ? run_of(e)->name : e->name;
}

double engram_experiment_dt_ms(const engram_experiment *e)
{
    return run_of(e) ? run_of(e)->dt_ms : 0;
}

double engram_experiment_duration_ms(const engram_experiment *e)
{
    return run_of(e) ? (double)run_of(e)->n_steps * run_of(e)->dt_ms : 0;
}

uint32_t engram_experiment_n_oscillators(const engram_experiment *e)
{
    return e->oscillators ? e->oscillators->n : 0;
}

size_t engram_experiment_n_populations(const engram_experiment *e)
{
    return e->network ? e->network->n_populations : 0;
}

static const struct population *population_at(const engram_experiment *e, size_t i)
{
    return i < engram_experiment_n_populations(e) ? &e->network->populations[i] : NULL;
}

const char *engram_experiment_population_name(const engram_experiment *e, size_t i)
{
    const struct population *p = population_at(e, i);
    return p ? p->name : NULL;
}

uint64_t engram_experiment_population_size(const engram_experiment *e, size_t i)
{
    const struct population *p = population_at(e, i);
    return p ? p->n : 0;
}

const char *engram_experiment_population_model(const engram_experiment *e, size_t i)
{
    const struct population *p = population_at(e, i);
    return p ? p->model->name : NULL;
}

size_t engram_experiment_n_projections(const engram_experiment *e)
{
    return e->network ? e->network->n_projections : 0;
}

static const struct projection *projection_at(const engram_experiment *e, size_t i)
{
    return i < engram_experiment_n_projections(e) ? &e->network->projections[i] : NULL;
}

const char *engram_experiment_projection_name(const engram_experiment *e, size_t i)
{
    const struct projection *p = projection_at(e, i);
    return p ? p->name : NULL;
}

const char *engram_experiment_projection_rule(const engram_experiment *e, size_t i)
{
    const struct projection *p = projection_at(e, i);
    return p ? p->rule->name : NULL;
}

double engram_experiment_projection_synapses(const engram_experiment *e, size_t i)
{
    const struct projection *p = projection_at(e, i);
    bool exact = false;
    return p ? projection_expected_synapses(e->network, p, &exact) : 0;
}
