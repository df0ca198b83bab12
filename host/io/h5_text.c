#include "io/h5.h"

#include "core/memory.h"
#include "io/h5_heap.h"

#include <stdlib.h>
#include <string.h>

/* HDF5 has two kinds of strings (pointers to NUL-ended text, and fields of a fixed size padded with NULs or spaces) and converts neither into the other,
 * nor between its two character sets. So texts are read with the type they have in the file and copied out here. */
static engram_code copy_field(char **out, const char *field, size_t size, H5T_str_t padding,
                              engram_status *status)
{
    size_t n = strnlen(field, size);
    while (padding == H5T_STR_SPACEPAD && n && field[n - 1] == ' ')
        n--;
    engram_code code = memory_new(out, n + 1, 1, "text from an HDF5 file", status);
    if (code == ENGRAM_OK)
        memcpy(*out, field, n);
    return code;
}

static engram_code copy_texts(const void *raw, uint64_t n, hid_t type, char **out, engram_status *status)
{
    bool variable = H5Tis_variable_str(type) > 0;
    size_t size = variable ? SIZE_MAX / 2 : H5Tget_size(type);
    H5T_str_t padding = H5Tget_strpad(type);
    engram_code code = ENGRAM_OK;
    for (uint64_t i = 0; i < n && code == ENGRAM_OK; i++) {
        const char *field = variable ? ((char *const *)raw)[i] : (const char *)raw + i * size;
        code = field ? copy_field(&out[i], field, size, padding, status) : memory_string(&out[i], "", status);
    }
    for (uint64_t i = 0; code != ENGRAM_OK && i < n; i++) {
        free(out[i]);
        out[i] = NULL;
    }
    return code;
}

engram_code h5_column_texts(const struct h5_column *column, uint64_t begin, uint64_t n, char **out,
                            engram_status *status)
{
    engram_code code = ENGRAM_OK;
    void *raw = NULL;
    bool filled = false;
    hsize_t extent[1] = {n};
    hid_t type = H5Dget_type(column->dataset), space = H5Screate_simple(1, extent, NULL);
    memset(out, 0, n * sizeof *out);
    TRY(h5_column_demand(column, H5_TEXTS, status));
    if (H5Tis_variable_str(type) > 0)
        TRY(h5_heaps_check(column->dataset, status));
    TRY(memory_new(&raw, n, H5Tget_size(type), "texts from an HDF5 file", status));
    TRY(h5_column_read(column, begin, n, type, raw, status));
    filled = true;
    TRY(copy_texts(raw, n, type, out, status));
cleanup:
    if (filled && H5Tis_variable_str(type) > 0)
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw);
    free(raw);
    H5Sclose(space);
    H5Tclose(type);
    return code;
}

engram_code h5_text_attribute(hid_t object, const char *name, char **out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    void *raw = NULL;
    *out = NULL;
    h5_quiet();
    if (H5Aexists(object, name) <= 0)
        return memory_string(out, "", status);
    hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    hssize_t n = H5Sget_simple_extent_npoints(space);
    bool text = H5Tget_class(type) == H5T_STRING && n == 1, filled = false;
    if (!text) { /* libsonata's enumeration is spelled out by name; anything else is not a text */
        TRY(memory_string(out, "", status));
        goto cleanup;
    }
    if (H5Tis_variable_str(type) > 0)
        TRY(h5_heaps_check(object, status));
    TRY(memory_new(&raw, 1, H5Tget_size(type), "an HDF5 attribute", status));
    filled = H5Aread(attribute, type, raw) >= 0;
    if (filled)
        TRY(copy_texts(raw, 1, type, out, status));
    else
        TRY(memory_string(out, "", status));
cleanup:
    if (filled && H5Tis_variable_str(type) > 0)
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw);
    free(raw);
    H5Sclose(space);
    H5Tclose(type);
    H5Aclose(attribute);
    return code;
}
