#include "experiment/sonata_inputs.h"

#include "config/nearest.h"
#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LISTED = 64 };

/* Exactly, else without regard to case: the Allen Institute's 300-cell example declares "LGN" and means population "lgn". -1: none. */
static int find_population(const struct network *net, const char *name)
{
    int i = network_find_population(net, name);
    for (size_t k = 0; i < 0 && k < net->n_populations; k++)
        if (strcasecmp(net->populations[k].name, name) == 0)
            i = (int)k;
    return i;
}

static const struct node *find_set(const struct node *sets, const char *name)
{
    const struct node *set = node_get(sets, name);
    for (size_t k = 0; !set && sets && sets->kind == NODE_MAP && k < sets->n; k++)
        if (strcasecmp(sets->keys[k]->text, name) == 0)
            set = sets->items[k];
    return set;
}

static engram_code no_such_set(struct resolver *r, const struct node *node, const char *name)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = r->net->n_populations < MOST_LISTED ? r->net->n_populations : MOST_LISTED;
    for (size_t k = 0; k < n; k++)
        names[k] = r->net->populations[k].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no node set '%.80s'", name),
                .where = node_where(status, node),
                .why = TEXT("it is neither declared in node_sets_file nor one of the populations: %s",
                            nearest_list(status, names, n)),
                .hint = nearest_hint(status, name, names, n));
}

/* A node set as the one population it names: a declared set {population: NAME}, or a population's name. */
static engram_code resolve_node_set(struct resolver *r, const struct node *sets, const struct node *node,
                                    int *out)
{
    static const char *const allowed[] = {"population"};
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    const struct node *set = node->kind == NODE_MAP ? node : find_set(sets, node->text);
    const char *name = NULL;
    struct node *member = NULL;

    if (node->kind == NODE_SCALAR && network_find_population(r->net, node->text) >= 0)
        set = NULL; /* a population's exact name comes first */
    if (set) {
        TRY(node_require(set, NODE_MAP, "a node set", status));
        TRY(node_only(set, allowed, 1, "a node set of an input", status));
        TRY(node_need(set, "population", "a node set of an input", &member, status));
        node = member;
    }
    TRY(node_text(node, "node_set", &name, status));
    *out = find_population(r->net, name);
    if (*out < 0)
        TRY(no_such_set(r, node, name));

cleanup:
    return code;
}

static engram_code check_input(struct resolver *r, const struct node *input)
{
    static const char *const types[] = {"spikes"};
    static const char *const modules[] = {"h5", "sonata"};
    struct node *type = NULL;
    size_t k = 0;
    engram_code code = ENGRAM_OK;
    TRY(node_require(input, NODE_MAP, "an input", r->status));
    TRY(node_need(input, "input_type", "an input", &type, r->status));
    TRY(node_choice(type, "input_type", types, 1, &k, r->status));
    if (node_get(input, "module"))
        TRY(node_choice(node_get(input, "module"), "module", modules, 2, &k, r->status));

cleanup:
    return code;
}

static engram_code resolve_input(struct resolver *r, const struct sonata_config *config,
                                 const struct node *sets, const struct node *input)
{
    engram_status *status = r->status;
    engram_code code = ENGRAM_OK;
    struct node *file = NULL, *set = NULL;
    char *path = NULL;
    int i = 0;

    TRY(check_input(r, input));
    TRY(node_need(input, "input_file", "an input", &file, status));
    TRY(node_need(input, "node_set", "an input", &set, status));
    TRY(resolve_node_set(r, sets, set, &i));
    struct population *p = &r->net->populations[i];
    if (p->model->generator != GENERATOR_LIST)
        TRY(FAIL(ENGRAM_E_USAGE, .what = TEXT("population '%s' cannot be given spikes", p->name),
                 .where = node_where(status, set), .why = "its nodes are not virtual: they make their own",
                 .hint = "connect a virtual population to it"));
    TRY(sonata_expand_path(&config->simulation, file, &path, status));
    struct resolver at_root = *r; /* the path is complete already */
    at_root.folder = "";
    TRY(resolve_spike_file(&at_root, file, path, p->name, p));

cleanup:
    free(path);
    return code;
}

static engram_code read_node_sets(struct resolver *r, const struct sonata_config *config, struct tree **out)
{
    engram_code code = ENGRAM_OK;
    const struct sonata_file *files[] = {&config->simulation, &config->circuit};
    char *path = NULL;
    *out = NULL;
    for (int i = 0; i < 2 && !*out; i++) {
        const struct node *node = node_get(files[i]->root, "node_sets_file");
        if (!node)
            continue;
        TRY(sonata_expand_path(files[i], node, &path, r->status));
        TRY(yaml_read_file(path, out, r->status));
        free(path);
        path = NULL;
    }

cleanup:
    free(path);
    return code;
}

engram_code sonata_inputs_resolve(struct resolver *r, const struct sonata_config *config)
{
    engram_code code = ENGRAM_OK;
    struct tree *sets = NULL;
    const struct node *inputs = node_get(config->simulation.root, "inputs");
    TRY(read_node_sets(r, config, &sets));
    if (!inputs)
        goto cleanup;
    TRY(node_require(inputs, NODE_MAP, "inputs", r->status));
    for (size_t i = 0; i < inputs->n; i++)
        TRY(resolve_input(r, config, sets ? sets->root : NULL, inputs->items[i]));

cleanup:
    tree_free(sets);
    return code;
}
