#include "config/nearest.h"
#include "core/memory.h"
#include "experiment/resolve.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LISTED = 256, NAME_LENGTH = 64 };

engram_code name_check(const char *name, const struct node *node, engram_status *status)
{
    size_t n = strlen(name);
    bool good = n > 0 && n <= NAME_LENGTH && (isalnum((unsigned char)name[0]) || name[0] == '_');
    for (size_t i = 0; i < n; i++)
        good = good && (isalnum((unsigned char)name[i]) || strchr("_-+", name[i]));
    if (good)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("'%.80s' cannot be a name", name),
                .where = node_where(status, node),
                .why = TEXT("names become file and dataset names: they begin with a letter, digit or _ and "
                            "go on with these, - or +, "
                            "at most %d of them",
                            NAME_LENGTH),
                .hint = "choose another name, for example E_to_I");
}

static const char *entity_name(const struct network *net, size_t i)
{
    return i < net->n_populations ? net->populations[i].name : net->projections[i - net->n_populations].name;
}

static uint32_t entity_owner(const struct network *net, size_t i)
{
    return i < net->n_populations ? net->populations[i].owner
                                  : net->projections[i - net->n_populations].owner;
}

struct hashed {
    uint32_t hash;
    size_t entity;
};

static int by_hash(const void *a, const void *b)
{
    const struct hashed *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static engram_code same_hash(const char *a, const char *b, const struct node *root, engram_status *status)
{
    bool same = strcmp(a, b) == 0;
    return FAIL(
        ENGRAM_E_USAGE,
        .what = same ? TEXT("'%s' is the name of two populations or projections", a)
                     : TEXT("'%s' and '%s' cannot be used together", a, b),
        .where = node_where(status, root),
        .why = same ? "random numbers are addressed by the name; a connectome names what it makes too"
                    : "random numbers are addressed by a 32-bit hash of the name, which is the same for both",
        .hint = "rename one of them");
}

engram_code name_check_hashes(const struct network *net, const struct node *root, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct hashed *all = NULL;
    size_t n = net->n_populations + net->n_projections;

    TRY(memory_new(&all, n, sizeof *all, "names", status));
    for (size_t i = 0; i < n; i++)
        all[i] = (struct hashed){entity_owner(net, i), i};
    qsort(all, n, sizeof *all, by_hash);
    for (size_t i = 1; i < n; i++)
        if (all[i].hash == all[i - 1].hash)
            TRY(same_hash(entity_name(net, all[i - 1].entity), entity_name(net, all[i].entity), root,
                          status));

cleanup:
    free(all);
    return code;
}

engram_code resolve_population_name(struct resolver *r, const struct node *node, const char *name,
                                    uint32_t *out)
{
    engram_status *status = r->status;
    int i = network_find_population(r->net, name);
    const char *names[MOST_LISTED];
    size_t n = r->net->n_populations < MOST_LISTED ? r->net->n_populations : MOST_LISTED;
    if (i >= 0) {
        *out = (uint32_t)i;
        return ENGRAM_OK;
    }
    for (size_t k = 0; k < n; k++)
        names[k] = r->net->populations[k].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no population '%.80s'", name),
                .where = node_where(status, node),
                .why = TEXT("the populations are: %s", nearest_list(status, names, n)),
                .hint = nearest_hint(status, name, names, n));
}

engram_code resolve_projection_name(struct resolver *r, const struct node *node, uint32_t *out)
{
    engram_status *status = r->status;
    const char *names[MOST_LISTED];
    size_t n = r->net->n_projections < MOST_LISTED ? r->net->n_projections : MOST_LISTED;
    int i = network_find_projection(r->net, node->text);
    if (i >= 0) {
        *out = (uint32_t)i;
        return ENGRAM_OK;
    }
    for (size_t k = 0; k < n; k++)
        names[k] = r->net->projections[k].name;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("there is no projection '%.80s'", node->text),
                .where = node_where(status, node),
                .why = TEXT("the projections are: %s", nearest_list(status, names, n)),
                .hint = nearest_hint(status, node->text, names, n));
}

engram_code check_neuron(struct resolver *r, const struct node *node, const struct population *p,
                         uint64_t neuron)
{
    engram_status *status = r->status;
    if (neuron < p->n)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_USAGE, .what = TEXT("neuron %" PRIu64 " does not exist", neuron),
                .where = node_where(status, node),
                .why = TEXT("population '%s' has %" PRIu32 " neurons, counted from 0", p->name, p->n),
                .hint = TEXT("write a number from 0 to %" PRIu32, p->n - 1));
}

engram_code resolve_path(struct resolver *r, const char *path, char **out)
{
    bool absolute = path[0] == '/';
    size_t n = (absolute ? 0 : strlen(r->folder)) + strlen(path) + 1;
    engram_code code = memory_new(out, n, 1, "path", r->status);
    if (code == ENGRAM_OK)
        snprintf(*out, n, "%s%s", absolute ? "" : r->folder, path);
    return code;
}

uint64_t steps_of(const struct resolver *r, double ms)
{
    /* Far beyond any run a time may saturate: it only has to stay beyond. */
    return (uint64_t)llround(fmin(ms / r->net->dt_ms, 0x1p60));
}
