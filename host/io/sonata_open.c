#include "core/memory.h"
#include "io/sonata_elements.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const root_name[] = {
    [SONATA_NODES] = "nodes", [SONATA_EDGES] = "edges", [SONATA_SPIKES] = "spikes"};

static bool is_group(hid_t location, const char *name)
{
    H5O_info_t facts;
    return H5Oget_info_by_name2(location, name, &facts, H5O_INFO_BASIC, H5P_DEFAULT) >= 0 &&
           facts.type == H5O_TYPE_GROUP;
}

/* Keep only the members that are groups. */
static void keep_groups(hid_t location, char **names, size_t *n)
{
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        if (is_group(location, names[i]))
            names[kept++] = names[i];
        else
            free(names[i]);
    }
    *n = kept;
}

static engram_code list_populations(hid_t file, const char *path, enum sonata_kind kind, char ***names,
                                    size_t *n, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t root = H5I_INVALID_HID;
    *names = NULL;
    *n = 0;
    if (!h5_exists(file, root_name[kind]) || !is_group(file, root_name[kind]))
        return FAIL(ENGRAM_E_INPUT, .what = TEXT("no SONATA %s in a file", root_name[kind]), .where = path,
                    .why = TEXT("it has no group '/%s'", root_name[kind]),
                    .hint = "is this the right file? engram info FILE lists what it holds");
    root = H5Gopen2(file, root_name[kind], H5P_DEFAULT);
    if (root < 0)
        return FAIL(ENGRAM_E_INPUT, .what = "an HDF5 group cannot be opened", .why = h5_why(status),
                    .where = TEXT("%s: /%s", path, root_name[kind]),
                    .hint = "the file is damaged: fetch it again");
    TRY(h5_names(root, path, names, n, status));
    bool old_spikes = kind == SONATA_SPIKES && h5_exists(root, "gids");
    keep_groups(root, *names, n);
    if (!*n && old_spikes) {
        TRY(memory_resize(names, 1, sizeof **names, "population names", status));
        TRY(memory_string(*names, "", status));
        *n = 1;
    }
    if (!*n)
        TRY(FAIL(ENGRAM_E_INPUT, .what = TEXT("no SONATA %s in a file", root_name[kind]),
                 .where = TEXT("%s: /%s", path, root_name[kind]), .why = "the group holds no population",
                 .hint = "is this the right file?"));
cleanup:
    if (code != ENGRAM_OK) {
        h5_names_free(*names, *n);
        *names = NULL;
        *n = 0;
    }
    H5Gclose(root);
    return code;
}

engram_code sonata_populations(const char *path, enum sonata_kind kind, char ***names, size_t *n,
                               engram_status *status)
{
    hid_t file = H5I_INVALID_HID;
    *names = NULL;
    *n = 0;
    engram_code code = h5_open(path, &file, status);
    if (code != ENGRAM_OK)
        return code;
    code = list_populations(file, path, kind, names, n, status);
    H5Fclose(file);
    return code;
}

void sonata_names_free(char **names, size_t n)
{
    h5_names_free(names, n);
}

/* Resolve a wanted population (NULL: the only one) to its name. */
static engram_code choose_population(struct sonata_elements *e, const char *wanted, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **names = NULL;
    size_t n = 0, found = 0;
    TRY(list_populations(e->file, e->path, e->kind, &names, &n, status));
    if (!wanted && n > 1)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "a file holds several populations",
                 .where = TEXT("%s: /%s", e->path, root_name[e->kind]),
                 .why = TEXT("there are %zu, the first two are '%s' and '%s'", n, names[0], names[1]),
                 .hint = "say which one: population: NAME"));
    while (wanted && found < n && strcmp(names[found], wanted))
        found++;
    if (found == n)
        TRY(FAIL(ENGRAM_E_INPUT, .what = TEXT("no population '%s' in a file", wanted),
                 .where = TEXT("%s: /%s", e->path, root_name[e->kind]),
                 .why = TEXT("it holds %zu other%s, the first is '%s'", n, n == 1 ? "" : "s", names[0]),
                 .hint = "correct the name of the population"));
    TRY(memory_string(&e->population, names[found], status));
cleanup:
    h5_names_free(names, n);
    return code;
}

