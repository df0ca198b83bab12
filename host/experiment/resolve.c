#include "experiment/resolve.h"
#include "config/edit.h"
#include "core/memory.h"
#include "experiment/connectome.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

engram_code resolve_steps(struct resolver *r, const struct node *node, double duration_ms)
{
    engram_status *status = r->status;
    double steps = duration_ms / r->net->dt_ms;
    if (!(steps < (double)MOST_STEPS))
        return FAIL(
            ENGRAM_E_USAGE, .what = "the run is too long", .where = node_where(status, node),
            .why = TEXT("%g ms are %g steps of %g ms; fewer than 2^30 = 1073741824 fit the engine's clock",
                        duration_ms, steps, r->net->dt_ms),
            .hint = "make it shorter, or dt larger");
    r->net->n_steps = steps_of(r, duration_ms);
    if (r->net->n_steps >= 1)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = "the run is shorter than one step", .where = node_where(status, node),
                .why = TEXT("%g ms is less than half of dt = %g ms", duration_ms, r->net->dt_ms),
                .hint = "make it longer, or dt smaller");
}

engram_code resolve_clock(struct resolver *r, const struct node *root)
{
    engram_code code = ENGRAM_OK;
    double duration = 0;
    TRY(schema_integer(root, "seed", &r->net->seed, r->status));
    TRY(schema_number(root, "dt", &r->net->dt_ms, r->status));
    TRY(schema_number(root, "duration", &duration, r->status));
    TRY(resolve_steps(r, node_get(root, "duration"), duration));

cleanup:
    return code;
}

engram_code resolve_begin(struct resolver *r, const struct node *root, const char *default_name)
{
    engram_code code = ENGRAM_OK;
    const struct node *node = node_get(root, "name");
    bool given = node && node->kind == NODE_SCALAR && node->text[0]; /* nothing has been checked yet */
    TRY(memory_new(&r->net, 1, sizeof *r->net, "network", r->status));
    TRY(registry_create(&r->net->registry, r->status));
    TRY(tree_print(root, &r->net->source_text, r->status));
    TRY(memory_string(&r->net->name, given ? node->text : default_name, r->status));

cleanup:
    return code;
}

static engram_code add_models(struct resolver *r, const struct node *files)
{
    engram_code code = ENGRAM_OK;
    char *path = NULL;
    const struct model *model = NULL;
    size_t n = !files || node_is_null(files) ? 0 : files->kind == NODE_LIST ? files->n : 1;
    for (size_t i = 0; i < n; i++) {
        const struct node *file = files->kind == NODE_LIST ? files->items[i] : files;
        TRY(resolve_path(r, file->text, &path));
        TRY(registry_add_file(r->net->registry, path, &model, r->status));
        free(path);
        path = NULL;
    }

cleanup:
    free(path);
    return code;
}

static engram_code resolve_populations(struct resolver *r, const struct node *root, const struct node *map)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    if (!map || map->n == 0)
        TRY(FAIL(ENGRAM_E_USAGE, .what = "there are no populations",
                 .where = node_where(status, map ? map : root), .why = "an experiment needs neurons",
                 .hint = "add  populations: {E: {model: iaf_psc_exp, size: 100}}"));
    TRY(memory_new(&net->populations, map->n, sizeof *net->populations, "populations", status));
    for (size_t i = 0; i < map->n; i++) {
        net->n_populations = i + 1;
        TRY(resolve_population(r, map->keys[i], map->items[i], &net->populations[i]));
    }

cleanup:
    return code;
}

static engram_code resolve_projections(struct resolver *r, const struct node *map)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct network *net = r->net;
    size_t n = map && map->kind == NODE_MAP ? map->n : 0;
    TRY(memory_new(&net->projections, n, sizeof *net->projections, "projections", status));
    for (size_t i = 0; i < n; i++) {
        net->n_projections = i + 1;
        TRY(resolve_projection(r, map->keys[i], map->items[i], &net->projections[i]));
    }

cleanup:
    return code;
}

static engram_code resolve_engram(struct resolver *r, const struct node *root)
{
    engram_code code = ENGRAM_OK;
    TRY(schema_check(root, r->status));
    TRY(resolve_clock(r, root));
    TRY(resolve_control(r, root));
    TRY(add_models(r, node_get(root, "rules")));
    TRY(add_models(r, node_get(root, "neurons")));
    TRY(resolve_populations(r, root, node_get(root, "populations")));
    r->schedule = node_get(root, "schedule");
    TRY(resolve_gates(r, node_get(root, "gates")));
    TRY(resolve_projections(r, node_get(root, "projections")));
    TRY(check_plasticity_by_age(r, node_get(root, "populations")));
    TRY(resolve_schedule(r));
    resolve_early(r->net);
    TRY(resolve_record(r, node_get(root, "record")));
    TRY(resolve_measures(r, node_get(root, "measures")));
    TRY(resolve_curves(r, node_get(root, "curves")));

cleanup:
    return code;
}

engram_code resolve_experiment(const struct node *root, const char *folder, const char *default_name,
                               struct network **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct resolver r = {.folder = folder, .status = status};
    struct tree *expanded = NULL;

    TRY(resolve_begin(&r, root, default_name));
    if (sonata_is_config(root)) {
        TRY(resolve_sonata(&r, root));
    } else {
        TRY(connectome_expand(root, folder, &expanded, status));
        TRY(resolve_engram(&r, expanded ? expanded->root : root));
    }
    TRY(name_check_hashes(r.net, root, status));
    for (size_t i = 0; i < r.net->n_projections; i++)
        TRY(connect_list_sort(r.net, &r.net->projections[i], status));
    *out = r.net;
    r.net = NULL;

cleanup:
    tree_free(expanded);
    network_free(r.net);
    return code;
}
