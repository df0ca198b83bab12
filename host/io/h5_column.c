#include "io/h5.h"

#include "core/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *content_name(enum h5_content content)
{
    return content == H5_INTEGERS ? "integers" : content == H5_REALS ? "numbers" : "text";
}

static const char *place(const struct h5_column *column, engram_status *status)
{
    return TEXT("%s: %s", column->path, h5_name(column->dataset, status));
}

static engram_code classify(struct h5_column *column, hid_t type, engram_status *status)
{
    switch (H5Tget_class(type)) {
    case H5T_INTEGER:
    case H5T_ENUM: /* h5py stores truth values as an enumeration */
        column->content = H5_INTEGERS;
        return ENGRAM_OK;
    case H5T_FLOAT:
        column->content = H5_REALS;
        return ENGRAM_OK;
    case H5T_STRING:
        column->content = H5_TEXTS;
        return ENGRAM_OK;
    default:
        return FAIL(ENGRAM_E_INPUT, .what = "a dataset has a type that cannot be read",
                    .where = place(column, status),
                    .why = "SONATA knows integers, floating point numbers and text only",
                    .hint = "rewrite the dataset with one of these types");
    }
}

/* How many values of `size` bytes the file can hold: allocated chunks, or for the other layouts (where the header's word is all there is) at most
 * what fits into the file. A virtual dataset borrows its values from elsewhere and is believed. */
static uint64_t stored_values(const struct h5_column *column, size_t size)
{
    uint64_t stored = 0;
    hsize_t chunk[2] = {1, 1}, n_chunks = 0;
    struct stat facts = {0};
    hid_t layout = H5Dget_create_plist(column->dataset), space = H5Dget_space(column->dataset);
    switch (H5Pget_layout(layout)) {
    case H5D_CHUNKED:
        if (H5Pget_chunk(layout, 2, chunk) == column->rank &&
            H5Dget_num_chunks(column->dataset, space, &n_chunks) >= 0 &&
            __builtin_mul_overflow(chunk[0] * chunk[1], n_chunks,
                                   &stored)) /* a chunk has less than 2^32 bytes */
            stored = UINT64_MAX;
        break;
    case H5D_VIRTUAL:
        stored = UINT64_MAX;
        break;
    default:
        stored = H5Dget_storage_size(column->dataset);
        if (!stat(column->path, &facts) && stored > (uint64_t)facts.st_size)
            stored = (uint64_t)facts.st_size;
        stored /= size ? size : 1;
    }
    H5Sclose(space);
    H5Pclose(layout);
    return stored;
}

/* A header may claim any size. Values that are not there would be read as zeros, or asked for as memory: neither may happen. */
static engram_code check_extent(struct h5_column *column, int rank, hid_t type, engram_status *status)
{
    hsize_t extent[2] = {0, 1};
    uint64_t claimed = 0;
    hid_t space = H5Dget_space(column->dataset);
    column->rank = H5Sget_simple_extent_ndims(space);
    if (column->rank == rank)
        H5Sget_simple_extent_dims(space, extent, NULL);
    H5Sclose(space);
    if (column->rank != rank)
        return FAIL(ENGRAM_E_INPUT, .what = "a dataset has the wrong shape", .where = place(column, status),
                    .why = TEXT("it has %d dimensions instead of %d", column->rank, rank),
                    .hint = "store one value per element, or one row per time");
    column->n = extent[0];
    column->width = extent[1];
    uint64_t stored = stored_values(column, H5Tget_size(type));
    if (__builtin_mul_overflow(column->n, column->width, &claimed))
        claimed = UINT64_MAX;
    if (claimed <= stored)
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_INPUT, .what = "a dataset is incomplete", .where = place(column, status),
                .why = TEXT("it claims %" PRIu64 " values, but only %" PRIu64 " are stored", claimed, stored),
                .hint = "the writer was interrupted or the file is damaged: write it again");
}