/* A column with one value per element; `optional` ones may be missing. */
static engram_code open_member(struct sonata_elements *e, const char *name, bool optional,
                               struct h5_column *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    if (optional && !h5_exists(e->root, name))
        return ENGRAM_OK;
    TRY(h5_column_open(e->root, e->path, name, out, status));
    TRY(h5_column_demand(out, H5_INTEGERS, status));
    if (out->n != e->n)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "two columns of a SONATA file differ in length",
                 .where = TEXT("%s: %s", e->path, h5_name(out->dataset, status)),
                 .why = TEXT("it has %" PRIu64 " values for %" PRIu64 " elements", out->n, e->n),
                 .hint = "the file is damaged or its writer was interrupted"));
cleanup:
    return code;
}

static engram_code open_members(struct sonata_elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    const char *prefix = e->kind == SONATA_NODES ? "node" : "edge";
    TRY(h5_column_open(e->root, e->path, TEXT("%s_type_id", prefix), &e->type_id, status));
    TRY(h5_column_demand(&e->type_id, H5_INTEGERS, status));
    e->n = e->type_id.n;
    TRY(open_member(e, TEXT("%s_group_id", prefix), true, &e->group_id, status));
    TRY(open_member(e, TEXT("%s_group_index", prefix), true, &e->group_index, status));
    if (e->kind == SONATA_EDGES) {
        TRY(open_member(e, "source_node_id", false, &e->end_id[SONATA_SOURCE], status));
        TRY(open_member(e, "target_node_id", false, &e->end_id[SONATA_TARGET], status));
    }
    for (int end = 0; end < 2; end++) {
        if (e->kind == SONATA_EDGES)
            TRY(h5_text_attribute(e->end_id[end].dataset, "node_population", &e->end_population[end],
                                  status));
        else
            TRY(memory_string(&e->end_population[end], "", status));
    }
cleanup:
    return code;
}

engram_code sonata_open(const char *path, enum sonata_kind kind, const char *population,
                        const struct sonata_types *types, struct sonata_elements **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct sonata_elements *e = NULL;
    *out = NULL;
    TRY(memory_new(&e, 1, sizeof *e, "a SONATA file", status));
    e->kind = kind;
    e->types = types;
    e->file = e->root = H5I_INVALID_HID;
    e->group_id.dataset = e->group_index.dataset = H5I_INVALID_HID;
    TRY(memory_string(&e->path, path, status));
    TRY(h5_open(path, &e->file, status));
    TRY(choose_population(e, population, status));
    e->root = H5Gopen2(e->file, TEXT("/%s/%s", root_name[kind], e->population), H5P_DEFAULT);
    if (e->root < 0)
        TRY(FAIL(ENGRAM_E_INPUT, .what = "an HDF5 group cannot be opened", .why = h5_why(status),
                 .where = TEXT("%s: /%s/%s", path, root_name[kind], e->population),
                 .hint = "the file is damaged: fetch it again"));
    TRY(open_members(e, status));
    TRY(sonata_attributes_open(e, status));
    TRY(sonata_check(e, status));
    *out = e;
    e = NULL;
cleanup:
    sonata_close(e);
    return code;
}

void sonata_close(struct sonata_elements *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->n_columns; i++) {
        h5_column_close(&e->columns[i].values);
        h5_names_free(e->columns[i].library, e->columns[i].n_library);
    }
    struct h5_column *members[] = {&e->type_id, &e->group_id, &e->group_index, &e->end_id[0], &e->end_id[1]};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        h5_column_close(members[i]);
    if (e->root >= 0)
        H5Gclose(e->root);
    if (e->file >= 0)
        H5Fclose(e->file);
    h5_names_free(e->names, e->n_names);
    free(e->columns);
    free(e->groups);
    free(e->row_of);
    free(e->end_population[0]);
    free(e->end_population[1]);
    free(e->population);
    free(e->path);
    free(e);
}

const char *sonata_path(const struct sonata_elements *elements)
{
    return elements->path;
}

const char *sonata_population(const struct sonata_elements *elements)
{
    return elements->population;
}

uint64_t sonata_count(const struct sonata_elements *elements)
{
    return elements->n;
}

const char *sonata_end_population(const struct sonata_elements *edges, enum sonata_end end)
{
    return edges->end_population[end];
}
