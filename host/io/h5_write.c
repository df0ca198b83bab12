#include "io/h5_write.h"

#include "core/memory.h"
#include "io/h5.h"

#include <stdlib.h>
#include <string.h>

static engram_code refused(hid_t object, const char *name, engram_status *status)
{
    const char *why = h5_why(status);
    return FAIL(ENGRAM_E_RESOURCES, .what = "HDF5 could not take a value",
                .where = TEXT("%s in %s", name, h5_name(object, status)), .why = why,
                .hint = "is memory exhausted, or the disk full?");
}

static engram_code put_attribute(hid_t object, const char *name, hid_t file_type, hid_t memory_type,
                                 hid_t space, const void *value, engram_status *status)
{
    hid_t attribute = H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
    engram_code code = attribute < 0 || H5Awrite(attribute, memory_type, value) < 0
                           ? refused(object, name, status)
                           : ENGRAM_OK;
    if (attribute >= 0)
        H5Aclose(attribute);
    H5Sclose(space);
    return code;
}

/* The guide's strings: C, UTF-8, of fixed length, so that no heap is needed. */
static hid_t text_type(size_t n)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, n ? n : 1);
    H5Tset_cset(type, H5T_CSET_UTF8);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    return type;
}

engram_code h5_put_text(hid_t object, const char *name, const char *text, engram_status *status)
{
    hid_t type = text_type(strlen(text));
    engram_code code = put_attribute(object, name, type, type, H5Screate(H5S_SCALAR), text, status);
    H5Tclose(type);
    return code;
}

engram_code h5_put_real(hid_t object, const char *name, double value, engram_status *status)
{
    return put_attribute(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, H5Screate(H5S_SCALAR), &value,
                         status);
}

engram_code h5_put_integers(hid_t object, const char *name, hid_t file_type, const uint64_t *values,
                            uint64_t n, engram_status *status)
{
    hsize_t extent[1] = {n};
    hid_t space = n == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, extent, NULL);
    return put_attribute(object, name, file_type, H5T_NATIVE_UINT64, space, values, status);
}

static hid_t with_parents(void)
{
    hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    return links;
}

engram_code h5_make_group(hid_t file, const char *name, hid_t *group, engram_status *status)
{
    hid_t links = with_parents();
    *group = H5Gcreate2(file, name, links, H5P_DEFAULT, H5P_DEFAULT);
    H5Pclose(links);
    return *group < 0 ? refused(file, name, status) : ENGRAM_OK;
}

static engram_code create_dataset(hid_t file, const char *name, hid_t type, hid_t space, hid_t layout,
                                  hid_t *dataset, engram_status *status)
{
    hid_t links = with_parents();
    H5Pset_obj_track_times(layout, 0);
    *dataset = H5Dcreate2(file, name, type, space, links, layout, H5P_DEFAULT);
    H5Pclose(links);
    H5Sclose(space);
    H5Pclose(layout);
    return *dataset < 0 ? refused(file, name, status) : ENGRAM_OK;
}

engram_code h5_table_create(hid_t file, const char *name, hid_t file_type, const struct h5_table_shape *shape,
                            hid_t *dataset, engram_status *status)
{
    int rank = shape->width ? 2 : 1;
    hsize_t extent[2] = {0, shape->width}, most[2] = {H5S_UNLIMITED, shape->width},
            chunk[2] = {shape->chunk_rows, shape->chunk_width};
    hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(layout, rank, chunk);
    if (shape->packed) {
        H5Pset_shuffle(layout);
        H5Pset_deflate(layout, 1);
    }
    H5Pset_fletcher32(layout);
    return create_dataset(file, name, file_type, H5Screate_simple(rank, extent, most), layout, dataset,
                          status);
}

engram_code h5_table_grow(hid_t dataset, uint64_t n_rows, uint64_t width, engram_status *status)
{
    hsize_t extent[2] = {n_rows, width};
    return H5Dset_extent(dataset, extent) < 0 ? refused(dataset, "more rows", status) : ENGRAM_OK;
}

static engram_code put_slab(hid_t dataset, const hsize_t *start, const hsize_t *count, hid_t memory_type,
                            const void *values, engram_status *status)
{
    hid_t space = H5Dget_space(dataset);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL);
    hsize_t n[1] = {(hsize_t)H5Sget_select_npoints(space)};
    hid_t memory = H5Screate_simple(1, n, NULL);
    engram_code code = H5Dwrite(dataset, memory_type, memory, space, H5P_DEFAULT, values) < 0
                           ? refused(dataset, "rows", status)
                           : ENGRAM_OK;
    H5Sclose(memory);
    H5Sclose(space);
    return code;
}

engram_code h5_table_put(hid_t dataset, uint64_t row, uint64_t n, hid_t memory_type, const void *values,
                         engram_status *status)
{
    hsize_t start[1] = {row}, count[1] = {n}, extent[1] = {row + n};
    if (!n)
        return ENGRAM_OK;
    if (H5Dset_extent(dataset, extent) < 0)
        return refused(dataset, "more rows", status);
    return put_slab(dataset, start, count, memory_type, values, status);
}

engram_code h5_table_put_row(hid_t dataset, uint64_t row, uint64_t column, uint64_t n, hid_t memory_type,
                             const void *values, engram_status *status)
{
    hsize_t start[2] = {row, column}, count[2] = {1, n};
    return n ? put_slab(dataset, start, count, memory_type, values, status) : ENGRAM_OK;
}

engram_code h5_put_column(hid_t file, const char *name, hid_t file_type, hid_t memory_type,
                          const void *values, uint64_t n, engram_status *status)
{
    hid_t dataset = H5I_INVALID_HID;
    hsize_t extent[1] = {n};
    engram_code code = create_dataset(file, name, file_type, H5Screate_simple(1, extent, NULL),
                                      H5Pcreate(H5P_DATASET_CREATE), &dataset, status);
    if (code == ENGRAM_OK && n && H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
        code = refused(file, name, status);
    if (dataset >= 0)
        H5Dclose(dataset);
    return code;
}

engram_code h5_put_texts(hid_t file, const char *name, const char *const *texts, uint64_t n,
                         engram_status *status)
{
    engram_code code = ENGRAM_OK;
    char *fields = NULL;
    size_t width = 1;
    for (uint64_t i = 0; i < n; i++)
        width = strlen(texts[i]) > width ? strlen(texts[i]) : width;
    hid_t type = text_type(width);
    TRY(memory_new(&fields, n, width, "texts for an HDF5 file", status));
    for (uint64_t i = 0; i < n; i++)
        memcpy(fields + i * width, texts[i], strlen(texts[i]));
    TRY(h5_put_column(file, name, type, type, fields, n, status));
cleanup:
    free(fields);
    H5Tclose(type);
    return code;
}

engram_code h5_put_alias(hid_t file, const char *name, const char *alias, engram_status *status)
{
    return H5Lcreate_hard(file, name, file, alias, H5P_DEFAULT, H5P_DEFAULT) < 0
               ? refused(file, alias, status)
               : ENGRAM_OK;
}
