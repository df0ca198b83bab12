#include "core/memory.h"
#include "io/sonata_elements.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char dynamics[] = "dynamics_params/";

size_t sonata_n_attributes(const struct sonata_elements *elements)
{
    return elements->n_names;
}

const char *sonata_attribute(const struct sonata_elements *elements, size_t i)
{
    return elements->names[i];
}

int64_t sonata_find_attribute(const struct sonata_elements *elements, const char *name)
{
    int64_t found = -1;
    for (size_t i = 0; i < elements->n_names; i++) {
        const char *candidate = elements->names[i];
        if (!strcmp(candidate, name))
            return (int64_t)i;
        if (!strncmp(candidate, dynamics, sizeof dynamics - 1) &&
            !strcmp(candidate + sizeof dynamics - 1, name))
            found = (int64_t)i;
    }
    return found;
}

bool sonata_has(const struct sonata_elements *elements, const char *name)
{
    if (sonata_find_attribute(elements, name) >= 0)
        return true;
    for (size_t i = 0; elements->types && i < sonata_types_columns(elements->types); i++)
        if (!strcmp(sonata_types_column_name(elements->types, i), name))
            return true;
    return false;
}

static engram_code name_index(struct sonata_elements *e, const char *name, size_t *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    for (*out = 0; *out < e->n_names; ++*out)
        if (!strcmp(e->names[*out], name))
            return ENGRAM_OK;
    TRY(memory_resize(&e->names, e->n_names + 1, sizeof *e->names, "attribute names", status));
    e->names[e->n_names] = NULL;
    TRY(memory_string(&e->names[e->n_names], name, status));
    e->n_names++;
cleanup:
    return code;
}

static engram_code read_library(struct sonata_column *column, hid_t group, const char *path, const char *name,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    struct h5_column words = {0};
    char place[600];
    snprintf(place, sizeof place, "@library/%s", name);
    if (!h5_exists(group, place))
        return ENGRAM_OK;
    TRY(h5_column_open(group, path, place, &words, status));
    TRY(memory_new(&column->library, words.n, sizeof *column->library, "words of an attribute", status));
    column->n_library = words.n;
    TRY(h5_column_texts(&words, 0, words.n, column->library, status));
cleanup:
    h5_column_close(&words);
    return code;
}

static bool is_column(hid_t group, const char *name)
{
    H5O_info_t facts;
    if (H5Oget_info_by_name2(group, name, &facts, H5O_INFO_BASIC, H5P_DEFAULT) < 0 ||
        facts.type != H5O_TYPE_DATASET)
        return false;
    hid_t dataset = H5Dopen2(group, name, H5P_DEFAULT), space = H5Dget_space(dataset);
    bool one_dimensional = H5Sget_simple_extent_ndims(space) == 1;
    H5Sclose(space);
    H5Dclose(dataset);
    return one_dimensional;
}

/* All one-dimensional datasets of one group, or of its dynamics_params ("prefix"). */
static engram_code open_columns(struct sonata_elements *e, size_t group, hid_t location, const char *prefix,
                                engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **members = NULL;
    size_t n_members = 0;
    TRY(h5_names(location, e->path, &members, &n_members, status));
    for (size_t i = 0; i < n_members; i++) {
        char name[600];
        if (snprintf(name, sizeof name, "%s%s", prefix, members[i]) >= (int)sizeof name ||
            !is_column(location, members[i]))
            continue;
        TRY(memory_resize(&e->columns, e->n_columns + 1, sizeof *e->columns, "attribute columns", status));
        struct sonata_column *column = &e->columns[e->n_columns++];
        *column = (struct sonata_column){.group = group, .values.dataset = H5I_INVALID_HID};
        TRY(name_index(e, name, &column->attribute, status));
        TRY(h5_column_open(location, e->path, members[i], &column->values, status));
        TRY(read_library(column, location, e->path, members[i], status));
    }
cleanup:
    h5_names_free(members, n_members);
    return code;
}

static engram_code open_group(struct sonata_elements *e, const char *name, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t group = H5Gopen2(e->root, name, H5P_DEFAULT), parameters = H5I_INVALID_HID;
    H5O_info_t facts;
    if (group < 0) {
        const char *why = h5_why(status);
        TRY(FAIL(ENGRAM_E_INPUT, .what = "an HDF5 group cannot be opened", .why = why,
                 .where = TEXT("%s: %s/%s", e->path, h5_name(e->root, status), name),
                 .hint = "the file is damaged: fetch it again"));
    }
    TRY(memory_resize(&e->groups, e->n_groups + 1, sizeof *e->groups, "groups of a population", status));
    e->groups[e->n_groups++] = strtoll(name, NULL, 10);
    TRY(open_columns(e, e->n_groups - 1, group, "", status));
    if (H5Lexists(group, "dynamics_params", H5P_DEFAULT) > 0 &&
        H5Oget_info_by_name2(group, "dynamics_params", &facts, H5O_INFO_BASIC, H5P_DEFAULT) >= 0 &&
        facts.type == H5O_TYPE_GROUP) {
        parameters = H5Gopen2(group, "dynamics_params", H5P_DEFAULT);
        TRY(open_columns(e, e->n_groups - 1, parameters, dynamics, status));
    }
cleanup:
    if (parameters >= 0)
        H5Gclose(parameters);
    if (group >= 0)
        H5Gclose(group);
    return code;
}

static int compare_names(const void *a, const void *b, void *context)
{
    char *const *names = context;
    return strcmp(names[*(const size_t *)a], names[*(const size_t *)b]);
}

/* Bring names into order and let the columns follow. */
static engram_code sort_names(struct sonata_elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    size_t *order = NULL, *place = NULL;
    char **sorted = NULL;
    if (!e->n_names)
        return ENGRAM_OK;
    TRY(memory_new(&order, e->n_names, sizeof *order, "attribute names", status));
    TRY(memory_new(&place, e->n_names, sizeof *place, "attribute names", status));
    TRY(memory_new(&sorted, e->n_names, sizeof *sorted, "attribute names", status));
    for (size_t i = 0; i < e->n_names; i++)
        order[i] = i;
    qsort_r(order, e->n_names, sizeof *order, compare_names, e->names);
    for (size_t i = 0; i < e->n_names; i++) {
        sorted[i] = e->names[order[i]];
        place[order[i]] = i;
    }
    memcpy(e->names, sorted, e->n_names * sizeof *sorted);
    for (size_t i = 0; i < e->n_columns; i++)
        e->columns[i].attribute = place[e->columns[i].attribute];
cleanup:
    free(order);
    free(place);
    free(sorted);
    return code;
}

engram_code sonata_attributes_open(struct sonata_elements *e, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char **members = NULL;
    size_t n_members = 0;
    TRY(h5_names(e->root, e->path, &members, &n_members, status));
    for (size_t i = 0; i < n_members; i++)
        if (members[i][0] && members[i][strspn(members[i], "0123456789")] == 0)
            TRY(open_group(e, members[i], status));
    TRY(sort_names(e, status));
cleanup:
    h5_names_free(members, n_members);
    return code;
}