static engram_code open_dataset(hid_t location, const char *path, const char *name, int rank,
                                struct h5_column *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hid_t type = H5I_INVALID_HID;
    *out = (struct h5_column){.dataset = H5I_INVALID_HID, .path = path};
    h5_quiet();
    if (!h5_exists(location, name))
        return FAIL(ENGRAM_E_INPUT, .what = "a dataset is missing",
                    .where = TEXT("%s: %s", path, h5_name(location, status)),
                    .why = TEXT("there is no '%s' in it", name),
                    .hint = "is this the right file? engram info FILE lists what it holds");
    out->dataset = H5Dopen2(location, name, H5P_DEFAULT);
    if (out->dataset < 0) {
        const char *why = h5_why(status);
        return FAIL(ENGRAM_E_INPUT, .what = "a dataset cannot be opened", .why = why,
                    .where = TEXT("%s: %s, '%s'", path, h5_name(location, status), name),
                    .hint = "a group stands in its place, or the file is damaged");
    }
    type = H5Dget_type(out->dataset);
    TRY(classify(out, type, status));
    TRY(check_extent(out, rank, type, status));
cleanup:
    if (type >= 0)
        H5Tclose(type);
    if (code != ENGRAM_OK)
        h5_column_close(out);
    return code;
}

engram_code h5_column_open(hid_t location, const char *path, const char *name, struct h5_column *out,
                           engram_status *status)
{
    return open_dataset(location, path, name, 1, out, status);
}

engram_code h5_matrix_open(hid_t location, const char *path, const char *name, struct h5_column *out,
                           engram_status *status)
{
    return open_dataset(location, path, name, 2, out, status);
}

void h5_column_close(struct h5_column *column)
{
    if (column->path && column->dataset >= 0)
        H5Dclose(column->dataset);
    *column = (struct h5_column){.dataset = H5I_INVALID_HID};
}

engram_code h5_column_demand(const struct h5_column *column, enum h5_content content, engram_status *status)
{
    if (column->content == content || (content == H5_REALS && column->content == H5_INTEGERS))
        return ENGRAM_OK;
    return FAIL(ENGRAM_E_INPUT, .what = "a dataset has the wrong type", .where = place(column, status),
                .why =
                    TEXT("it holds %s, %s are needed", content_name(column->content), content_name(content)),
                .hint = "store it with the type the SONATA guide asks for");
}

static engram_code read_selected(const struct h5_column *column, hid_t space, uint64_t n, hid_t memory_type,
                                 void *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    hsize_t extent[1] = {n};
    hid_t memory = H5Screate_simple(1, extent, NULL);
    if (memory < 0 || H5Dread(column->dataset, memory_type, memory, space, H5P_DEFAULT, out) < 0) {
        const char *why = h5_why(status);
        code = FAIL(ENGRAM_E_INPUT, .what = "a dataset cannot be read", .where = place(column, status),
                    .why = why, .hint = "the file is damaged or was cut short: fetch it again");
    }
    H5Sclose(memory);
    return code;
}

engram_code h5_column_read(const struct h5_column *column, uint64_t begin, uint64_t n, hid_t memory_type,
                           void *out, engram_status *status)
{
    if (!n)
        return ENGRAM_OK;
    h5_quiet();
    hsize_t start[2] = {begin, 0}, count[2] = {n, column->width};
    hid_t space = H5Dget_space(column->dataset);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL);
    engram_code code = read_selected(column, space, n * column->width, memory_type, out, status);
    H5Sclose(space);
    return code;
}

/* Scattered points cost HDF5 far more than neighbours: where they are dense, the span around them is read and picked from. */
engram_code h5_column_gather(const struct h5_column *column, const uint64_t *at, uint64_t n,
                             hid_t memory_type, void *out, engram_status *status)
{
    engram_code code = ENGRAM_OK;
    uint64_t *span = NULL, low = UINT64_MAX, high = 0;
    for (uint64_t i = 0; i < n; i++) {
        low = at[i] < low ? at[i] : low;
        high = at[i] > high ? at[i] : high;
    }
    if (!n)
        return ENGRAM_OK;
    if (high - low < 16 * n + 4096) {
        TRY(memory_new(&span, high - low + 1, 8, "a range of an HDF5 column", status));
        TRY(h5_column_read(column, low, high - low + 1, memory_type, span, status));
        for (uint64_t i = 0; i < n; i++)
            ((uint64_t *)out)[i] = span[at[i] - low];
    } else {
        h5_quiet();
        hid_t space = H5Dget_space(column->dataset);
        H5Sselect_elements(space, H5S_SELECT_SET, n, (const hsize_t *)at);
        code = read_selected(column, space, n, memory_type, out, status);
        H5Sclose(space);
    }
cleanup:
    free(span);
    return code;
}
